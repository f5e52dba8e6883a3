"""Rules for how records hang together: no loops, nothing unused, no name twice."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.catalog.advice import nearest
from bot.catalog.article import ARTICLE_IDS
from bot.catalog.models import (
    Certification,
    Milestone,
    Nudge,
    Project,
    Record,
    Skill,
    Source,
    Step,
    Term,
    Tip,
    Trait,
)
from bot.catalog.problems import Problem
from bot.catalog.subject import Found, Subject

_UNIQUE: tuple[tuple[type[Record], str, Callable[[Any], object]], ...] = (
    (Step, "number", lambda one: one.number),
    (Step, "title", lambda one: one.title.casefold()),
    (Milestone, "title", lambda one: one.title.casefold()),
    (Skill, "title", lambda one: one.title.casefold()),
    (Trait, "title", lambda one: one.title.casefold()),
    (Trait, "short", lambda one: one.short.casefold()),
    (Tip, "title", lambda one: one.title.casefold()),
    (Project, "title", lambda one: one.title.casefold()),
    (Certification, "name", lambda one: one.name.casefold()),
    (Nudge, "week", lambda one: (one.season, one.week)),
)


def check(subject: Subject) -> Iterator[Problem]:
    """Judge how the records fit together."""
    yield from _loops(subject.all(Milestone))
    yield from _loops(subject.all(Skill))
    yield from _unused(subject)
    for kind, field, value in _UNIQUE:
        yield from _twice(subject.all(kind), field, value)
    yield from _terms(subject.all(Term))
    for entry in subject.entries:
        for place, slug in enumerate(entry.record.article):
            if slug not in ARTICLE_IDS:
                near = nearest(slug, ARTICLE_IDS)
                way_out = f"write {near}" if near else "leave it out"
                text = f"article names {slug}, which the article does not hold: {way_out}"
                yield entry.problem(text, "article", place)


def _unused(subject: Subject) -> Iterator[Problem]:
    taught = {slug for one in subject.all(Milestone) for slug in one.record.skills}
    for one in subject.active(Skill):
        if one.record.id not in taught:
            yield one.problem("no milestone teaches it: add it to the skills of a milestone")
    cited = {slug for entry in subject.entries for slug in entry.record.sources}
    for one in subject.active(Source):
        if one.record.id not in cited:
            yield one.problem("no record cites it: name it in sources = [...] or remove it")


def _loops(found: tuple[Found[Milestone], ...] | tuple[Found[Skill], ...]) -> Iterator[Problem]:
    needs = {one.record.id: one.record.needs for one in found}
    done: set[str] = set()
    for one in found:
        loop = _loop(one.record.id, needs, done)
        if loop is not None:
            text = f"needs itself in the end ({' -> '.join(loop)}): remove one of these needs"
            yield one.problem(text, "needs")


def _loop(
    start: str, needs: Mapping[str, tuple[str, ...]], done: set[str]
) -> tuple[str, ...] | None:
    """Follow what is needed, depth first; return the first loop met on the way."""
    trail: list[str] = []
    left: list[tuple[str, Iterator[str]]] = [("", iter((start,)))]
    while left:
        slug = next(left[-1][1], None)
        if slug is None:
            left.pop()
            if trail:
                done.add(trail.pop())
        elif slug in trail:
            done.update(trail)
            return (*trail[trail.index(slug) :], slug)
        elif slug not in done:
            trail.append(slug)
            left.append((slug, iter(needs.get(slug, ()))))
    return None


def _twice(
    found: tuple[Found[Record], ...], field: str, value: Callable[[Any], object]
) -> Iterator[Problem]:
    first: dict[object, Found[Record]] = {}
    for one in found:
        other = first.setdefault(value(one.record), one)
        if other is not one:
            text = f"{field} is also that of {other.entry.name} ({other.entry.place}): change one"
            yield one.problem(text, field)


def _terms(found: tuple[Found[Term], ...]) -> Iterator[Problem]:
    first: dict[str, Found[Term]] = {}
    for one in found:
        for place, said in enumerate((one.record.term, *one.record.also)):
            field = "also" if place else "term"
            other = first.setdefault(said.casefold(), one)
            if other is not one:
                text = f'"{said}" is also said of {other.entry.name} ({other.entry.place})'
                yield one.problem(f"{text}: keep it at one of them", field)
            elif place and said.casefold() == one.record.term.casefold():
                yield one.problem(f'also repeats the term "{said}": remove it', field)
