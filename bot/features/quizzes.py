"""/quiz: a private round of five, resumable, with reasons, confidence and spaced return."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Trait
from bot.core.cards import Button, Card, Text, row
from bot.core.context import Context
from bot.core.faults import NotYours, OldCard
from bot.core.intents import Slug
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk, by_present_id
from bot.features.quiz_cards import QuizCards
from bot.intents.career import Traits
from bot.intents.quizzes import (
    Choose,
    Lock,
    NextQuestion,
    Quiz,
    StartOver,
    WhyNot,
    WordHelp,
)
from bot.study.ports import Work
from bot.study.quiz import Selection, Shown, complete, is_repeat, right, select, show
from bot.study.records import Answer, Memory, Round
from bot.study.spacing import Spacing, rate

if TYPE_CHECKING:
    import datetime as dt


def new_key() -> str:
    """Make an unguessable row id: 96 random bits, safe in a token."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class QuizFeature:
    """Serves quiz rounds."""

    catalog: Catalog
    desk: Desk
    spacing: Spacing
    cards: QuizCards

    @handles(Quiz)
    async def quiz(self, ctx: Context, ask: Quiz) -> Reply:
        """Go on with the open round, or start one."""
        current = await self._current(ctx)
        left = current and self._pass_over(current)
        if current is None or left is None or left.over:
            return await self._start(ctx, ask.trait, ask.level)
        current, shown = await self._moved(ctx, current, left), self._must_show(left)
        card = self.cards.question(ctx, current, shown, "", self.cards.open_note(ctx, current))
        over = self.cards.start_over(ctx, ask.trait, ask.level)
        return Edit(Card(card.title, (*card.blocks, *over)))

    @handles(StartOver)
    async def start_over(self, ctx: Context, ask: StartOver) -> Reply:
        """Leave the open round and start a new one."""
        return await self._start(ctx, ask.trait, ask.level)

    @handles(Choose)
    async def choose(self, ctx: Context, ask: Choose) -> Reply:
        """Show what is chosen; nothing is kept yet."""
        current, answer = await self._look(ctx, ask.round, ask.position)
        if answer is not None:
            return await self.why_final(ctx, current, answer)
        return Edit(self.cards.question(ctx, current, self._must_show(current), ask.picked))

    @handles(WordHelp)
    async def word_help(self, ctx: Context, ask: WordHelp) -> Reply:
        """List the words of the question beside it."""
        current, answer = await self._look(ctx, ask.round, ask.position)
        if answer is not None:
            return await self.why_final(ctx, current, answer)
        shown = self._must_show(current)
        notes = (self.cards.word_help(ctx, shown.item),) if shown.item.words else ()
        return Edit(self.cards.question(ctx, current, shown, ask.picked, notes))

    @handles(Lock)
    async def lock(self, ctx: Context, ask: Lock) -> Reply:
        """Lock an answer, mark it, and let spacing decide when it returns."""
        async with self.desk.write(ctx) as (work, person):
            current = await self._own(ctx, work, person, ask.round)
            answer = await _answer(work, current, ask.position)
            if answer is None:
                shown = self._at(current, ask.position)
                if ask.picked and not complete(shown, ask.picked):
                    return Edit(self.cards.question(ctx, current, shown, ask.picked))
                answer = self._marked(ctx, current, shown, ask, person)
                current = await self._keep(ctx, work, current, answer)
            memory = (await self._memories(work, person)).get(answer.item)
        return Edit(self._feedback(ctx, current, answer, memory))

    @handles(NextQuestion)
    async def next(self, ctx: Context, ask: NextQuestion) -> Reply:
        """Show the next open question, or how the round went."""
        async with self.desk.read(ctx) as (work, person):
            current = await self._own(ctx, work, person.id if person else "", ask.round)
            answers = await work.rounds.answers(current.id)
        current = await self._moved(ctx, current, self._pass_over(current))
        if current.over:
            return Edit(self.cards.end(ctx, current, answers))
        return Edit(self.cards.question(ctx, current, self._must_show(current), ""))

    @handles(WhyNot)
    async def why_not(self, ctx: Context, ask: WhyNot) -> Reply:
        """Show the reason of every option of an answered question."""
        current, answer = await self._look(ctx, ask.round, ask.position)
        if answer is None:
            return Edit(self.cards.question(ctx, current, self._must_show(current), ""))
        return Edit(
            self.cards.why_not(ctx, current, self._at(current, ask.position, done=True), answer)
        )

    async def why_final(self, ctx: Context, current: Round, answer: Answer) -> Reply:
        """Show the feedback again: this question was answered before."""
        async with self.desk.store.read() as work:
            memory = (await self._memories(work, current.person)).get(answer.item)
        return Edit(self._feedback(ctx, current, answer, memory))

    def _feedback(
        self, ctx: Context, current: Round, answer: Answer, memory: Memory | None
    ) -> Card:
        shown = self._at(current, answer.position, done=True)
        return self.cards.feedback(ctx, current, shown, answer, memory)

    def _marked(self, ctx: Context, current: Round, shown: Shown, ask: Lock, person: str) -> Answer:
        chosen = shown.ids(ask.picked)
        return Answer(
            round=current.id,
            position=ask.position,
            person=person,
            item=shown.item.id,
            rev=shown.item.rev,
            chosen=chosen,
            sure=ask.sure and bool(chosen),
            right=bool(chosen) and right(shown.item, chosen),
            at=ctx.now,
        )

    async def _keep(self, ctx: Context, work: Work, current: Round, answer: Answer) -> Round:
        repeat = is_repeat(current, answer.position)
        await work.rounds.lock(answer)
        changed = current.after(again=None if answer.right or repeat else answer.item)
        await work.rounds.save(changed)
        if not repeat:
            before = (await self._memories(work, current.person)).get(answer.item)
            rating = rate(right=answer.right, sure=answer.sure)
            await work.memories.put(
                current.person, answer.item, self.spacing.review(before, rating, ctx.now)
            )
        return changed

    async def _memories(self, work: Work, person: str) -> dict[str, Memory]:
        return by_present_id(self.catalog, Item, await work.memories.all(person))

    async def _start(self, ctx: Context, trait: Slug | None, level: int | None) -> Reply:
        if trait is not None and self.catalog.find(Trait, trait) is None:
            raise OldCard(Quiz())
        seed = secrets.randbits(31)
        async with self.desk.write(ctx) as (work, person):
            items = self.catalog.items(trait=trait, level=level)
            chosen = select(items, await self._memories(work, person), ctx.now, seed)
            new = Round(
                id=new_key(),
                person=person,
                seed=seed,
                queue=chosen.items,
                asked=len(chosen.items),
                started_at=ctx.now,
                trait=trait or "",
                level=level or 0,
            )
            if chosen.items:
                await work.rounds.start(new)
        shown = self._shown(new) if chosen.items else None
        if shown is None:
            return Edit(_nothing(ctx, chosen, filtered=bool(trait or level)))
        return Edit(self.cards.question(ctx, new, shown, "", self.cards.short_note(ctx, new.asked)))

    def _pass_over(self, current: Round) -> Round:
        """Pass over questions that have left the pack since the round began."""
        while not current.over and self._shown(current) is None:
            current = current.after(again=None)
        return current

    async def _moved(self, ctx: Context, before: Round, after: Round) -> Round:
        if after is not before:
            async with self.desk.write(ctx) as (work, _):
                await work.rounds.save(after)
        return after

    async def _current(self, ctx: Context) -> Round | None:
        async with self.desk.read(ctx) as (work, person):
            return await work.rounds.current(person.id) if person else None

    async def _look(
        self, ctx: Context, round_id: str, position: int
    ) -> tuple[Round, Answer | None]:
        async with self.desk.read(ctx) as (work, person):
            current = await self._own(ctx, work, person.id if person else "", round_id)
            answer = await _answer(work, current, position)
        if answer is None and (current.over or position != current.position):
            raise OldCard(Quiz())
        return current, answer

    async def _own(self, ctx: Context, work: Work, person: str, round_id: str) -> Round:
        found = await work.rounds.get(round_id)
        if found is None:
            raise OldCard(Quiz())
        if found.person != person:
            raise NotYours(Button(ctx.words.s("Start mine"), Quiz()))
        return found

    def _shown(self, current: Round) -> Shown | None:
        item = self.catalog.find(Item, current.queue[current.position])
        return show(item, current.seed, current.position) if item else None

    def _must_show(self, current: Round) -> Shown:
        shown = self._shown(current)
        if shown is None:
            raise OldCard(NextQuestion(round=current.id))
        return shown

    def _at(self, current: Round, position: int, *, done: bool = False) -> Shown:
        if not done and (current.over or position != current.position):
            raise OldCard(Quiz())
        item = self.catalog.find(Item, current.queue[position])
        if item is None:
            raise OldCard(NextQuestion(round=current.id))
        return show(item, current.seed, position)


async def _answer(work: Work, current: Round, position: int) -> Answer | None:
    return next((a for a in await work.rounds.answers(current.id) if a.position == position), None)


def _nothing(ctx: Context, chosen: Selection, *, filtered: bool) -> Card:
    words = ctx.words
    if chosen.next_due is None:
        text = words.t("There is no question for this filter.")
    else:
        day: dt.date = chosen.next_due.astimezone(ctx.zone).date()
        text = words.t(
            "You have answered every question here. The next one comes back on {day}.",
            day=words.day(day, ctx.today),
        )
    anything = Button(words.s("Any characteristic"), Quiz()) if filtered else None
    return Card("", (Text(text), *row(anything, Button(words.s("See the eight traits"), Traits()))))
