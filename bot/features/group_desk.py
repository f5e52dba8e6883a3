"""/manage group: moderators start groups, change and close them, and remove somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.forms import Mistakes
from bot.core.registry import handles, seeds
from bot.core.replies import Ask, Edit, Reply
from bot.features import group_desk_cards as cards
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.group_cards import LISTED
from bot.features.group_desk_cards import PEOPLE, Office
from bot.features.group_forms import Written
from bot.features.group_plans import ALIVE, follow
from bot.features.groups import aims
from bot.features.posts import here
from bot.features.quizzes import new_key
from bot.intents.group_desk import (
    CloseGroup,
    EditGroup,
    GroupMembers,
    ManageGroups,
    MoveGroup,
    NewGroup,
    RemoveMember,
    ReopenGroup,
    RestoreMember,
)
from bot.study.groups import Group
from bot.study.ports import Work


@dataclass(frozen=True, slots=True)
class GroupDeskFeature:
    """Serves moderators. `languages` maps tags to their own names."""

    desk: Desk
    languages: Mapping[str, str]

    @handles(ManageGroups)
    async def manage(self, ctx: Context, ask: ManageGroups) -> Reply:
        """List the groups, or do something with one."""
        if ask.do == "new":
            start = NewGroup()
            return Ask(start, ctx.words.s(start.spec.asks), await self.seed_new(ctx, start))
        if ask.group is not None:
            return await self._do(ctx, ask, ask.group)
        async with self.desk.store.read() as work:
            groups = await work.groups.all(here(ctx))
        if len(groups) == 1 and ask.do is not None:
            return await self._do(ctx, ask, groups[0].id)
        page = min(ask.page, max(1, -(-len(groups) // LISTED)))
        return Edit(cards.listed(ctx, groups, ask, page))

    async def _do(self, ctx: Context, ask: ManageGroups, group: str) -> Reply:
        match ask.do:
            case "edit":
                edit = EditGroup(group=group)
                return Ask(edit, ctx.words.s(edit.spec.asks), await self.seed_edit(ctx, edit))
            case "close":
                return await self.close(ctx, CloseGroup(group=group))
            case "remove":
                return await self.people(ctx, GroupMembers(group=group))
            case _:
                return Edit(cards.shown(ctx, await self._office(ctx, group), self.languages))

    async def _office(self, ctx: Context, name: str) -> Office:
        async with self.desk.store.read() as work:
            group = await _found(ctx, work, name)
            members = await work.groups.members(name)
            aimed = await aims(work, group)
        alive = [schedule for schedule, _ in aimed if schedule.status in ALIVE]
        return Office(group, len(members), len(alive))

    @seeds(NewGroup)
    async def seed_new(self, ctx: Context, ask: NewGroup) -> Mapping[str, str]:
        """Suggest the channel's name, and the community's zone or the asker's."""
        del ask
        async with self.desk.store.read() as work:
            zone = (await work.groups.setup(here(ctx))).zone
        name = ctx.request.place.name
        return {"name": name if 1 < len(name) <= cards.NAME else "", "zone": zone or ctx.zone.key}

    @handles(NewGroup)
    async def start(self, ctx: Context, ask: NewGroup) -> Reply:
        """Start a group in this channel."""
        written, community = Written(ctx, self.languages), here(ctx)
        async with self.desk.write(ctx) as (work, _):
            zone = (await work.groups.setup(community)).zone or ctx.zone.key
            others, wrong = await work.groups.all(community), Mistakes()
            chosen = wrong.gather(lambda: written.zone(ask.zone or zone), zone)
            group = Group(
                id=new_key(),
                community=community,
                name=wrong.gather(lambda: written.name(ask.name or "", others), ""),
                channel=ctx.request.place.channel,
                zone=chosen,
                starts=wrong.gather(
                    lambda: written.monday(ask.starts or "", chosen), ctx.now.date()
                ),
                created_at=ctx.now,
            )
            wrong.check()
            await work.groups.put(group)
            await note(work, ctx, "group started", group.name, after=_said(group))
        return Edit(cards.started(ctx, group))

    @seeds(EditGroup)
    async def seed_edit(self, ctx: Context, ask: EditGroup) -> Mapping[str, str]:
        """Fill in what holds now."""
        async with self.desk.store.read() as work:
            group = await _found(ctx, work, ask.group)
        return {
            "name": group.name,
            "zone": group.zone,
            "pace": str(group.pace or ""),
            "language": group.language,
        }

    @handles(EditGroup)
    async def edit(self, ctx: Context, ask: EditGroup) -> Reply:
        """Keep what was written into the form."""
        written = Written(ctx, self.languages)
        async with self.desk.write(ctx) as (work, person):
            before = await _found(ctx, work, ask.group)
            others = [each for each in await work.groups.all(here(ctx)) if each.id != before.id]
            wrong = Mistakes()
            after = replace(
                before,
                name=wrong.gather(lambda: written.name(ask.name or "", others), ""),
                zone=wrong.gather(lambda: written.zone(ask.zone or before.zone), ""),
                pace=wrong.gather(lambda: written.pace(ask.pace or ""), 0),
                language=wrong.gather(lambda: written.language(ask.language or ""), ""),
            )
            wrong.check()
            count = await self._kept(ctx, work, person, before, after)
        card = cards.shown(ctx, await self._office(ctx, ask.group), self.languages)
        return Edit(cards.changed(card, ctx, count))

    async def _kept(
        self, ctx: Context, work: Work, person: str, before: Group, after: Group
    ) -> int:
        """Keep a changed group; return how many schedules follow."""
        if after == before:
            return 0
        await work.groups.put(after)
        await note(work, ctx, "group changed", after.name, _said(before), _said(after))
        if (before.zone, before.channel) == (after.zone, after.channel):
            return 0
        return await follow(work, ctx, person, after)

    @handles(MoveGroup)
    async def move(self, ctx: Context, ask: MoveGroup) -> Reply:
        """Let a group's posts come into this channel."""
        async with self.desk.write(ctx) as (work, person):
            before = await _found(ctx, work, ask.group)
            after = replace(before, channel=ctx.request.place.channel)
            count = await self._kept(ctx, work, person, before, after)
        card = cards.shown(ctx, await self._office(ctx, ask.group), self.languages)
        return Edit(cards.changed(card, ctx, count))

    @handles(CloseGroup)
    async def close(self, ctx: Context, ask: CloseGroup) -> Reply:
        """Ask once, then close."""
        office = await self._office(ctx, ask.group)
        if not ask.sure and office.group.closed_at is None:
            return Edit(cards.close(ctx, office))
        async with self.desk.write(ctx) as (work, person):
            group = await _found(ctx, work, ask.group)
            if group.closed_at is None:
                group = replace(group, closed_at=ctx.now)
                await work.groups.put(group)
                await follow(work, ctx, person, group)
                await note(work, ctx, "group closed", group.name, before=_said(group))
        return Edit(cards.closed(ctx, group))

    @handles(ReopenGroup)
    async def reopen(self, ctx: Context, ask: ReopenGroup) -> Reply:
        """Open a closed group again; its schedules go on with their next date."""
        async with self.desk.write(ctx) as (work, person):
            group = await _found(ctx, work, ask.group)
            if group.closed_at is not None:
                name = Written(ctx, self.languages).free(
                    group.name, await work.groups.all(here(ctx))
                )
                group = replace(group, closed_at=None, name=name)
                await work.groups.put(group)
                await follow(work, ctx, person, group, wake=True)
                await note(work, ctx, "group opened again", group.name, after=_said(group))
        return Edit(cards.shown(ctx, await self._office(ctx, ask.group), self.languages))

    @handles(GroupMembers)
    async def people(self, ctx: Context, ask: GroupMembers) -> Reply:
        """List who is in a group."""
        async with self.desk.store.read() as work:
            group = await _found(ctx, work, ask.group)
            members = await work.groups.members(group.id)
            page = min(ask.page, max(1, -(-len(members) // PEOPLE)))
            part = members[(page - 1) * PEOPLE : page * PEOPLE]
            accounts = [await work.people.accounts(person) for person in part]
        platform = ctx.request.account.platform
        ours = (
            next((each for each in theirs if each.platform is platform), None)
            for theirs in accounts
        )
        found = cards.People(tuple(zip(part, ours, strict=True)), page, len(members))
        return Edit(cards.people(ctx, group, found))

    @handles(RemoveMember)
    async def remove(self, ctx: Context, ask: RemoveMember) -> Reply:
        """Take somebody out."""
        async with self.desk.write(ctx) as (work, _):
            group = await _found(ctx, work, ask.group)
            was = await work.groups.leave(group.id, ask.person)
            if was:
                await note(work, ctx, "member removed", group.name)
        return Edit(cards.removed(ctx, group, ask.person, was=was))

    @handles(RestoreMember)
    async def restore(self, ctx: Context, ask: RestoreMember) -> Reply:
        """Put somebody back; a person who erased their data meanwhile stays out."""
        async with self.desk.write(ctx) as (work, _):
            group = await _found(ctx, work, ask.group)
            if not await work.people.accounts(ask.person):
                raise NoSuch(what=ctx.words.s("member"), value="")
            if await work.groups.join(group.id, ask.person, ctx.now):
                await note(work, ctx, "member put back", group.name)
        return Edit(cards.restored(ctx, group))


async def _found(ctx: Context, work: Work, name: str) -> Group:
    """Find a group of this community, closed or not. Raises NoSuch."""
    group = await work.groups.get(here(ctx), name)
    if group is None:
        raise NoSuch(what=ctx.words.s("group"), value=name)
    return group


def _said(group: Group) -> str:
    """Say how a group is set up, for the audit."""
    parts = [group.name, group.zone, f"from {group.starts.isoformat()}", f"in {group.channel}"]
    parts += [f"{group.pace} h a week"] if group.pace else []
    parts += [f"language {group.language}"] if group.language else []
    return ", ".join(parts)
