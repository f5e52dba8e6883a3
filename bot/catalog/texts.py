"""Every text a reader sees, one by one, with the record and the field it belongs to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from bot.catalog.entries import Entry
from bot.catalog.lines import Path
from bot.catalog.problems import Problem, Severity

Role = Literal["prose", "name", "code"]
"""Prose is ours, a name is somebody else's (a book's title), code is shown as it is."""

_UNSEEN = frozenset(
    {
        "id",
        "aliases",
        "article",
        "check",
        "currency",
        "family",
        "instead",
        "milestone",
        "misconception",
        "needs",
        "origin",
        "per",
        "read",
        "replaces",
        "resources",
        "see",
        "skill",
        "skills",
        "sources",
        "status",
        "step",
        "topic",
        "trait",
        "type",
        "url",
        "words",
    }
)
_NAMES = frozenset(
    {
        ("certification", "name"),
        ("certification", "vendor"),
        ("resource", "author"),
        ("resource", "licence"),
        ("resource", "title"),
        ("source", "publisher"),
        ("source", "title"),
    }
)
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a record; `path` leads to it within the record."""

    entry: Entry
    path: Path
    value: str
    role: Role
    bare: str = field(init=False)
    """The text with every `code` span as one word."""

    def __post_init__(self) -> None:
        """Take the code out once for all rules."""
        bare = _CODE.sub("code", self.value) if "`" in self.value else self.value
        object.__setattr__(self, "bare", bare)

    @property
    def label(self) -> str:
        """What the writer calls the field: `why`, `text of option 2`."""
        *outer, last = [part if isinstance(part, str) else part + 1 for part in self.path]
        if isinstance(last, int):
            return f"entry {last} of {outer[-1]}"
        return f"{last} of {outer[0]} {outer[1]}" if outer else last

    def problem(self, text: str, severity: Severity = "error") -> Problem:
        """Say that something is wrong with this text."""
        return self.entry.problem(f"{self.label} {text}", *self.path, severity=severity)


def texts(entries: Iterable[Entry]) -> Iterator[Text]:
    """Yield all texts of the records."""
    for entry in entries:
        yield from _of(entry, entry.record, ())


def _of(entry: Entry, model: BaseModel, path: Path) -> Iterator[Text]:
    for name, value in model:
        if name not in _UNSEEN:
            yield from _within(entry, (*path, name), value)


def _within(entry: Entry, path: Path, value: object) -> Iterator[Text]:
    if isinstance(value, str):
        if value:
            yield Text(entry, path, value, _role(entry.kind, path))
    elif isinstance(value, BaseModel):
        yield from _of(entry, value, path)
    elif isinstance(value, tuple):
        for index, one in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] a field's tuple of anything
            yield from _within(entry, (*path, index), one)  # pyright: ignore[reportUnknownArgumentType] as above


def _role(kind: str, path: Path) -> Role:
    last = path[-1]
    if last == "code":
        return "code"
    return "name" if (kind, last) in _NAMES else "prose"
