"""How somebody describes their habits, in five-step bands: pure rules that rank nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.catalog.questions import Assessment, Item

ENOUGH_ANSWERS = 3
"""Answers a trait needs before it has a band."""

ENOUGH_ITEMS = 10
"""Different quiz items of a trait somebody must have answered before a share is shown."""

_STEPS = 5
_WIDTH = 100 // _STEPS


class Gap(Enum):
    """How the habits described stand to the quiz share."""

    ABOVE = "above"
    NEAR = "near"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Tally:
    """Quiz items of a trait: how many were answered, and how many of those are right."""

    answered: int = 0
    right: int = 0

    @property
    def share(self) -> int | None:
        """The share that is right, in whole percent; None with too few items."""
        return self.right * 100 // self.answered if self.answered >= ENOUGH_ITEMS else None


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of one person: anchors by item, and how the newest quiz answers went."""

    anchors: Mapping[str, int]
    outcomes: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """One trait: the sum of the anchors chosen (0 to 4 each), and the quiz beside it."""

    trait: str
    answered: int
    total: int
    quiz: Tally

    @property
    def missing(self) -> int:
        """How many answers a band still needs."""
        return max(ENOUGH_ANSWERS - self.answered, 0)

    @property
    def band(self) -> int | None:
        """The step from 0 to 4 that mean x 25 falls in; None with too few answers."""
        if self.missing:
            return None
        return min(self.total * 25 // (_WIDTH * self.answered), _STEPS - 1)

    @property
    def gap(self) -> Gap | None:
        """The habits described against the quiz share; near is less than one step apart."""
        share = self.quiz.share
        if self.missing or share is None:
            return None
        apart = self.total * 25 - share * self.answered
        if abs(apart) < _WIDTH * self.answered:
            return Gap.NEAR
        return Gap.ABOVE if apart > 0 else Gap.BELOW


def standings(
    items: Iterable[Assessment],
    answers: Mapping[str, int],
    traits: Iterable[str],
    quiz: Mapping[str, Tally],
) -> tuple[Standing, ...]:
    """Sum up the answers, each an anchor by item id, in the order of the traits given.

    An answer to an item that has left the pack does not count.
    """
    chosen: dict[str, list[int]] = {}
    for item in items:
        if item.id in answers:
            chosen.setdefault(item.trait, []).append(answers[item.id])
    return tuple(
        Standing(one, len(found := chosen.get(one, [])), sum(found), quiz.get(one, Tally()))
        for one in traits
    )


def lowest(found: Iterable[Standing]) -> Standing | None:
    """Return the trait to try something of next: the lowest band, the first of equals."""
    banded = [(one.band, one) for one in found if one.band is not None]
    return min(banded, key=lambda pair: pair[0])[1] if banded else None


def tallies(items: Iterable[Item], outcomes: Mapping[str, bool]) -> Mapping[str, Tally]:
    """Count by trait the quiz items that were answered, and those of them that are right."""
    found: dict[str, list[bool]] = {}
    for item in items:
        if item.id in outcomes:
            found.setdefault(item.trait, []).append(outcomes[item.id])
    return {trait: Tally(len(each), sum(each)) for trait, each in found.items()}


def following(
    items: Sequence[Assessment], answers: Mapping[str, int], after: Assessment | None = None
) -> Assessment | None:
    """Return the first item without an answer, behind the one given; None when there is none."""
    start = [each.id for each in items].index(after.id) + 1 if after else 0
    return next((item for item in items[start:] if item.id not in answers), None)


def practise(items: Iterable[Item], outcomes: Mapping[str, bool]) -> Item | None:
    """Return the quiz item whose skill to try next: one missed, or new, before one known."""
    order = {False: 0, None: 1, True: 2}
    return min(items, key=lambda item: order[outcomes.get(item.id)], default=None)
