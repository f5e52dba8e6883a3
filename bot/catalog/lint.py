"""Judges packs as a whole: everything about content that a machine can decide."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from bot.catalog import (
    quotas,
    references,
    released,
    review,
    rules_dates,
    rules_items,
    rules_likeness,
    rules_links,
    rules_roadmap,
    rules_text,
)
from bot.catalog.entries import Reading
from bot.catalog.loader import read
from bot.catalog.models import Item
from bot.catalog.problems import Problem
from bot.catalog.stats import Figures
from bot.catalog.subject import Subject


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: counts, measures of style, and problems in the order of the files."""

    figures: Figures
    measures: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the packs from being released."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What somebody should look at."""
        return tuple(one for one in self.problems if one.severity == "warning")


def lint(
    folders: Iterable[Traversable],
    today: dt.date,
    *,
    wording: frozenset[str] = frozenset(),
    floors: bool = False,
    blind: review.Readings | None = None,
) -> Report:
    """Judge pack folders as they stand on `today` (a date in UTC).

    `wording` holds hashes of six-word runs that must not appear; `floors` asks for the quantities
    of a release; `blind` holds blind readings, and without it none are asked for.
    """
    reading = read(folders)
    subject = Subject.of(reading, today)
    problems = [*reading.problems, *_judged(reading, subject, wording)]
    if floors:
        problems += quotas.check(subject, Figures.of(reading.entries))
    measures = dict(_measures(subject))
    if blind is not None:
        problems += review.check(subject, blind)
        measures["blind readings agree"] = str(review.agreement(subject, blind))
    return Report(
        figures=Figures.of(reading.entries, problems),
        measures=measures,
        problems=tuple(sorted(problems, key=lambda one: (one.file, one.line, one.text))),
    )


def _judged(reading: Reading, subject: Subject, wording: frozenset[str]) -> Iterator[Problem]:
    yield from references.check(reading)
    yield from released.check(reading)
    yield from rules_roadmap.check(subject)
    yield from rules_text.check(subject, wording)
    yield from rules_links.check(subject)
    yield from rules_dates.check(subject)
    yield from rules_items.check(subject)
    yield from rules_likeness.check(subject)


def _measures(subject: Subject) -> Mapping[str, str]:
    items = subject.all(Item)
    lengths = [length for text in subject.texts for length in rules_text.sentences(text)]
    over = sum(length > rules_text.AIM for length in lengths)
    alike = max((pair.share for pair in rules_likeness.pairs(subject)), default=0.0)
    return {
        "sentences": str(len(lengths)),
        f"sentences over {rules_text.AIM} words": str(over),
        "key is the longest option": f"{rules_items.longest(items):.0%}",
        "key to distractor length": f"{rules_items.ratio(items):.2f}",
        "true or false": f"{rules_items.true_false(items):.0%}",
        "most alike": f"{alike:.0%}" if alike else f"under {rules_likeness.NEEDS_A_LOOK:.0%}",
        "dated records overdue": str(rules_dates.overdue(subject)),
        "links not opened for 180 days": str(rules_dates.unopened(subject)),
        **{
            f"key positions, {trait}": " ".join(f"{off:+.0f}" for off in offs)
            for trait, offs in rules_items.positions(items).items()
        },
    }
