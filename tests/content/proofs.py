"""The proofs of questions about code: what each runs, what it prints, which libraries it needs.

`python -m tests.content.proofs INTERPRETER numpy==1.2.3 ...` runs those that need libraries, with
an interpreter that has them.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.catalog.loader import builtin, load
from bot.catalog.models import Check, Item

PATIENCE = 120.0
"""Seconds after which a proof counts as stuck."""


def proofs() -> Mapping[str, Check]:
    """Return the proofs of the pack by the id of their question."""
    items = load([builtin()]).all(Item)
    return {item.id: item.check for item in items if item.check is not None}


def prove(check: Check, python: str | Path = sys.executable) -> str:
    """Run a proof alone; return what is wrong with it, or nothing."""
    done = subprocess.run(
        [python, "-I", "-c", check.run],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode or done.stderr:
        return f"ended with {done.returncode} and said:\n{done.stderr}"
    return "" if done.stdout == check.prints else f"printed {done.stdout!r}, not {check.prints!r}"


def main(python: str, libraries: Sequence[str]) -> int:
    """Run every proof that needs a library; 0 when all hold."""
    known = {each.partition("==")[0] for each in libraries}
    needing = {slug: check for slug, check in proofs().items() if check.needs}

    def judge(check: Check) -> str:
        unknown = ", ".join(sorted(set(check.needs) - known))
        return f"needs {unknown}, which no pin names" if unknown else prove(check, python)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = dict(zip(needing, pool.map(judge, needing.values()), strict=True))
    wrong = [f"{slug}: {fault}" for slug, fault in said.items() if fault]
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    sys.stdout.write(f"{len(needing)} proofs with {', '.join(libraries)}: {len(wrong)} wrong\n")
    return 1 if wrong or not needing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
