"""Which field points to which kind of record, and whether what it points to is there."""

from collections.abc import Iterator, Mapping

from bot.catalog.advice import nearest
from bot.catalog.entries import Entry, Reading
from bot.catalog.problems import Problem

POINTS: Mapping[str, Mapping[str, str]] = {
    "milestone": {
        "step": "step",
        "needs": "milestone",
        "skills": "skill",
        "resources": "resource",
    },
    "skill": {"needs": "skill", "resources": "resource"},
    "tip": {"trait": "trait", "step": "step", "skill": "skill"},
    "item": {"trait": "trait", "skill": "skill", "read": "resource", "words": "term"},
    "scenario": {"trait": "trait", "skill": "skill"},
    "assessment": {"trait": "trait"},
    "nudge": {"milestone": "milestone", "skill": "skill"},
    "project": {"step": "step", "skills": "skill"},
    "term": {"skill": "skill", "see": "term"},
    "question": {"skill": "skill"},
    "certification": {"instead": "certification"},
}
"""The kind that each field names, by the kind of record that holds the field."""


def pointed(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield field, kind and id of everything a record points to."""
    fields = {
        **POINTS.get(entry.kind, {}),
        "sources": "source",
        "replaces": entry.kind,
    }
    for field, kind in fields.items():
        value = getattr(entry.record, field)
        slugs = (value,) if isinstance(value, str) else value or ()
        for slug in slugs:
            yield field, kind, slug


def check(reading: Reading) -> tuple[Problem, ...]:
    """Say which references lead nowhere, to a former id, or to a record that is not shown."""
    checker = _Checker(reading)
    return tuple(problem for entry in reading.entries for problem in checker.entry(entry))


class _Checker:
    """Knows all records by kind and id."""

    def __init__(self, reading: Reading) -> None:
        self._named = reading.named
        self._slugs: dict[str, list[str]] = {}
        for kind, slug in reading.named:
            self._slugs.setdefault(kind, []).append(slug)
        self._status = {(one.kind, one.record.id): one.record.status for one in reading.entries}
        self._former = {
            (one.kind, alias): one.record.id
            for one in reading.entries
            for alias in one.record.aliases
        }

    def entry(self, entry: Entry) -> Iterator[Problem]:
        seen: set[tuple[str, str]] = set()
        for field, kind, slug in pointed(entry):
            fault = self._fault(entry, field, (kind, slug))
            if (field, slug) in seen:
                fault = "twice: remove one of the two"
            seen.add((field, slug))
            if fault is not None:
                yield entry.problem(f"{field} names the {kind} {slug} {fault}", field)

    def _fault(self, entry: Entry, field: str, target: tuple[str, str]) -> str | None:
        kind, slug = target
        if target not in self._named:
            near = nearest(slug, self._slugs.get(kind, ()))
            way_out = f"write {near}" if near else f"add that {kind} or correct {field}"
            return f"that does not exist: {way_out}"
        if target in self._former:
            return f"by a former id: write {self._former[target]}"
        status = self._status.get(target, "active")
        if status != "active" and entry.record.status == "active" and field != "replaces":
            return f"that is {status}: name an active one"
        return None
