"""What a recurring post shows next: pure rules, and the seam between the engine and the cards."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Milestone, Nudge, Record, Skill, Tip
from bot.core.people import Community
from bot.core.posting import Post
from bot.study import decks
from bot.study.groups import Group
from bot.study.outbox import Due
from bot.study.recurrence import Slot
from bot.study.schedules import Deck, Occurrence, Part, Schedule, Target, What

ANSWERS_FOR_FIGURES = 5
"""Figures of a group are shown from so many answers on."""


KEPT = 256
"""Pools that are remembered: one for each filter and day."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one occurrence shows.

    `target` is the target moved on to the post after it. `piece` is empty for free text, and where
    there is nothing to show. `season` and `week` are those of this post, 0 where it has none.
    `deck` is to be kept. `ended`: nothing follows, and nothing is planned any more.
    """

    target: Target
    piece: str = ""
    season: int = 0
    week: int = 0
    deck: Deck | None = None
    ended: bool = False


class Composer(Protocol):
    """Chooses what is posted, and draws it."""

    async def prepare(self, communities: Collection[Community]) -> None:
        """Look up what these communities changed in the pack, for the calls of `choose` after it.

        Raises CannotLookUp.
        """
        ...

    def choose(self, due: Due, slot: Slot) -> Choice:
        """Choose what an occurrence shows; pure and fast, for many due targets at once."""
        ...

    async def compose(  # noqa: PLR0913 (one post is all of this)
        self,
        schedule: Schedule,
        target: Target,
        group: Group,
        occurrence: Occurrence,
        *,
        late: dt.timedelta = dt.timedelta(),
        part: Part = Part.post,
    ) -> Post | None:
        """Draw a message of an occurrence; None when there is nothing (left) to show.

        `late` is said in the foot from a few minutes on. Raises CannotLookUp.
        """
        ...


@dataclass(frozen=True, slots=True)
class Pools:
    """What schedules can choose from in one edition of the pack; counted once, asked often."""

    catalog: Catalog
    _kept: dict[tuple[object, ...], tuple[str, ...]] = field(
        default_factory=dict[tuple[object, ...], tuple[str, ...]], init=False, repr=False
    )

    def ids(self, schedule: Schedule, day: dt.date) -> tuple[str, ...]:
        """Return the ids of what a schedule may show on a day, in the order of the pack."""
        chosen = schedule.options
        key = (schedule.what, chosen.trait, chosen.step, day)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = tuple(each.id for each in pool(self.catalog, schedule, day))
        return self._kept[key]


def choose(pools: Pools, due: Due, slot: Slot) -> Choice:
    """Choose what an occurrence shows, from a community's own edition of the pack."""
    if any(each.local == slot.local and each.text for each in due.overrides):
        return Choice(due.target)
    match due.schedule.what:
        case What.text:
            return Choice(due.target)
        case What.nudge:
            return _nudge(pools.catalog, due)
        case What.tip:
            return _shuffled(pools, due, slot, Tip)
        case What.question:
            return _shuffled(pools, due, slot, Item)
        case What.roadmap:
            return _walked(pools, due, slot)


def pool(catalog: Catalog, schedule: Schedule, day: dt.date) -> Sequence[Record]:
    """Return what a schedule may show on a day: tips, questions, or the milestones of its walk."""
    match schedule.what:
        case What.tip:
            return tips(catalog, schedule, day)
        case What.question:
            return questions(catalog, schedule)
        case What.roadmap:
            return milestones(catalog, schedule)
        case What.nudge | What.text:
            return ()


def tips(catalog: Catalog, schedule: Schedule, day: dt.date) -> tuple[Tip, ...]:
    """Return the tips that a schedule may post on a day."""
    chosen = schedule.options
    found = catalog.tips(trait=chosen.trait or None, step=chosen.step or None)
    return tuple(tip for tip in found if not tip.stale(day))


def questions(catalog: Catalog, schedule: Schedule) -> tuple[Item, ...]:
    """Return the questions that a schedule may post: those with one right option."""
    chosen = schedule.options
    return tuple(
        item
        for item in catalog.items(trait=chosen.trait or None)
        if item.chooses_one and (not chosen.step or _belongs(catalog, item.skill, chosen.step))
    )


def milestones(catalog: Catalog, schedule: Schedule) -> tuple[Milestone, ...]:
    """Return the milestones that a schedule walks through, in the order of the steps."""
    steps = [step.id for step in catalog.steps if schedule.options.step in {"", step.id}]
    return tuple(each for step in steps for each in catalog.milestones(step))


def weeks(catalog: Catalog, season: int) -> int:
    """Return the number of a season's last week, 0 for a season without any."""
    return max((nudge.week for nudge in catalog.nudges(season=season)), default=0)


def seasons(catalog: Catalog) -> tuple[int, ...]:
    """Return the seasons there are."""
    return tuple(sorted({nudge.season for nudge in catalog.nudges()}))


def _belongs(catalog: Catalog, skill: str, step: str) -> bool:
    found = catalog.find(Skill, skill)
    return any(each.step == step for each in catalog.teaching(found.id)) if found else False


def _nudge(catalog: Catalog, due: Due) -> Choice:
    target = due.target
    found = _from(catalog, target.season, target.week)
    if found is None and target.then:
        target = replace(target, season=target.then, week=1, then=0)
        found = _from(catalog, target.season, 1)
    if found is None:
        return Choice(target, ended=True)
    after = _from(catalog, found.season, found.week + 1)
    if after is None and (after := _from(catalog, target.then, 1)) is not None:
        target = replace(target, then=0)
    season, week = (after.season, after.week) if after else (found.season, found.week + 1)
    target = replace(target, season=season, week=week)
    return Choice(target, found.id, found.season, found.week, ended=after is None)


def _from(catalog: Catalog, season: int, week: int) -> Nudge | None:
    """Return a season's first nudge from a week on; a community may have left some out."""
    later = (nudge for nudge in catalog.nudges(season=season) if nudge.week >= week)
    return next(later, None)


def _shuffled(pools: Pools, due: Due, slot: Slot, kind: type[Record]) -> Choice:
    ids = pools.ids(due.schedule, slot.local)
    if not ids:
        return Choice(due.target)
    deck = decks.shuffled(_deck(pools, due, due.schedule.what, kind), ids)
    return Choice(due.target, deck.shown[-1], deck=deck)


def _walked(pools: Pools, due: Due, slot: Slot) -> Choice:
    ids = pools.ids(due.schedule, slot.local)
    if not ids:
        return Choice(due.target, ended=True)
    deck = decks.in_order(_deck(pools, due, f"roadmap-{due.schedule.id}", Milestone), ids)
    ended = not decks.left(deck, ids)
    return Choice(due.target, deck.shown[-1], deck=deck, ended=ended)


def _deck(pools: Pools, due: Due, name: str, kind: type[Record]) -> Deck:
    """Return the channel's deck under the ids of today."""
    deck = due.decks.get(name)
    if deck is None:
        return decks.opened(due.schedule.community, due.target.channel, name)
    found = (pools.catalog.find(kind, each) for each in deck.shown)
    shown = tuple(dict.fromkeys(record.id for record in found if record is not None))
    return deck if shown == deck.shown else replace(deck, shown=shown)
