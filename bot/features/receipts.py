"""/schedule history: what was posted and what was not; a post corrected, or taken back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.cards import Button
from bot.core.context import Context
from bot.core.faults import CannotLookUp, CannotPost, NoSuch, PersonFault
from bot.core.people import Community, Place, Platform
from bot.core.posting import Post, Poster, Refused, Trouble
from bot.core.registry import handles, seeds
from bot.core.replies import Edit, Reply
from bot.features import receipt_cards as cards
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.plans import Chooser, found, plans
from bot.features.posts import here
from bot.features.posts_composer import PostComposer
from bot.features.receipt_cards import LISTED, Names, Receipt
from bot.features.schedule_desk import named
from bot.intents.plans import CORRECTED, Correct, History, OpenReceipt, TakePostBack
from bot.study.ports import Work
from bot.study.schedules import Delivery, Fate, Override, occurrence_id

SEARCHED = 400
"""Receipts that can be paged through; older ones are found by their reference."""


class GoneThere(PersonFault):
    """The post is not in its channel any more, so it cannot be changed."""


@dataclass(frozen=True, slots=True)
class ReceiptFeature:
    """Serves moderators who look back. `composer` draws a corrected post as it was drawn first."""

    desk: Desk
    composer: PostComposer
    posters: Mapping[Platform, Poster]

    @handles(History)
    async def history(self, ctx: Context, ask: History) -> Reply:
        """List what was posted, newest first."""
        if ask.ref is not None:
            return await self.opened(ctx, OpenReceipt.model_construct(ref=_ref(ask.ref)))
        chosen = await Chooser(self.desk).one(ctx, ask.schedule) if ask.schedule else None
        name = "" if chosen is None or isinstance(chosen, tuple) else chosen.schedule.id
        async with self.desk.store.read() as work:
            rows = await work.receipts.history(here(ctx), name, SEARCHED)
            known = {each.schedule.id: each for each in await plans(work, ctx)}
            groups = {each.id: each.name for each in await work.groups.all(here(ctx))}
        page = min(ask.page, max(1, -(-len(rows) // LISTED)))
        return Edit(cards.listed(ctx, ask, rows, page, Names(known, groups)))

    @handles(OpenReceipt)
    async def opened(self, ctx: Context, ask: OpenReceipt) -> Reply:
        """Show one receipt."""
        async with self.desk.store.read() as work:
            receipt = await self._receipt(ctx, work, ask.ref)
        return Edit(cards.opened(ctx, receipt, self._link(receipt)))

    async def _receipt(self, ctx: Context, work: Work, name: str) -> Receipt:
        row = await work.receipts.get(here(ctx), name)
        if row is None:
            back = Button(ctx.words.s("History"), History())
            raise NoSuch(back, what=ctx.words.s("post"), value=name)
        occurrence, messages = row
        plan = await found(work, ctx, occurrence.schedule)
        group = await work.groups.get(here(ctx), occurrence.group)
        return Receipt(plan, group, occurrence, messages)

    def _link(self, receipt: Receipt) -> str:
        message = receipt.post
        poster = self.posters.get(receipt.plan.schedule.community.platform)
        if message is None or poster is None or message.fate is not Fate.sent:
            return ""
        return poster.link(place(message), message.remote)

    @seeds(Correct)
    async def seed(self, ctx: Context, ask: Correct) -> Mapping[str, str]:
        """Fill in what moderators wrote themselves, else what stands there now."""
        async with self.desk.store.read() as work:
            receipt = await self._receipt(ctx, work, _key(ask))
        mine = next(
            (
                each.text
                for each in receipt.plan.overrides
                if each.group == ask.group and each.local == receipt.occurrence.local
            ),
            "",
        )
        return {"text": mine or receipt.plan.schedule.options.text or _standing(receipt)}

    @handles(Correct)
    async def correct(self, ctx: Context, ask: Correct) -> Reply:
        """Change a post where it stands; it says that it was corrected."""
        async with self.desk.store.read() as work:
            receipt = await self._receipt(ctx, work, _key(ask))
        message, text = _there(receipt), ask.text or ""
        post = await self._drawn(ctx, receipt, text)
        await self._edited(message, post)
        after = replace(message, posted=post.text)
        async with self.desk.write(ctx) as (work, _):
            if not ask.extra:
                local = receipt.occurrence.local
                await work.schedules.override(Override(ask.schedule, ask.group, local, text=text))
            await work.receipts.settle(after)
            name = named(ctx, receipt.plan.schedule)
            await note(work, ctx, "post corrected", name, message.posted, post.text)
        return Edit(cards.corrected(ctx, receipt, self._link(receipt)))

    async def _drawn(self, ctx: Context, receipt: Receipt, text: str) -> Post:
        target = next(
            (each for each in receipt.plan.targets if each.group == receipt.occurrence.group), None
        )
        if target is None or receipt.group is None:
            raise GoneThere
        post = await self.composer.compose(
            receipt.plan.schedule, target, receipt.group, receipt.occurrence, instead=text
        )
        if post is None:
            raise GoneThere
        return replace(post, foot=f"{ctx.words.s('corrected')} · {post.foot}")

    async def _edited(self, message: Delivery, post: Post) -> None:
        try:
            await self._poster(message.community).edit(place(message), message.remote, post)
        except Refused as refused:
            if refused.reason == "no channel":
                raise GoneThere from refused
            raise CannotPost(missing=", ".join(refused.missing) or refused.reason) from refused
        except Trouble as trouble:
            raise CannotLookUp from trouble

    @handles(TakePostBack)
    async def take_back(self, ctx: Context, ask: TakePostBack) -> Reply:
        """Delete a post, after one question."""
        async with self.desk.store.read() as work:
            receipt = await self._receipt(ctx, work, _key(ask))
        if not ask.sure:
            return Edit(cards.sure(ctx, receipt, ask))
        message = _there(receipt)
        try:
            await self._poster(message.community).remove(place(message), message.remote)
        except Refused as refused:
            raise CannotPost(missing=", ".join(refused.missing) or refused.reason) from refused
        except Trouble as trouble:
            raise CannotLookUp from trouble
        after = replace(message, fate=Fate.removed)
        async with self.desk.write(ctx) as (work, _):
            await work.receipts.settle(after)
            name = named(ctx, receipt.plan.schedule)
            await note(work, ctx, "post taken back", name, before=message.posted)
        return Edit(cards.taken_back(ctx, receipt))

    def _poster(self, community: Community) -> Poster:
        poster = self.posters.get(community.platform)
        if poster is None:
            raise CannotLookUp
        return poster


def place(message: Delivery) -> Place:
    """Return where a message stands."""
    return Place(message.community.platform, message.channel, "", message.community)


def _there(receipt: Receipt) -> Delivery:
    message = receipt.post
    if message is None or message.fate is not Fate.sent or not message.remote:
        raise GoneThere
    return message


def _standing(receipt: Receipt) -> str:
    """Return what a post says, without its buttons and foot; nothing where a form has no room."""
    posted = receipt.post.posted if receipt.post else ""
    foot = f"ref {receipt.occurrence.ref}"
    kept = [line for line in posted.split("\n") if not line.startswith("[") and foot not in line]
    text = "\n".join([f"*{kept[0]}*", *kept[1:]]) if kept and kept[0] else ""
    return text if len(text) <= CORRECTED else ""


def _key(ask: Correct | TakePostBack) -> str:
    return occurrence_id(ask.schedule, ask.group, dt.date.fromordinal(ask.day), ask.extra)


def _ref(typed: str) -> str:
    return typed.strip().lstrip("#").removeprefix("ref").strip(": ").upper()
