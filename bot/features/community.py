"""/manage setup: how Milepost is set up in a community and in a channel, and who may change it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.catalog.search import fold
from bot.core.cards import Card
from bot.core.context import Context
from bot.core.faults import CannotLookUp, CannotPost
from bot.core.forms import FormErrors
from bot.core.people import Platform
from bot.core.posting import Poster, Rights, Role, Trouble
from bot.core.registry import handles, seeds
from bot.core.replies import Ask, Edit, Reply
from bot.features import community_cards as cards
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.group_forms import Written
from bot.features.moving import MovingFeature
from bot.features.posts import here
from bot.features.ranks import Ranks
from bot.intents.community import (
    AddModerator,
    ChooseZone,
    DropModerator,
    Moderators,
    NameModerator,
    SetNotices,
)
from bot.intents.moving import ExportSetup, ImportSetup
from bot.intents.sharing import ManageSetup, SetSharing
from bot.study.groups import Setup
from bot.study.ports import Work

MOST = 25
"""Roles and people that a community can trust beside its managers."""

MODERATORS = "moderators changed"
_ID = {
    Platform.discord: re.compile(r"(?:<@[&!]?)?(?P<id>\d{15,21})>?"),
    Platform.slack: re.compile(r"(?:<@|<!subteam\^)?(?P<id>[USW][A-Z0-9]{6,20})(?:\|[^>]*)?>?"),
    Platform.terminal: re.compile(r"@?(?P<id>[A-Za-z0-9_-]{1,32})"),
}


@dataclass(frozen=True, slots=True)
class CommunityFeature:
    """Serves moderators. `ranks` forgets whom a community trusted when that changes."""

    desk: Desk
    posters: Mapping[Platform, Poster]
    ranks: Ranks

    @handles(ManageSetup)
    async def setup(self, ctx: Context, ask: ManageSetup) -> Reply:
        """Show how this channel and community are set up, or take it along."""
        if ask.do == "export":
            return await MovingFeature(self.desk).take(ctx, ExportSetup())
        if ask.do == "import":
            bring = ImportSetup()
            return Ask(bring, ctx.words.s(bring.spec.asks))
        return Edit(await self._card(ctx))

    async def _card(self, ctx: Context) -> Card:
        async with self.desk.store.read() as work:
            sharing = await work.shares.allowed(here(ctx), ctx.request.place.channel)
            now = await work.groups.setup(here(ctx))
        roles = await self._roles(ctx) if now.moderators else ()
        return cards.setup(ctx, now, {each.id: each.name for each in roles}, sharing=sharing)

    async def _roles(self, ctx: Context) -> tuple[Role, ...]:
        """List the roles there are; none when the platform does not tell us now."""
        poster = self.posters.get(ctx.request.place.platform)
        try:
            return await poster.roles(here(ctx)) if poster else ()
        except Trouble:
            return ()

    @handles(SetSharing)
    async def sharing(self, ctx: Context, ask: SetSharing) -> Reply:
        """Switch sharing in this channel."""
        channel = ctx.request.place.channel
        async with self.desk.write(ctx) as (work, _):
            before = await work.shares.allowed(here(ctx), channel)
            await work.shares.allow(here(ctx), channel, on=ask.on)
            if before != ask.on:
                old, new = _switch(before), _switch(ask.on)
                await note(work, ctx, "sharing changed", _channel(ctx), old, new)
        return Edit(await self._card(ctx))

    @handles(Moderators)
    async def moderators(self, ctx: Context, ask: Moderators) -> Reply:
        """Show who else ranks as a moderator."""
        return Edit(await self._people(ctx, ask.page))

    async def _people(self, ctx: Context, page: int = 1) -> Card:
        async with self.desk.store.read() as work:
            now = await work.groups.setup(here(ctx))
        return cards.moderators(ctx, now, await self._roles(ctx), page)

    @handles(AddModerator)
    async def add(self, ctx: Context, ask: AddModerator) -> Reply:
        """Trust the holders of a role, which has to be one of this community's."""
        roles = await self._roles(ctx)
        if all(each.id != ask.holder for each in roles):
            return Edit(await self._people(ctx))
        await self._trust(ctx, ask.holder)
        return Edit(cards.saved(await self._people(ctx), ctx))

    @handles(NameModerator)
    async def name(self, ctx: Context, ask: NameModerator) -> Reply:
        """Trust a role or somebody by name, mention or id."""
        await self._trust(ctx, await self._meant(ctx, (ask.who or "").strip()))
        return Edit(cards.saved(await self._people(ctx), ctx))

    async def _meant(self, ctx: Context, typed: str) -> str:
        """Return the id that is meant. Raises FormErrors."""
        words, name = ctx.words, fold(typed.removeprefix("@"))
        named = [each.id for each in await self._roles(ctx) if fold(each.name) == name]
        found = _ID[ctx.request.place.platform].fullmatch(typed)
        if len(named) > 1:
            text = words.s("Several have this name. Choose one in the menu.")
            raise FormErrors({"who": text})
        if not named and not found:
            text = words.s(
                "I find no role or user group with this name. For somebody, paste their id."
            )
            raise FormErrors({"who": text})
        holder = named[0] if named else str(found["id"] if found else "")
        if holder == here(ctx).id:
            raise FormErrors({"who": words.s("This is everybody. Choose fewer people.")})
        return holder

    async def _trust(self, ctx: Context, holder: str) -> None:
        async with self.desk.write(ctx) as (work, _):
            before = await work.groups.setup(here(ctx))
            if holder in before.moderators:
                return
            if len(before.moderators) >= MOST:
                text = ctx.words.s("{n} are the most. Take one away first.", n=MOST)
                raise FormErrors({"who": text})
            after = replace(before, moderators=(*before.moderators, holder))
            await self._arrange(ctx, work, before, after)

    @handles(DropModerator)
    async def drop(self, ctx: Context, ask: DropModerator) -> Reply:
        """Trust somebody no longer."""
        async with self.desk.write(ctx) as (work, _):
            before = await work.groups.setup(here(ctx))
            left = tuple(each for each in before.moderators if each != ask.holder)
            await self._arrange(ctx, work, before, replace(before, moderators=left))
        return Edit(cards.saved(await self._people(ctx), ctx))

    @handles(SetNotices)
    async def notices(self, ctx: Context, ask: SetNotices) -> Reply:
        """Choose this channel for notices, or none; members should not read it."""
        if ask.on and not await self._fits(ctx) and not ask.sure:
            return Edit(cards.not_private(ctx))
        async with self.desk.write(ctx) as (work, _):
            before = await work.groups.setup(here(ctx))
            channel = ctx.request.place.channel if ask.on else ""
            await self._arrange(ctx, work, before, replace(before, notices=channel))
        return Edit(cards.saved(await self._card(ctx), ctx))

    async def _fits(self, ctx: Context) -> bool:
        """Tell whether only some read this channel. Raises CannotPost where we may not post."""
        place = ctx.request.place
        poster = self.posters.get(place.platform)
        try:
            rights = await poster.rights(place) if poster else Rights()
        except Trouble as trouble:
            raise CannotLookUp from trouble
        if not rights.fine:
            missing = ", ".join(rights.missing) or ctx.words.s("a channel for text")
            raise CannotPost(missing=missing)
        return rights.private or place.platform is Platform.terminal

    @seeds(ChooseZone)
    async def seed_zone(self, ctx: Context, ask: ChooseZone) -> Mapping[str, str]:
        """Fill in the zone that is set, else the asker's."""
        del ask
        async with self.desk.store.read() as work:
            now = await work.groups.setup(here(ctx))
        return {"zone": now.zone or ctx.zone.key}

    @handles(ChooseZone)
    async def zone(self, ctx: Context, ask: ChooseZone) -> Reply:
        """Keep the zone that new groups begin with."""
        chosen = Written(ctx, {}).zone(ask.zone or "")
        async with self.desk.write(ctx) as (work, _):
            before = await work.groups.setup(here(ctx))
            await self._arrange(ctx, work, before, replace(before, zone=chosen))
        return Edit(cards.saved(await self._card(ctx), ctx))

    async def _arrange(self, ctx: Context, work: Work, before: Setup, after: Setup) -> None:
        """Keep a choice and note it; what did not change is not noted."""
        if before == after:
            return
        await work.groups.arrange(after)
        self.ranks.forget(after.community)
        target = _channel(ctx)
        names = {each.id: each.name for each in await self._roles(ctx)}
        for what, old, new in (
            (MODERATORS, _trusted(before, names), _trusted(after, names)),
            ("notice channel changed", before.notices, after.notices),
            ("time zone changed", before.zone, after.zone),
        ):
            if old != new or (what == MODERATORS and before.moderators != after.moderators):
                await note(work, ctx, what, target, old, new)


def _channel(ctx: Context) -> str:
    """Name the channel for the audit; by its id where no name is known."""
    place = ctx.request.place
    return f"#{place.name}" if place.name else place.channel


def _trusted(setup: Setup, names: Mapping[str, str]) -> str:
    """Say for the audit whom a community trusts: roles by name, people only by their number."""
    roles = [f"@{names[each]}" for each in setup.moderators if each in names]
    people = len(setup.moderators) - len(roles)
    return ", ".join([*roles, *([f"{people} by id"] if people else [])])


def _switch(on: bool) -> str:  # noqa: FBT001 (the value that is said)
    return "on" if on else "off"
