"""What reading a pack yields: records that know where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalog.lines import Lines, Path, line_of
from bot.catalog.models import Pack, Record
from bot.catalog.problems import Problem, Severity

Named = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with the file and the lines it was read from."""

    kind: str
    record: Record
    file: str
    path: Path
    lines: Lines

    @property
    def place(self) -> str:
        """Where the record begins: `file:line`."""
        return f"{self.file}:{line_of(self.lines, self.path)}"

    @property
    def name(self) -> str:
        """How a writer calls it: kind and id."""
        return f"{self.kind} {self.record.id}"

    def problem(self, text: str, *path: str | int, severity: Severity = "error") -> Problem:
        """Say that something is wrong at a path within the record."""
        line = line_of(self.lines, (*self.path, *path))
        return Problem(self.file, line, f"{self.name}: {text}", severity)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a pack and the file it was read from."""

    pack: Pack
    file: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in some pack folders, sound or not.

    `named` holds the place of every kind and id met, also of records that were refused, so that
    one fault does not draw a reference error from each record that points there.
    """

    heads: tuple[Head, ...]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    named: Named
    released: Mapping[str, tuple[str, ...]]
    """Lines of each `released-ids.txt`, by its file name."""
