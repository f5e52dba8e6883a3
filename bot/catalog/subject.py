"""What the linter's rules look at: all records of a reading, ordered for them once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Self, TypeVar, cast

from bot.catalog.entries import Entry, Reading
from bot.catalog.models import KINDS, Record
from bot.catalog.problems import Problem, Severity
from bot.catalog.texts import Text, texts

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[R_co]):
    """A record of a known kind, with its entry."""

    entry: Entry
    record: R_co

    def problem(self, text: str, *path: str | int, severity: Severity = "error") -> Problem:
        """Say that something is wrong at a path within the record."""
        return self.entry.problem(text, *path, severity=severity)


@dataclass(frozen=True, slots=True)
class Subject:
    """Records that are not deprecated, their texts, and the day on which they are judged."""

    today: dt.date
    reading: Reading
    entries: tuple[Entry, ...]
    texts: tuple[Text, ...]
    head: str
    """The file named when a whole pack is at fault."""
    _by_kind: Mapping[type[Record], tuple[Entry, ...]]

    @classmethod
    def of(cls, reading: Reading, today: dt.date) -> Self:
        """Order what was read; `today` is a date in UTC."""
        entries = tuple(one for one in reading.entries if one.record.status != "deprecated")
        return cls(
            today=today,
            reading=reading,
            entries=entries,
            texts=tuple(texts(entries)),
            head=reading.heads[0].file if reading.heads else "pack.toml",
            _by_kind=_by_kind(entries),
        )

    def all(self, kind: type[R]) -> tuple[Found[R], ...]:
        """Return the records of a kind that are not deprecated."""
        return tuple(Found(one, cast("R", one.record)) for one in self._by_kind[kind])

    def active(self, kind: type[R]) -> tuple[Found[R], ...]:
        """Return the records of a kind that are shown."""
        return tuple(one for one in self.all(kind) if one.record.status == "active")

    def whole(self, text: str, severity: Severity = "error") -> Problem:
        """Say that something is wrong with the pack as a whole."""
        return Problem(self.head, 1, text, severity)


def _by_kind(entries: Iterable[Entry]) -> Mapping[type[Record], tuple[Entry, ...]]:
    found: dict[type[Record], list[Entry]] = {kind: [] for kind in KINDS.values()}
    for entry in entries:
        found[KINDS[entry.kind]].append(entry)
    return {kind: tuple(many) for kind, many in found.items()}
