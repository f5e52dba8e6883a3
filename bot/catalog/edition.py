"""The pack as one community shows it: without some pieces, and with other words in some."""

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from pydantic import ValidationError

from bot.catalog.catalog import Catalog
from bot.catalog.models import KINDS, Record
from bot.catalog.references import POINTS

REWORDED: Mapping[str, tuple[str, ...]] = {
    "tip": ("title", "why", "today"),
    "term": ("says", "example"),
    "statement": ("text",),
}
"""Kinds whose words a community may replace, and which: plain texts that stand on one card."""

CHANGEABLE = (
    *REWORDED,
    *("item", "scenario", "assessment", "question", "project", "nudge"),
    *("certification", "salary", "fact"),
)
"""Kinds of which a piece may be left out. All others hold something together."""

log = logging.getLogger("milepost.editions")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """How people call a piece: `tip split-before-scale`."""

    kind: str
    id: str

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{self.kind} {self.id}"

    @property
    def token(self) -> str:
        """Write it as one word. No kind has a hyphen."""
        return f"{self.kind}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it, with a space, a slash or a hyphen between kind and id."""
        kind, _, rest = (
            text.strip().casefold().replace("/", " ").replace("-", " ", 1).partition(" ")
        )
        return cls(kind, "-".join(rest.split()))

    def find(self, catalog: Catalog) -> Record | None:
        """Find the piece by its id or a former one."""
        kind = KINDS.get(self.kind)
        return None if kind is None else catalog.find(kind, self.id)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a community decided: pieces left out, and words by field in place of the pack's."""

    hidden: Collection[Name] = ()
    words: Mapping[Name, Mapping[str, str]] = field(default_factory=dict[Name, Mapping[str, str]])


def reworded(record: Record, words: Mapping[str, str]) -> Record:
    """Return a piece with other words. Raises ValidationError where they do not fit its model."""
    return type(record).model_validate(record.model_dump() | dict(words))


def worded(record: Record, words: Mapping[str, str]) -> Record:
    """Return a piece with other words, or as the pack has it where they no longer fit."""
    if not words:
        return record
    try:
        return reworded(record, words)
    except ValidationError:
        log.warning("the words of %s no longer fit; the pack's are shown", record.id)
        return record


def edition(catalog: Catalog, changes: Changes) -> Catalog:
    """Return the pack with a community's changes. What no longer fits the pack is passed over."""
    edited: dict[type[Record], dict[str, Record | None]] = {}
    for name, words in changes.words.items():
        record = name.find(catalog)
        if record is not None and name.kind in REWORDED:
            edited.setdefault(type(record), {})[record.id] = worded(record, words)
    for name in changes.hidden:
        record = name.find(catalog)
        if record is not None and name.kind in CHANGEABLE:
            edited.setdefault(type(record), {})[record.id] = None
    for record in _unlinked(catalog, edited):
        edited.setdefault(type(record), {})[record.id] = record
    return catalog.edited(edited) if edited else catalog


def _unlinked(
    catalog: Catalog, edited: Mapping[type[Record], Mapping[str, Record | None]]
) -> Iterator[Record]:
    """Yield each record that names something left out, without naming it."""
    gone = {
        kind: {slug for slug, new in some.items() if new is None} for kind, some in edited.items()
    }
    for holder, fields in POINTS.items():
        kind = KINDS[holder]
        lists = {field: lost for field, to in fields.items() if (lost := gone.get(KINDS[to]))}
        for record in catalog.every(kind) if lists else ():
            kept = edited.get(kind, {}).get(record.id, record)
            if kept is None:
                continue
            shorter = {
                field: tuple(slug for slug in getattr(kept, field) if slug not in lost)
                for field, lost in lists.items()
            }
            if any(shorter[field] != getattr(kept, field) for field in lists):
                yield kept.model_copy(update=shorter)
