"""The page for writers is true: its good pieces pass, its bad ones do not, its commands exist."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from bot.catalog.lint import lint
from bot.catalog.loader import builtin
from bot.catalog.models import KINDS, Status
from tests.journey.chat import Home, milepost
from tests.yard.tree import ROOT

PAGE = (ROOT / "content" / "README.md").read_text("utf-8")
TODAY = dt.date(2026, 11, 24)
BAD = {
    "always-test-well": ("obviously",),
    "what-is-overfitting": ("None of the above", "names no wrong idea", "bring them within 2 to 1"),
}
"""What the linter has against each bad piece."""


def pieces(kind: str) -> list[str]:
    return re.findall(rf"```toml {kind}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("packs") / "ml_engineer"
    return Path(shutil.copytree(Path(str(builtin())), copied))


def told(pack: Path, texts: list[str]) -> list[str]:
    """Lint the pack with more pieces; return what is said of those."""
    file = pack / "page.toml"
    file.write_text("\n".join(texts), encoding="utf-8")
    return [each.text for each in lint([pack], TODAY).problems if each.file == str(file)]


def test_the_good_pieces_are_good(pack: Path) -> None:
    good = pieces("good")
    assert len(good) == len(pieces("bad")) == len(BAD)
    assert told(pack, good) == []


def test_the_bad_pieces_are_caught(pack: Path) -> None:
    for text in pieces("bad"):
        slug = re.search(r'id = "(.*?)"', text)
        assert slug
        said = "\n".join(told(pack, [text]))
        for fault in BAD[slug[1]]:
            assert fault in said, slug[1]


def test_every_command_of_the_page_exists(tmp_path: Path) -> None:
    commands = set(re.findall(r"milepost content (\w+)", PAGE))
    assert commands == {"new", "preview", "lint", "stats", "import", "blind", "release"}
    whole = milepost(Home(tmp_path, ""), "content", "--help").out
    for command in commands:
        assert re.search(rf"^    {command}\b", whole, re.MULTILINE), command


def test_the_page_names_what_there_is() -> None:
    for status in Status.__args__:
        assert f"`{status}`" in PAGE, status
    for kind in ("tip", "item", "nudge"):
        assert kind in KINDS
        assert re.search(rf"^## A (?:quiz )?{kind}$", PAGE, re.MULTILINE), kind
