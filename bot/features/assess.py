"""/assess: how somebody describes their habits, in private, resumable and deletable."""

from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Assessment, Item, Trait
from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features.assess_cards import AssessCards
from bot.features.desk import Desk, by_present_id
from bot.intents.assess import Assess, DescribeHabit, ForgetHabits, OpenHabit, SkipHabit
from bot.study.assessment import Described, following
from bot.study.ports import Work


@dataclass(frozen=True, slots=True)
class AssessFeature:
    """Serves self-assessment."""

    catalog: Catalog
    desk: Desk
    cards: AssessCards

    @handles(Assess)
    async def assess(self, ctx: Context, ask: Assess) -> Reply:
        """Show all characteristics, or ask the first item of one that is not answered yet."""
        described = await self._look(ctx)
        if ask.trait is None:
            return Edit(self.cards.overview(ctx, described))
        if self.catalog.find(Trait, ask.trait) is None:
            raise OldCard(Assess())
        return Edit(self._on(ctx, ask.trait, described))

    @handles(OpenHabit)
    async def open(self, ctx: Context, ask: OpenHabit) -> Reply:
        """Show an item with what was chosen before."""
        item = self._item(ask.item)
        return Edit(self.cards.item(ctx, item, await self._look(ctx)))

    @handles(DescribeHabit)
    async def describe(self, ctx: Context, ask: DescribeHabit) -> Reply:
        """Keep the anchor chosen and go on."""
        item = self._item(ask.item)
        async with self.desk.write(ctx) as (work, person):
            await work.assessments.put(person, item.id, ask.anchor, ctx.now)
            described = await self._described(work, person)
        return Edit(self._on(ctx, item.trait, described, item))

    @handles(SkipHabit)
    async def skip(self, ctx: Context, ask: SkipHabit) -> Reply:
        """Go on without a choice; an answer of before stays."""
        item = self._item(ask.item)
        return Edit(self._on(ctx, item.trait, await self._look(ctx), item))

    @handles(ForgetHabits)
    async def forget(self, ctx: Context, ask: ForgetHabits) -> Reply:
        """Ask once, then delete every answer."""
        words = ctx.words
        if not ask.sure:
            body = words.t("This deletes how you described your habits. It cannot be undone.")
            yes = Button(words.s("Delete the answers"), ForgetHabits(sure=True), Tone.danger)
            keep = Button(words.s("Keep them"), Assess(), Tone.first)
            return Edit(Card(words.s("Delete your answers?"), (Text(body), *row(keep, yes))))
        async with self.desk.write(ctx) as (work, person):
            count = await work.assessments.clear(person)
        gone = words.tn("Deleted: {n} answer.", "Deleted: {n} answers.", count)
        again = Button(words.s("See all eight"), Assess())
        return Edit(Card("", (Text(gone), *row(again))))

    def _on(
        self, ctx: Context, trait: str, described: Described, after: Assessment | None = None
    ) -> Card:
        """Draw the next item not answered, or how the habits of this characteristic stand."""
        items = self.catalog.assessments(trait)
        if not items:
            return self.cards.nothing(ctx.words, Button(ctx.words.s("See all eight"), Assess()))
        item = following(items, described.anchors, after)
        if item is not None:
            return self.cards.item(ctx, item, described)
        return self.cards.trait(ctx, self.catalog.get(Trait, trait), described)

    def _item(self, slug: str) -> Assessment:
        found = self.catalog.find(Assessment, slug)
        if found is None:
            raise OldCard(Assess())
        return found

    async def _look(self, ctx: Context) -> Described:
        async with self.desk.read(ctx) as (work, person):
            return await self._described(work, person.id) if person else Described({}, {})

    async def _described(self, work: Work, person: str) -> Described:
        habits = by_present_id(self.catalog, Assessment, await work.assessments.all(person))
        outcomes = by_present_id(self.catalog, Item, await work.rounds.outcomes(person))
        return Described({slug: habit.anchor for slug, habit in habits.items()}, outcomes)
