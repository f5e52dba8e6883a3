"""Rules against repetition: no two tips, questions or terms that say nearly the same."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.catalog.article import words
from bot.catalog.entries import Entry
from bot.catalog.models import Item, Question, Scenario, Term, Tip
from bot.catalog.problems import Problem
from bot.catalog.subject import Subject

FAILS, NEEDS_A_LOOK = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and the share of words they have in common, 0 to 1."""

    first: Entry
    second: Entry
    share: float


def check(subject: Subject) -> Iterator[Problem]:
    """Name every pair that is too alike."""
    for pair in pairs(subject):
        said = f"shares {pair.share:.0%} of its words with {pair.first.name} ({pair.first.place})"
        if pair.share >= FAILS:
            yield pair.second.problem(f"{said}: change or drop one of them")
        elif not _linked(pair):
            link = f' or add see = ["{pair.first.record.id}"]' if pair.first.kind == "term" else ""
            yield pair.second.problem(f"{said}: make them differ{link}", severity="warning")


def _linked(pair: Pair) -> bool:
    """Whether a writer has set the two side by side on purpose."""
    ids = {pair.first.record.id, pair.second.record.id}
    return any(
        isinstance(one.record, Term) and ids & set(one.record.see)
        for one in (pair.first, pair.second)
    )


def pairs(subject: Subject) -> Iterator[Pair]:
    """Yield pairs of the same family that share at least 40 % of their words."""
    for family in _families(subject):
        entries, texts = zip(*family, strict=True) if family else ((), ())
        for first, second, share in alike([frozenset(words(text)) for text in texts]):
            yield Pair(entries[first], entries[second], share)


def _families(subject: Subject) -> Iterator[list[tuple[Entry, str]]]:
    yield [
        (one.entry, f"{one.record.title} {one.record.why} {one.record.today}")
        for one in subject.all(Tip)
    ]
    stems = [(one.entry, f"{one.record.stem} {one.record.code}") for one in subject.all(Item)]
    yield stems + [(one.entry, one.record.stem) for one in subject.all(Scenario)]
    yield [(one.entry, f"{one.record.term} {one.record.says}") for one in subject.all(Term)]
    yield [
        (one.entry, " ".join((one.record.question, *one.record.covers)))
        for one in subject.all(Question)
    ]


def alike(bags: Sequence[frozenset[str]]) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two bags, and the share of words they have in common, from 0.4 on.

    Only bags that share a rare word are compared: two alike ones must share one of those.
    """
    common = Counter(word for bag in bags for word in bag)
    index: dict[str, list[int]] = {}
    for place, bag in enumerate(bags):
        rarest = sorted(bag, key=lambda word: (common[word], word))
        looked_up = rarest[: len(bag) - math.ceil(NEEDS_A_LOOK * len(bag)) + 1]
        for other in sorted({near for word in looked_up for near in index.get(word, ())}):
            share = len(bag & bags[other]) / len(bag | bags[other])
            if share >= NEEDS_A_LOOK:
                yield other, place, share
        for word in looked_up:
            index.setdefault(word, []).append(place)
