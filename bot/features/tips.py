"""/tip: one thing to do today, not seen lately by this person."""

from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Milestone, Trait
from bot.catalog.models import Tip as TipRecord
from bot.core.cards import Button, Card, Note, Text, row
from bot.core.context import Context
from bot.core.markup import of_pack
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk, by_present_id
from bot.features.drawing import entry, menu, open_skill, report, share_here
from bot.features.roadmap_cards import RoadmapCards
from bot.intents.tips import FilterTips, Tip
from bot.study.tips import Chosen, choose


@dataclass(frozen=True, slots=True)
class TipFeature:
    """Serves tips."""

    catalog: Catalog
    desk: Desk
    roadmap: RoadmapCards

    @handles(Tip)
    async def tip(self, ctx: Context, ask: Tip) -> Reply:
        """Show a tip and remember that it was shown."""
        step = self.catalog.steps[ask.step - 1].id if ask.step else None
        found, today = self.catalog.tips(trait=ask.trait, step=step), ctx.now.date()
        pool = tuple(tip for tip in found if not tip.stale(today))
        if not pool:
            return Edit(_none(ctx))
        async with self.desk.write(ctx) as (work, person):
            marks = by_present_id(self.catalog, Milestone, await work.progress.marks(person))
            following = self.roadmap.next(marks)
            seen = by_present_id(self.catalog, TipRecord, await work.seen.of(person, "tip"))
            chosen = choose(pool, seen, person, following.step if following else "")
            if chosen is None:
                return Edit(_none(ctx))
            await work.seen.note(person, "tip", chosen.tip.id, ctx.now)
        return Edit(self._card(ctx, chosen, ask))

    @handles(FilterTips)
    async def filter(self, ctx: Context, ask: FilterTips) -> Reply:
        """Choose another filter."""
        del ask
        words = ctx.words
        traits = tuple(entry(t.id, t.title, t.means) for t in self.catalog.traits)
        steps = tuple(entry(str(s.number), f"{s.number} {s.title}") for s in self.catalog.steps)
        return Edit(
            Card(
                words.s("Tips"),
                (
                    Text(words.t("Choose what the tip is about.")),
                    *menu(words.s("A characteristic"), Tip(), "trait", traits),
                    *menu(words.s("A step of the roadmap"), Tip(), "step", steps),
                    *row(Button(words.s("Any tip"), Tip())),
                ),
            )
        )

    def text(self, ctx: Context, tip: TipRecord) -> tuple[Text | Note, ...]:
        """Draw a tip's own text: what to know and what to do."""
        words, trait = ctx.words, self.catalog.get(Trait, tip.trait)
        return (
            Text(of_pack(tip.why)),
            Text(words.t("*Today:* {act}", act=of_pack(tip.today))),
            Note(words.t("{trait} · {n} min", trait=trait.short, n=tip.minutes)),
        )

    def _card(self, ctx: Context, chosen: Chosen, ask: Tip) -> Card:
        words, tip = ctx.words, chosen.tip
        seen: tuple[Note, ...] = ()
        if chosen.seen_at is not None:
            all_seen = (
                "You have seen every tip for this filter. Here is the one you saw longest ago."
            )
            seen = (Note(words.t(all_seen)),)
        return Card(
            tip.title,
            (
                *seen,
                *self.text(ctx, tip),
                *row(
                    Button(words.s("Another tip"), Tip(trait=ask.trait, step=ask.step)),
                    open_skill(ctx, self.catalog, tip.skill),
                    Button(words.s("Change filter"), FilterTips()),
                ),
                *row(share_here(ctx, "tip", tip.id), report(ctx, "tip", tip.id)),
            ),
        )


def _none(ctx: Context) -> Card:
    words = ctx.words
    return Card(
        "",
        (
            Text(words.t("There is no tip for this filter yet.")),
            *row(Button(words.s("Change filter"), FilterTips()), Button(words.s("Any tip"), Tip())),
        ),
    )
