"""Tests of a schedule in the making: a copy marked TEST that mentions nobody and counts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.cards import Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import CannotLookUp
from bot.core.markup import Marked, channel, join
from bot.core.people import Place, Platform
from bot.core.posting import Later, Post, Poster, Refused, Trouble
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features import schedule_desk as rows
from bot.features.desk import Desk
from bot.features.drawing import entry, menu
from bot.features.posts import here
from bot.features.schedules import Drafts
from bot.intents.schedules import SendTest, ShowDraft
from bot.study.drafts import Draft
from bot.study.groups import Group

WITHIN = 10.0
"""Seconds that a test may take."""

CHANNELS = 25
ME, HERE = "me", "here"


@dataclass(frozen=True, slots=True)
class TrialFeature:
    """Sends tests."""

    desk: Desk
    drafts: Drafts
    posters: Mapping[Platform, Poster]

    @handles(SendTest)
    async def send(self, ctx: Context, ask: SendTest) -> Reply:
        """Ask where to, then send a copy there."""
        async with self.desk.store.read() as work:
            draft = await rows.found(work, ctx, ask.draft)
            groups = await work.groups.all(here(ctx))
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        if not ask.to:
            return Edit(_where(ctx, draft, groups))
        shown = await self.drafts.previewer.look(ctx, draft)
        poster = self.posters.get(ctx.request.place.platform)
        if shown.post is None or poster is None:
            return await self.drafts.shown(ctx, ask.draft)
        if ask.to == ME:
            return Edit(await self._tell(ctx, draft, poster, shown.post))
        group = next((each for each in groups if each.id == ask.to), None)
        if ask.to == HERE or group is not None:
            return Edit(await self._copy(ctx, draft, poster, group, shown.post))
        return Edit(_where(ctx, draft, groups))

    async def _copy(
        self, ctx: Context, draft: Draft, poster: Poster, group: Group | None, post: Post
    ) -> Card:
        """Send a copy to this channel, or to a group's that the asker can see."""
        place = ctx.request.place
        if group is not None:
            if not await self._sees(ctx, poster, group):
                return _answer(ctx, draft, ctx.words.t("You cannot see that channel."))
            place = replace(place, channel=group.channel, name=group.name)
        return await self._post(ctx, draft, poster, place, post)

    async def _sees(self, ctx: Context, poster: Poster, group: Group) -> bool:
        """Tell whether who asks can see a group's channel. Raises CannotLookUp."""
        if group.channel == ctx.request.place.channel:
            return True
        user = ctx.request.account.user
        try:
            return bool(await poster.visible(here(ctx), user, {group.channel}))
        except Trouble as trouble:
            raise CannotLookUp from trouble

    async def _tell(self, ctx: Context, draft: Draft, poster: Poster, post: Post) -> Card:
        words, user = ctx.words, ctx.request.account.user
        copy = trial(ctx, post)
        try:
            await poster.tell(here(ctx), user, copy.card, key=f"test:{ctx.request.id}")
        except Trouble:
            text = words.t("I cannot write to you in private. Allow it, or test in a channel.")
            return _answer(ctx, draft, text)
        return _answer(ctx, draft, words.t("Sent to you in private."))

    async def _post(
        self, ctx: Context, draft: Draft, poster: Poster, place: Place, post: Post
    ) -> Card:
        words, where = ctx.words, channel(place.channel, place.name or place.channel)
        try:
            await poster.send(place, trial(ctx, post), key=f"test:{ctx.request.id}", within=WITHIN)
        except Refused as refused:
            text = words.t("I may not post in {channel}.", channel=where)
            if refused.missing:
                names = words.t("Missing: {names}.", names=", ".join(refused.missing))
                text = join(" ", (text, names))
            return _answer(ctx, draft, text)
        except Later:
            text = words.t("That is too fast for {channel}. Again in a minute.", channel=where)
            return _answer(ctx, draft, text)
        except Trouble:
            text = words.t("I do not know whether the test is in {channel}.", channel=where)
            return _answer(ctx, draft, join(" ", (text, words.t("Please look."))))
        return _answer(ctx, draft, words.t("The test is in {channel}.", channel=where))


def trial(ctx: Context, post: Post) -> Post:
    """Mark a copy as a test: nobody is mentioned, nothing rings, no thread opens."""
    title = ctx.words.s("TEST: {title}", title=post.card.title)
    note = Note(ctx.words.t("A test by a moderator. Nothing is counted."))
    card = Card(title, (*post.card.blocks, note))
    return Post(card, post.foot, silent=True)


def _where(ctx: Context, draft: Draft, groups: tuple[Group, ...]) -> Card:
    words = ctx.words
    others = tuple(entry(each.id, each.name) for each in groups[:CHANNELS])
    rest = len(groups) - CHANNELS
    note = words.tn("{n} more group.", "{n} more groups.", rest)
    text = words.t("The copy starts with TEST. It mentions nobody and counts nothing.")
    into = SendTest(draft=draft.id, to=ME)
    return Card(
        words.s("Send a test"),
        (
            Text(text),
            *row(
                Button(words.s("To me"), SendTest(draft=draft.id, to=ME), Tone.first),
                Button(words.s("To this channel"), SendTest(draft=draft.id, to=HERE)),
                Button(words.s("Back to the preview"), ShowDraft(draft=draft.id)),
            ),
            *menu(words.s("To a group's channel"), into, "to", others),
            *((Note(note),) if rest > 0 else ()),
        ),
    )


def _answer(ctx: Context, draft: Draft, text: Marked) -> Card:
    back = Button(ctx.words.s("Back to the preview"), ShowDraft(draft=draft.id), Tone.first)
    again = Button(ctx.words.s("Send another test"), SendTest(draft=draft.id))
    return Card("", (Text(text), *row(back, again)))
