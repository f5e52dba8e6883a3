"""The question of the week: answered in private, once, with reasons; it returns in quizzes."""

from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Resource
from bot.core.cards import Actions, Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk, by_present_id
from bot.features.drawing import read_more, report
from bot.features.posts import here, named, nothing_counted
from bot.features.posts_cards import PostCards, active, shown_in
from bot.features.quiz_lines import options, reasons, verdict
from bot.intents.posts import AnswerPrivately, LockPrivately
from bot.study.ports import Work
from bot.study.quiz import LETTERS, Shown, right
from bot.study.records import Answer
from bot.study.schedules import Checkin
from bot.study.spacing import Spacing, days_until, rate

UNKNOWN = "-"
"""What is kept of "Don't know"; no option has this id."""


@dataclass(frozen=True, slots=True)
class QuestionFeature:
    """Answers presses on the question of the week."""

    catalog: Catalog
    desk: Desk
    spacing: Spacing

    @handles(AnswerPrivately)
    async def answer(self, ctx: Context, ask: AnswerPrivately) -> Reply:
        """Show the question, or the answer that was given and why."""
        key = named(ask)
        async with self.desk.read(ctx) as (work, person):
            found = await work.receipts.get(here(ctx), key)
            mine = await work.checkins.of(key, person.id) if person else ""
        item = active(self.catalog, Item, found[0].piece) if found else None
        if found is None or item is None:
            return Edit(nothing_counted(ctx, left_out=found is not None))
        shown = shown_in(item, found[0])
        if mine:
            return Edit(self._feedback(ctx, shown, mine))
        return Edit(self._question(ctx, shown, ask))

    def _question(self, ctx: Context, shown: Shown, ask: AnswerPrivately) -> Card:
        words = ctx.words
        cards = PostCards(self.catalog, words)
        lettered = [letter for letter, _ in zip(LETTERS, shown.options, strict=False)]
        buttons = [
            Button(
                letter.upper(),
                ask.model_copy(update={"letter": letter}),
                Tone.first if letter == ask.letter else Tone.quiet,
            )
            for letter in lettered
        ]
        skip = Button(words.s("Don't know"), _lock(ask))
        rows = (*row(*buttons), *row(skip)) if len(buttons) > 4 else row(*buttons, skip)  # noqa: PLR2004 (five in a row)
        sure: tuple[Text | Actions, ...] = ()
        if ask.letter in lettered:
            said = words.t(
                "You chose *{letter}*. How sure are you?\nAfter this it is final.",
                letter=ask.letter.upper(),
            )
            sure = (
                Text(said),
                *row(
                    Button(words.s("Sure"), _lock(ask, ask.letter, sure=True), Tone.first),
                    Button(words.s("Not sure"), _lock(ask, ask.letter)),
                ),
            )
        return Card("", (*cards.stem(shown.item), Text(options(shown)), *rows, *sure))

    @handles(LockPrivately)
    async def lock(self, ctx: Context, ask: LockPrivately) -> Reply:
        """Keep the answer, the first one only, and let spacing decide when it returns."""
        key, community = named(ask), here(ctx)
        async with self.desk.write(ctx) as (work, person):
            found = await work.receipts.get(community, key)
            item = active(self.catalog, Item, found[0].piece) if found else None
            if found is None or item is None:
                return Edit(nothing_counted(ctx, left_out=found is not None))
            shown = shown_in(item, found[0])
            mine = await work.checkins.of(key, person)
            if not mine:
                mine = next(iter(shown.ids(ask.letter)), UNKNOWN)
                await work.checkins.put(Checkin(key, person, mine, ctx.now))
                note = await self._remember(ctx, work, person, shown, mine, sure=ask.sure)
                return Edit(self._feedback(ctx, shown, mine, note))
        return Edit(self._feedback(ctx, shown, mine))

    async def _remember(  # noqa: PLR0913 (an answer is all of this)
        self, ctx: Context, work: Work, person: str, shown: Shown, mine: str, *, sure: bool
    ) -> tuple[Note, ...]:
        item = shown.item
        before = by_present_id(self.catalog, Item, await work.memories.all(person)).get(item.id)
        rating = rate(right=right(item, [mine]), sure=sure and mine != UNKNOWN)
        memory = self.spacing.review(before, rating, ctx.now)
        await work.memories.put(person, item.id, memory)
        days = ctx.words.tn("in about {n} day", "in about {n} days", days_until(memory, ctx.now))
        return (Note(ctx.words.t("Comes back in your quizzes {days}.", days=days)),)

    def _feedback(
        self, ctx: Context, shown: Shown, mine: str, notes: tuple[Note, ...] = ()
    ) -> Card:
        words, item = ctx.words, shown.item
        chosen = () if mine == UNKNOWN else (mine,)
        answer = Answer(
            round="",
            position=0,
            person="",
            item=item.id,
            rev=item.rev,
            chosen=chosen,
            sure=False,
            right=right(item, chosen),
            at=ctx.now,
        )
        read = self.catalog.find(Resource, item.read) if item.read else None
        return Card(
            "",
            (
                *PostCards(self.catalog, words).stem(item),
                Text(options(shown)),
                Text(verdict(words, shown, answer)),
                *reasons(words, shown, answer, shown.letters(chosen)),
                *notes,
                Note(words.t("Nobody sees your answer. Only totals are shown, from five on.")),
                *row(read_more(words, read), report(ctx, "item", item.id)),
            ),
        )


def _lock(ask: AnswerPrivately, letter: str = "", *, sure: bool = False) -> LockPrivately:
    fields = ask.model_dump(exclude={"letter"})
    return LockPrivately.model_validate(fields | {"letter": letter, "sure": sure})
