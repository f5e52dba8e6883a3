"""The README shows what the program says: its command table and its transcript are compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

from bot.catalog.loader import builtin, load
from bot.compose import registered
from bot.core.people import Rank
from bot.core.refusals import usage
from tests.yard.tree import ROOT

README = ROOT / "README.md"
TYPED = "/roadmap\nstart\nmark as done\n/define recall\n/certs tensorflow\n/rodmap\n"


def part(name: str) -> str:
    found = re.search(
        rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README.read_text("utf-8"), re.DOTALL
    )
    assert found is not None, f"README.md has no part {name}"
    return found[1]


def table() -> str:
    rows = ["| command | what it does | who |", "|---|---|---|"]
    for intent in registered(load([builtin()])).commands.values():
        who = "moderators" if intent.spec.rank is Rank.moderator else "everybody"
        rows.append(f"| `{usage(intent)}` | {intent.spec.help} | {who} |")
    return "\n".join(rows) + "\n"


def transcript(folder: Path) -> str:
    env = {
        **os.environ,
        "DATABASE_URL": str(folder / "milepost.db"),
        "COLUMNS": "80",
        "TZ": "UTC",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--at", "2026-11-23 18:00"],
        input=TYPED,
        text=True,
        capture_output=True,
        env=env,
        cwd=folder,
        check=True,
        timeout=60,
    )
    return f"```\n{done.stdout.rstrip()}\n```\n"


def test_the_command_table_is_drawn_from_the_registry() -> None:
    assert part("commands") == table(), f"put this into README.md:\n{table()}"


def test_the_transcript_is_real(tmp_path: Path) -> None:
    real = transcript(tmp_path)
    assert part("transcript") == real, f"put this into README.md:\n{real}"
