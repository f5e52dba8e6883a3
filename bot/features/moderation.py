"""/manage: how Milepost is set up in a channel, and what the pack needs from people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.catalog.catalog import Catalog
from bot.core.cards import Button, Card, Facts, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import CommunityOnly
from bot.core.markup import Marked, escape, join, moment
from bot.core.people import Community
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.core.words import Words
from bot.features.desk import Desk
from bot.intents.sharing import ManageContent, ManageSetup, SetSharing
from bot.study.records import Report

if TYPE_CHECKING:
    from bot.catalog.models import DatedFact

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ModerationFeature:
    """Serves moderators."""

    catalog: Catalog
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

    @handles(ManageContent)
    async def content(self, ctx: Context, ask: ManageContent) -> Reply:
        """List members' reports and the facts that are due for a check."""
        words = ctx.words
        async with self.desk.store.read() as work:
            reports = await work.reports.newest(_community(ctx), ask.page * SHOWN + 1)
        shown = reports[(ask.page - 1) * SHOWN : ask.page * SHOWN]
        newer, older = ManageContent(page=ask.page - 1 or 1), ManageContent(page=ask.page + 1)
        more = len(reports) > ask.page * SHOWN
        return Edit(
            Card(
                words.s("Content"),
                (
                    Text(_reports(words, shown)),
                    *self._facts(ctx),
                    *row(
                        Button(words.s("Newer reports"), newer) if ask.page > 1 else None,
                        Button(words.s("Older reports"), older) if more else None,
                    ),
                ),
            )
        )

    def _facts(self, ctx: Context) -> tuple[Text | Note, ...]:
        words, overdue = ctx.words, self._overdue(ctx)
        lines = join("\n", overdue[:SHOWN]) or words.t("None. Every fact is within its date.")
        day = words.date(ctx.now.date())
        head = words.t("*Facts to check again, as of {day}*\n{lines}", day=day, lines=lines)
        rest = len(overdue) - SHOWN
        more = (Note(words.tn("And {n} more.", "And {n} more.", rest)),) if rest > 0 else ()
        return (Text(head), *more)

    def _overdue(self, ctx: Context) -> list[Marked]:
        today = ctx.now.date()
        every: tuple[DatedFact, ...] = (
            *self.catalog.certifications,
            *self.catalog.salaries,
            *self.catalog.facts(),
        )
        late = [fact for fact in every if fact.stale(today)]
        late.sort(key=lambda fact: fact.review_by)
        return [
            ctx.words.t("- {id}, due {day}", id=escape(fact.id), day=ctx.words.date(fact.review_by))
            for fact in late
        ]


def _reports(words: Words, shown: Sequence[Report]) -> Marked:
    lines = join(
        "\n",
        (
            words.t(
                "- *{kind} {target}*, {when}: {note}",
                kind=each.kind,
                target=each.target,
                when=moment(each.at, "day"),
                note=each.note,
            )
            for each in shown
        ),
    )
    return words.t("*Reports*\n{lines}", lines=lines or words.t("No reports."))


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
