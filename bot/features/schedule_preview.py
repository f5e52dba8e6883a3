"""What a preview shows: the post itself, the coming dates, our rights, and whom it reaches."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.context import Context
from bot.core.faults import CannotLookUp
from bot.core.people import Place, Platform
from bot.core.posting import Post, Poster, Rights, Role, Trouble
from bot.features.desk import Desk
from bot.features.posts import here
from bot.features.posts_composer import PostComposer
from bot.features.schedule_desk import holidays, waiting
from bot.study.drafts import Draft
from bot.study.groups import Group
from bot.study.outbox import Due
from bot.study.planning import DAY, Missed, following
from bot.study.ports import Work
from bot.study.recurrence import Slot, changes
from bot.study.schedules import Deck, Occurrence, Override, Target, What

NEXT = 5
"""Coming posts that a preview shows."""

LINES = 10
"""Lines of dates, with what is left out between them."""


@dataclass(frozen=True, slots=True)
class Look:
    """A target as a preview sees it. `rights` is None when nobody could look them up."""

    target: Target
    group: Group
    rights: Rights | None

    @property
    def open(self) -> bool:
        """Whether the group is there to post for."""
        return self.group.closed_at is None or waiting(self.group)

    @property
    def fine(self) -> bool:
        """Whether a post would be taken."""
        return self.open and self.rights is not None and self.rights.fine


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a preview card says.

    `post` is None when there is nothing to show. `clocks` are the dates among the coming ones on
    which clocks change. `reach` is how many people the role has, None when that is not known.
    """

    draft: Draft
    looks: tuple[Look, ...]
    post: Post | None
    dates: tuple[Slot | Missed, ...]
    clocks: tuple[dt.date, ...]
    reach: int | None
    role: str
    week: int
    last: int

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The coming posts."""
        return tuple(each for each in self.dates if isinstance(each, Slot))

    @property
    def ready(self) -> bool:
        """Whether it can be started."""
        there = bool(self.slots) and self.post is not None
        return there and bool(self.looks) and all(each.fine for each in self.looks)


@dataclass(frozen=True, slots=True)
class Previewer:
    """Looks up what a preview shows. `composer` draws the post as it will be sent."""

    desk: Desk
    composer: PostComposer
    posters: Mapping[Platform, Poster]

    async def look(self, ctx: Context, draft: Draft) -> Preview:
        """Gather everything. Raises CannotLookUp."""
        await self.composer.prepare([here(ctx)])
        async with self.desk.store.read() as work:
            groups = await _groups(work, ctx, draft)
            overrides = await work.schedules.overrides(draft.changes) if draft.changes else ()
            due = await _due(work, draft, groups, overrides)
        dates = await coming(draft, ctx.now, overrides)
        slot = next((each for each in dates if isinstance(each, Slot)), None)
        occurrence = self._occurrence(due, slot) if slot and due else None
        post = await self._post(due, occurrence) if occurrence and due else None
        looks = [
            Look(each, groups[each.group], await self.rights(ctx, each, groups, post))
            for each in draft.targets
            if each.group in groups
        ]
        catalog = await self.composer.editions.catalog(here(ctx))
        season = occurrence.season if occurrence else 0
        last = max((each.week for each in catalog.nudges(season=season)), default=0)
        reach, role = await self._role(ctx, draft)
        return Preview(
            draft=draft,
            looks=tuple(looks),
            post=post,
            dates=dates,
            clocks=_clocks(draft, dates),
            reach=reach,
            role=role,
            week=occurrence.week if occurrence else 0,
            last=last if draft.schedule.what is What.nudge else 0,
        )

    def _occurrence(self, due: Due, slot: Slot) -> Occurrence:
        choice = self.composer.choose(due, slot)
        return Occurrence(
            schedule=due.schedule.id,
            group=due.target.group,
            local=slot.local,
            extra=0,
            due_at=slot.at,
            version=due.schedule.version,
            piece=choice.piece,
            season=choice.season,
            week=choice.week,
        )

    async def _post(self, due: Due, occurrence: Occurrence) -> Post | None:
        return await self.composer.compose(due.schedule, due.target, due.group, occurrence)

    async def rights(
        self, ctx: Context, target: Target, groups: Mapping[str, Group], post: Post | None
    ) -> Rights | None:
        """Ask the platform what we may do; None when it does not answer now."""
        poster = self.posters.get(ctx.request.place.platform)
        if poster is None:
            return None
        place = at(ctx, target, groups[target.group])
        try:
            return await poster.rights(place, post)
        except Trouble:
            return None

    async def _role(self, ctx: Context, draft: Draft) -> tuple[int | None, str]:
        role, poster = draft.schedule.options.role, self.posters.get(ctx.request.place.platform)
        if not role or poster is None:
            return None, role
        try:
            known = {each.id: each.name for each in await poster.roles(here(ctx))}
            return await poster.reach(here(ctx), role), known.get(role, role)
        except Trouble:
            return None, role

    async def roles(self, ctx: Context) -> tuple[Role, ...]:
        """List the roles that the platform tells us; none when it does not answer."""
        poster = self.posters.get(ctx.request.place.platform)
        try:
            known = await poster.roles(here(ctx)) if poster else ()
        except Trouble:
            return ()
        return tuple(each for each in known if each.id != here(ctx).id)

    async def sees(self, ctx: Context, draft: Draft) -> bool:
        """Tell whether who asks can see every channel of a draft. Raises CannotLookUp."""
        elsewhere = {each.channel for each in draft.targets} - {ctx.request.place.channel}
        poster = self.posters.get(ctx.request.place.platform)
        if not elsewhere or poster is None:
            return not elsewhere
        try:
            seen = await poster.visible(here(ctx), ctx.request.account.user, elsewhere)
        except Trouble as trouble:
            raise CannotLookUp from trouble
        return elsewhere <= seen


def at(ctx: Context, target: Target, group: Group) -> Place:
    """Return the place that a target posts to, named as well as we can."""
    place = ctx.request.place
    name = place.name if place.channel == target.channel and place.name else group.name
    return replace(place, channel=target.channel, name=name)


async def coming(
    draft: Draft, now: dt.datetime, overrides: Sequence[Override] = ()
) -> tuple[Slot | Missed, ...]:
    """Return the coming dates of the first target, with what is left out between them."""
    rule, first = draft.schedule.rule, draft.first
    days = await holidays(rule.holidays)
    today = now.astimezone(ZoneInfo(first.zone)).date()
    own = [each for each in overrides if each.group == first.group]
    found: list[Slot | Missed] = []
    steps = following(rule, first.zone, today - DAY, own, days)
    for each in islice(steps, LINES + 2):
        if (isinstance(each, Slot) and each.at <= now) or each.local < today:
            continue
        found.append(each)
        if sum(isinstance(one, Slot) for one in found) == NEXT or len(found) == LINES:
            break
    return tuple(found)


def _clocks(draft: Draft, dates: Sequence[Slot | Missed]) -> tuple[dt.date, ...]:
    slots = [each for each in dates if isinstance(each, Slot)]
    return changes(draft.zone, slots[0].at, slots[-1].at) if slots else ()


async def _groups(work: Work, ctx: Context, draft: Draft) -> dict[str, Group]:
    every = [await work.groups.get(here(ctx), each.group) for each in draft.targets]
    return {each.id: each for each in every if each is not None}


async def _due(
    work: Work, draft: Draft, groups: Mapping[str, Group], overrides: Sequence[Override]
) -> Due | None:
    """Put together what the engine would have to choose from."""
    schedule, target = draft.schedule, draft.first
    group = groups.get(target.group)
    if group is None:
        return None
    kept = draft.changes or draft.id
    names = (str(schedule.what), f"roadmap-{kept}")
    decks: dict[str, Deck] = {}
    for name in names:
        deck = await work.decks.get(schedule.community, target.channel, name)
        if deck is not None:
            decks[name] = deck
    own = tuple(each for each in overrides if each.group == target.group)
    return Due(replace(schedule, id=kept), replace(target, schedule=kept), group, own, decks)
