"""Sharing: a clean copy in the channel, with the sharer's name, which can be taken back."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.cards import Block, Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import CannotPost, CommunityOnly, PersonFault
from bot.core.intents import Intent
from bot.core.markup import member
from bot.core.people import Community, Place, Platform, Rank, Request
from bot.core.ports import Courier, Receipt
from bot.core.registry import handles
from bot.core.replies import Edit, Reply, Say
from bot.features.desk import Desk
from bot.features.quizzes import new_key
from bot.intents.menus import RemoveCard
from bot.intents.sharing import Share, TakeBack
from bot.study.records import Share as Shared

HOUR = dt.timedelta(hours=1)
PER_PERSON = 3
PER_CHANNEL = 10


class ShareLimit(PersonFault):
    """Enough is shared here for now. Try again in an hour."""


class SharingOff(PersonFault):
    """Cards are private in this channel. Yours is below."""


class NotYourShare(PersonFault):
    """Another member shared this. Only they or a moderator can take it back."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What is shared: a clean card without anything personal, and where its button leads."""

    title: str
    blocks: tuple[Block, ...]
    mine: Intent


Draw = Callable[[Context, str | None], Copy]


@dataclass(frozen=True, slots=True)
class SharingFeature:
    """Serves sharing. `copies` draws each shareable card; `couriers` post it."""

    desk: Desk
    couriers: Mapping[Platform, Courier]
    copies: Mapping[str, Draw]

    @handles(Share)
    async def share(self, ctx: Context, ask: Share) -> Reply:
        """Post the clean copy and tell the sharer where it is."""
        words, (place, community) = ctx.words, _here(ctx)
        copy = self.copies[ask.what](ctx, ask.target)
        async with self.desk.write(ctx) as (work, person):
            if not await work.shares.allowed(community, place.channel):
                return Say(_off(ctx, copy))
            since = ctx.now - HOUR
            mine, here = await work.shares.since(community, place.channel, person, since)
            if mine >= PER_PERSON or here >= PER_CHANNEL:
                raise ShareLimit
            kept = Shared(new_key(), person, community, place.channel, "", ask.what, ctx.now)
            await work.shares.add(kept)
        await self._post(ctx, kept, _public(ctx, copy))
        text = words.t("Shared in #{channel}.", channel=place.name or place.channel)
        back = Button(words.s("Take it back"), TakeBack(share=kept.id))
        return Edit(Card("", (Text(text), *row(back, Button(words.s("Open mine"), copy.mine)))))

    async def _post(self, ctx: Context, kept: Shared, card: Card) -> None:
        """Post and keep where; a share that could not be posted is not kept."""
        courier = self.couriers[ctx.request.place.platform]
        try:
            receipt = await courier.post(ctx.request.place, card, key=kept.id)
        except CannotPost:
            async with self.desk.store.write(_after(ctx)) as work:
                await work.shares.remove(kept.community, kept.id)
            raise
        async with self.desk.store.write(_after(ctx)) as work:
            await work.shares.remove(kept.community, kept.id)
            await work.shares.add(replace(kept, remote=receipt.remote))

    @handles(TakeBack)
    async def take_back(self, ctx: Context, ask: TakeBack) -> Reply:
        """Remove a shared copy: its sharer or a moderator may."""
        place, community = _here(ctx)
        async with self.desk.read(ctx) as (work, person):
            kept = await work.shares.get(community, ask.share)
        if kept is None:
            return Edit(Card("", (Text(ctx.words.t("It is already taken back.")),)))
        owner = person is not None and kept.person == person.id
        if not owner and ctx.request.rank < Rank.moderator:
            raise NotYourShare
        where = replace(place, channel=kept.channel)
        await self.couriers[place.platform].take_back(where, Receipt(kept.remote))
        async with self.desk.store.write(ctx.request) as work:
            await work.shares.remove(community, kept.id)
        return Edit(Card("", (Text(ctx.words.t("Taken back.")),)))

    @handles(RemoveCard)
    async def remove(self, ctx: Context, ask: RemoveCard) -> Reply:
        """Remove a card of ours from the channel; a moderator asked for it."""
        words, (place, _) = ctx.words, _here(ctx)
        if not ask.message:
            return Say(
                Card("", (Text(words.t("This message is not mine, so I cannot remove it.")),))
            )
        await self.couriers[place.platform].take_back(place, Receipt(ask.message))
        return Say(Card("", (Text(words.t("Removed.")),)))


def _after(ctx: Context) -> Request:
    """Name the second write of one request, which its first one has claimed."""
    return replace(ctx.request, id=f"{ctx.request.id}/sent")


def _here(ctx: Context) -> tuple[Place, Community]:
    community = ctx.request.place.community
    if community is None:
        raise CommunityOnly
    return ctx.request.place, community


def _public(ctx: Context, copy: Copy) -> Card:
    words = ctx.words
    who = member(ctx.request.account.user, ctx.request.name)
    return Card(
        copy.title,
        (
            *copy.blocks,
            Note(words.t("Shared by {who}", who=who)),
            *row(Button(words.s("Open mine"), copy.mine, Tone.first)),
        ),
    )


def _off(ctx: Context, copy: Copy) -> Card:
    return Card(copy.title, (Note(SharingOff().text(ctx.words)), *copy.blocks))
