"""What a recurring post shows next: pure rules, and the seam between the engine and the cards."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Milestone, Nudge, Record, Skill, Tip
from bot.core.people import Community
from bot.core.posting import Post
from bot.study import decks
from bot.study.groups import Group
from bot.study.plan_ports import Due
from bot.study.recurrence import Slot
from bot.study.schedules import Deck, Occurrence, Part, Schedule, Target, What

ANSWERS_FOR_FIGURES = 5
"""Figures of a group are shown from so many answers on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one occurrence shows.

    `piece` is empty for free text, and where there is nothing to show. `season` and `week` are
    those of this post, 0 where it has none; `coming` are those of the post after it, for the
    target. `deck` is to be kept. `ended`: nothing follows, and nothing is planned any more.
    """

    piece: str = ""
    season: int = 0
    week: int = 0
    coming: tuple[int, int] = (1, 1)
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


def choose(catalog: Catalog, due: Due, slot: Slot) -> Choice:
    """Choose what an occurrence shows, from a community's own edition of the pack."""
    same = (due.target.season, due.target.week)
    if any(each.local == slot.local and each.text for each in due.overrides):
        return Choice(coming=same)
    match due.schedule.what:
        case What.text:
            return Choice(coming=same)
        case What.nudge:
            return _nudge(catalog, due)
        case What.tip:
            return _shuffled(due, "tip", Tip, tips(catalog, due.schedule, slot.local), catalog)
        case What.question:
            return _shuffled(due, "question", Item, questions(catalog, due.schedule), catalog)
        case What.roadmap:
            return _walked(due, catalog)


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
        found = _from(catalog, target.then, 1)
    if found is None:
        return Choice(coming=(target.season, target.week), ended=True)
    then = target.then if found.season == target.season else 0
    after = _from(catalog, found.season, found.week + 1) or _from(catalog, then, 1)
    coming = (after.season, after.week) if after else (found.season, found.week + 1)
    return Choice(found.id, found.season, found.week, coming, ended=after is None)


def _from(catalog: Catalog, season: int, week: int) -> Nudge | None:
    """Return a season's first nudge from a week on; a community may have left some out."""
    later = (nudge for nudge in catalog.nudges(season=season) if nudge.week >= week)
    return next(later, None)


def _shuffled(
    due: Due, name: str, kind: type[Record], pool: Sequence[Record], catalog: Catalog
) -> Choice:
    coming = (due.target.season, due.target.week)
    if not pool:
        return Choice(coming=coming)
    deck = decks.shuffled(_deck(due, name, kind, catalog), [each.id for each in pool])
    return Choice(deck.shown[-1], coming=coming, deck=deck)


def _walked(due: Due, catalog: Catalog) -> Choice:
    coming = (due.target.season, due.target.week)
    pool = [each.id for each in milestones(catalog, due.schedule)]
    if not pool:
        return Choice(coming=coming, ended=True)
    deck = decks.in_order(_deck(due, f"roadmap-{due.schedule.id}", Milestone, catalog), pool)
    return Choice(deck.shown[-1], coming=coming, deck=deck, ended=not decks.left(deck, pool))


def _deck(due: Due, name: str, kind: type[Record], catalog: Catalog) -> Deck:
    """Return the channel's deck under the ids of today."""
    deck = due.decks.get(name)
    if deck is None:
        return decks.opened(due.schedule.community, due.target.channel, name)
    present = (found.id for each in deck.shown if (found := catalog.find(kind, each)))
    return replace(deck, shown=tuple(dict.fromkeys(present)))
