"""A tiny sound pack about bread, and ways to spoil it."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.catalog.lint import Report, lint
from bot.catalog.problems import Problem, Severity

BREAD = Path(__file__).parent / "bread"
TODAY = dt.date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Spoilt:
    """One change to one file, and the one problem it makes at the line where `at` begins."""

    file: str
    old: str
    new: str
    at: str
    text: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Name the case by what it writes and what is said about it."""
        return ascii(f"{self.new[-40:]} | {self.text[:80]}")

    def bake(self, folder: Path) -> Path:
        """Copy the sound pack to a folder and make the change."""
        pack = baked(folder)
        change(pack / self.file, self.old, self.new)
        return pack

    def expected(self, pack: Path) -> Problem:
        """Find the line and say what should be said."""
        text = (pack / self.file).read_text(encoding="utf-8")
        assert text.count(self.at) == 1, f"{self.at!r} stands {text.count(self.at)} times"
        line = text[: text.index(self.at)].count("\n") + 1
        return Problem(str(pack / self.file), line, self.text, self.severity)


def baked(folder: Path) -> Path:
    """Copy the sound pack into a folder."""
    return Path(shutil.copytree(BREAD, folder / "bread"))


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def add(pack: Path, text: str) -> Path:
    """Add a file with more records; return it."""
    file = pack / "zz.toml"
    file.write_text(text, encoding="utf-8")
    return file


def judged(pack: Path, today: dt.date = TODAY) -> Report:
    """Lint one pack."""
    return lint([pack], today)
