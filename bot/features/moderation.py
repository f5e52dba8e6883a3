"""/manage setup: how Milepost is set up in a channel."""

from dataclasses import dataclass

from bot.core.cards import Button, Card, Facts, Tone, row
from bot.core.context import Context
from bot.core.faults import CommunityOnly
from bot.core.people import Community
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk
from bot.intents.sharing import ManageContent, ManageSetup, SetSharing


@dataclass(frozen=True, slots=True)
class ModerationFeature:
    """Serves moderators."""

    desk: Desk

    @handles(ManageSetup)
    async def setup(self, ctx: Context, ask: ManageSetup) -> Reply:
        """Show how this channel is set up."""
        del ask
        async with self.desk.store.read() as work:
            on = await work.shares.allowed(_community(ctx), ctx.request.place.channel)
        return Edit(_setup(ctx, on=on))

    @handles(SetSharing)
    async def sharing(self, ctx: Context, ask: SetSharing) -> Reply:
        """Switch sharing in this channel."""
        async with self.desk.write(ctx) as (work, _):
            await work.shares.allow(_community(ctx), ctx.request.place.channel, on=ask.on)
        return Edit(_setup(ctx, on=ask.on))


def _community(ctx: Context) -> Community:
    community = ctx.request.place.community
    if community is None:
        raise CommunityOnly
    return community


def _setup(ctx: Context, *, on: bool) -> Card:
    words, place = ctx.words, ctx.request.place
    state = words.t("on") if on else words.t("off: cards stay private")
    switch = words.s("Switch sharing off") if on else words.s("Switch sharing on")
    return Card(
        words.s("Set up: #{channel}", channel=place.name or place.channel),
        (
            Facts(((words.s("Sharing of cards"), state),)),
            *row(
                Button(switch, SetSharing(on=not on), Tone.quiet if on else Tone.first),
                Button(words.s("See reports"), ManageContent()),
            ),
        ),
    )
