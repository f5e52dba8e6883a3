"""/group: the study groups that somebody can see, joined and left."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Milestone, Nudge
from bot.catalog.search import match
from bot.core.cards import Button, Choice
from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply
from bot.features import group_cards as cards
from bot.features.desk import Desk, by_present_id
from bot.features.group_cards import LISTED, Stand, View
from bot.features.posts import here
from bot.features.sight import Sight
from bot.intents.groups import Groups, JoinGroup, LeaveGroup, SeasonSoFar
from bot.intents.suggestions import GROUPS
from bot.study.composing import weeks
from bot.study.groups import Group
from bot.study.ports import Work
from bot.study.progress import finished
from bot.study.schedules import Schedule, Status, Target, What


@dataclass(frozen=True, slots=True)
class GroupFeature:
    """Serves members. A group whose channel somebody cannot see does not exist for them."""

    catalog: Catalog
    desk: Desk
    sight: Sight

    @suggests(GROUPS.key)
    async def completed(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a group by its name."""
        if ctx.request.place.community is None:
            return ()
        groups, _ = await self._known(ctx, fresh=False)
        return match(typed, tuple(Choice(each.id, each.name) for each in groups))

    async def _known(
        self, ctx: Context, *, fresh: bool = True
    ) -> tuple[tuple[Group, ...], frozenset[str]]:
        """Return the groups that the asker may know of, and the ids of those they are in."""
        community = here(ctx)
        async with self.desk.read(ctx) as (work, person):
            every = await work.groups.all(community)
            own = await work.groups.of(person.id, community) if person else ()
        mine = frozenset(each.id for each in own)
        seen = await self.sight.of(
            ctx, (each for each in every if each.id not in mine), fresh=fresh
        )
        known = {each.id for each in seen} | mine
        return tuple(each for each in every if each.id in known), mine

    @handles(Groups)
    async def groups(self, ctx: Context, ask: Groups) -> Reply:
        """List the groups, or do something with one."""
        if ask.group is not None:
            if ask.do == "join":
                return await self.join(ctx, JoinGroup(group=ask.group))
            if ask.do == "leave":
                return await self.leave(ctx, LeaveGroup(group=ask.group))
            return Edit(cards.shown(ctx, await self._view(ctx, await self._one(ctx, ask.group))))
        known, mine = await self._known(ctx)
        wanted = [each for each in known if ask.do is None or (each.id in mine) is _inside(ask.do)]
        if ask.do == "show" or (ask.do and not wanted):
            wanted = list(known)
        if len(wanted) == 1:
            return await self.groups(ctx, ask.model_copy(update={"group": wanted[0].id}))
        page = min(ask.page, max(1, -(-len(wanted) // LISTED)))
        return Edit(cards.listed(ctx, wanted, mine, page))

    async def _one(self, ctx: Context, name: str) -> Group:
        """Find a group that the asker may know of. Raises NoSuch."""
        known, _ = await self._known(ctx)
        found = next((each for each in known if each.id == name), None)
        if found is None:
            back = Button(ctx.words.s("All groups"), Groups())
            raise NoSuch(back, what=ctx.words.s("group"), value=name)
        return found

    async def _view(self, ctx: Context, group: Group) -> View:
        async with self.desk.read(ctx) as (work, person):
            members = await work.groups.members(group.id)
            aimed = await aims(work, group)
        stand = standing(self.catalog, aimed)
        inside = person is not None and person.id in members
        coming = [each for each in aimed if each[0].status is Status.active and each[1].next_at]
        return View(group, inside, len(members), stand, coming)

    @handles(JoinGroup)
    async def join(self, ctx: Context, ask: JoinGroup) -> Reply:
        """Join, with a way in where the season runs already."""
        group = await self._one(ctx, ask.group)
        async with self.desk.write(ctx) as (work, person):
            new = await work.groups.join(group.id, person, ctx.now)
        view = await self._view(ctx, group)
        past = self._weeks(view.stand) if view.stand else []
        before = {str(each.id) for _, each in past[:-1] if each is not None}
        open_ = before - await self._finished(ctx)
        now = past[-1][0] if past else None
        return Edit(cards.joined(ctx, view, now, len(open_), new=new))

    @handles(LeaveGroup)
    async def leave(self, ctx: Context, ask: LeaveGroup) -> Reply:
        """Leave; the way back is one press."""
        group = await self._one(ctx, ask.group)
        async with self.desk.write(ctx) as (work, person):
            was = await work.groups.leave(group.id, person)
        return Edit(cards.left(ctx, group, was=was))

    @handles(SeasonSoFar)
    async def so_far(self, ctx: Context, ask: SeasonSoFar) -> Reply:
        """List what the season did so far."""
        view = await self._view(ctx, await self._one(ctx, ask.group))
        past = self._weeks(view.stand) if view.stand else []
        page = min(ask.page, max(1, -(-len(past) // LISTED)))
        return Edit(cards.so_far(ctx, view, past, await self._finished(ctx), page))

    def _weeks(self, stand: Stand) -> list[tuple[Nudge, Milestone | None]]:
        """Return the weeks that were posted, each with its milestone where it has one."""
        nudges = self.catalog.nudges(season=stand.season)
        return [
            (each, self.catalog.find(Milestone, each.milestone) if each.milestone else None)
            for each in nudges
            if each.week <= stand.week
        ]

    async def _finished(self, ctx: Context) -> frozenset[str]:
        """Return the milestones that the asker marked as done or known."""
        async with self.desk.read(ctx) as (work, person):
            rows = await work.progress.marks(person.id) if person else None
        marks = by_present_id(self.catalog, Milestone, rows or {})
        return frozenset(each for each in marks if finished(marks, each))


def _inside(do: str) -> bool:
    """Tell which groups an act is for: one leaves those one is in, and joins others."""
    return do == "leave"


async def aims(work: Work, group: Group) -> list[tuple[Schedule, Target]]:
    """Return the schedules that post for a group, each with its target there."""
    found: list[tuple[Schedule, Target]] = []
    for schedule in await work.schedules.all(group.community):
        targets = await work.schedules.targets(schedule.id)
        found += [(schedule, each) for each in targets if each.group == group.id]
    return found


def standing(catalog: Catalog, aimed: Collection[tuple[Schedule, Target]]) -> Stand | None:
    """Say where a group's season stands; None where no weekly post was ever planned."""
    nudged = [
        target
        for schedule, target in aimed
        if schedule.what is What.nudge and schedule.status is not Status.draft
    ]
    if not nudged:
        return None
    furthest = max(nudged, key=lambda each: (each.season, each.week))
    last = weeks(catalog, furthest.season)
    return Stand(furthest.season, min(furthest.week - 1, last), last)
