"""How a quiz round looks: a question, its feedback, the reasons, the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Resource, Skill, Term, Trait
from bot.core.cards import Actions, Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.intents import Slug
from bot.core.markup import code_block, join, of_pack
from bot.core.words import N_, Words
from bot.features.drawing import letters, read_more, report, strong
from bot.features.quiz_lines import explained, letter_rows, options, reasons, spaced, verdict
from bot.intents.assess import Assess
from bot.intents.quizzes import (
    Choose,
    Letters,
    Lock,
    NextQuestion,
    Quiz,
    StartOver,
    WhyNot,
    WordHelp,
)
from bot.study.quiz import LETTERS, ROUND_SIZE, Shown, complete, is_repeat
from bot.study.records import Answer, Memory, Round
from bot.study.spacing import days_until

_HOW = {
    "multi": N_("Choose all that are right."),
    "order": N_("Press the letters in the right order."),
}


@dataclass(frozen=True, slots=True)
class QuizCards:
    """Draws quiz rounds over a catalog."""

    catalog: Catalog

    def question(
        self,
        ctx: Context,
        now: Round,
        shown: Shown,
        picked: Letters,
        notes: Sequence[Note | Text] = (),
    ) -> Card:
        """Draw a question with what is chosen so far."""
        words, item = ctx.words, shown.item
        how = _HOW.get(item.type)
        return Card(
            "",
            (
                *notes,
                self._place(words, now, now.position, item),
                Text(strong(item.stem)),
                *((Text(code_block(item.code.strip("\n"))),) if item.code else ()),
                *((Note(words.t(how)),) if how else ()),
                Text(options(shown)),
                *letter_rows(words, now, shown, picked),
                *self._choice(words, now, shown, picked),
            ),
        )

    def _place(self, words: Words, now: Round, position: int, item: Item) -> Note:
        name = self.catalog.get(Trait, item.trait).short
        if is_repeat(now, position):
            return Note(words.t("Once more · {trait}", trait=name))
        return Note(
            words.t("{n} of {total} · {trait}", n=position + 1, total=now.asked, trait=name)
        )

    def _choice(
        self, words: Words, now: Round, shown: Shown, picked: Letters
    ) -> tuple[Text | Actions, ...]:
        key, place = now.id, now.position
        ordered = shown.item.type == "order"
        help_ = Button(words.s("Word help"), WordHelp(round=key, position=place, picked=picked))
        wording = help_ if shown.item.words else None
        if not picked:
            return row(wording)
        again = Button(words.s("Start again"), Choose(round=key, position=place))
        if not complete(shown, picked):
            so_far = words.t("Your order so far: *{letters}*", letters=spaced(picked))
            return (Text(so_far), *row(again, wording))
        if ordered:
            said = words.t("Your order: *{letters}*. How sure are you?", letters=spaced(picked))
        else:
            said = words.t(
                "You chose *{letters}*. How sure are you?",
                letters=letters(words, picked, N_("and")),
            )
        return (
            Text(words.t("{said}\nAfter this it is final.", said=said)),
            *row(
                Button(
                    words.s("Sure"),
                    Lock(round=key, position=place, picked=picked, sure=True),
                    Tone.first,
                ),
                Button(words.s("Not sure"), Lock(round=key, position=place, picked=picked)),
                again if ordered else None,
                wording,
            ),
        )

    def word_help(self, ctx: Context, item: Item) -> Text:
        """List the words of a question, each in one line."""
        found = [self.catalog.get(Term, each) for each in item.words]
        lines = (
            ctx.words.t("*{term}*: {says}", term=each.term, says=of_pack(each.says))
            for each in found
        )
        return Text(join("\n", lines))

    def feedback(
        self, ctx: Context, now: Round, shown: Shown, answer: Answer, memory: Memory | None
    ) -> Card:
        """Draw what is right, why the choice fails, why the key holds, and when it returns."""
        words = ctx.words
        picked = shown.letters(answer.chosen)
        return Card(
            "",
            (
                self._place(words, now, answer.position, shown.item),
                Text(verdict(words, shown, answer)),
                *reasons(words, shown, answer, picked),
                *self._returns(ctx, now, answer, memory),
                *self._further(ctx, now, shown, answer, picked),
            ),
        )

    def _returns(
        self, ctx: Context, now: Round, answer: Answer, memory: Memory | None
    ) -> tuple[Note, ...]:
        words = ctx.words
        if memory is None:
            return ()
        days = words.tn("in about {n} day", "in about {n} days", days_until(memory, ctx.now))
        if not answer.right and not is_repeat(now, answer.position):
            return (Note(words.t("Comes back at the end of this round, then {days}.", days=days)),)
        if answer.right and answer.sure:
            return (Note(words.t("You were sure. Comes back {days}.", days=days)),)
        if answer.right:
            return (Note(words.t("You were not sure. Comes back {days}.", days=days)),)
        return (Note(words.t("Comes back {days}.", days=days)),)

    def _further(
        self, ctx: Context, now: Round, shown: Shown, answer: Answer, picked: Letters
    ) -> tuple[Actions, ...]:
        words = ctx.words
        told = {*picked, *shown.key} if shown.item.chooses_one else set(LETTERS)
        others = "".join(c for c, _ in zip(LETTERS, shown.options, strict=False) if c not in told)
        if shown.item.type == "order":
            label = words.s("Why this order?")
        elif shown.item.type == "multi":
            label = words.s("Why each?")
        else:
            label = words.s("Why not {letters}?", letters=letters(words, others, N_("or")))
        more = others or not shown.item.chooses_one
        last = now.over and answer.position == len(now.queue) - 1
        further = words.s("See the result") if last else words.s("Next question")
        return (
            *row(
                Button(further, NextQuestion(round=now.id), Tone.first),
                Button(label, WhyNot(round=now.id, position=answer.position)) if more else None,
            ),
            *row(read_more(words, self._read(shown.item)), report(ctx, "item", shown.item.id)),
        )

    def _read(self, item: Item) -> Resource | None:
        return self.catalog.find(Resource, item.read) if item.read else None

    def why_not(self, ctx: Context, now: Round, shown: Shown, answer: Answer) -> Card:
        """Draw the reason of every option."""
        words = ctx.words
        lines = [
            explained(letter, option.text, option.why or shown.item.explain)
            for letter, option in zip(LETTERS, shown.options, strict=False)
        ]
        return Card(
            "",
            (
                self._place(words, now, answer.position, shown.item),
                Text(verdict(words, shown, answer)),
                *(Text(line) for line in lines),
                *row(
                    Button(words.s("Next question"), NextQuestion(round=now.id), Tone.first),
                    read_more(words, self._read(shown.item)),
                    report(ctx, "item", shown.item.id),
                ),
            ),
        )

    def end(self, ctx: Context, now: Round, answers: Sequence[Answer]) -> Card:
        """Draw the end of a round: what is worth another look matters more than the score."""
        words = ctx.words
        first = [answer for answer in answers if not is_repeat(now, answer.position)]
        missed = [self.catalog.find(Item, answer.item) for answer in first if not answer.right]
        items = [item for item in missed if item is not None]
        titles = dict.fromkeys(self.catalog.get(Skill, item.skill).title for item in items)
        score = words.s("{right} of {total}", right=len(first) - len(missed), total=len(first))
        link = next((r for r in map(self._read, items) if r), None)
        if titles:
            body = words.t("*Worth another look:* {titles}.", titles=", ".join(titles))
            tail = words.t("Every question comes back in the coming weeks, these first.")
        else:
            body = words.t("Every answer was right.")
            tail = words.t("The questions come back in the coming weeks.")
        again = Quiz.model_validate({"trait": now.trait or None, "level": now.level or None})
        return Card(
            score,
            (
                Text(body),
                Text(tail),
                *row(
                    read_more(words, link),
                    Button(words.s("Another round"), again, Tone.quiet if link else Tone.first),
                    self._habits(words, now),
                ),
                Note(words.t("Nobody else sees this result.")),
            ),
        )

    def _habits(self, words: Words, now: Round) -> Button | None:
        """After a round of one characteristic, lead to how one describes it oneself."""
        if not self.catalog.assessments(now.trait):
            return None
        return Button(words.s("Describe my habits"), Assess(trait=now.trait))

    def open_note(self, ctx: Context, now: Round) -> tuple[Note, ...]:
        """Say that a round is open already."""
        words = ctx.words
        if is_repeat(now, now.position):
            text = words.t("A round is open: the questions you missed come once more.")
        else:
            text = words.t("Question {n} of {total} is open.", n=now.position + 1, total=now.asked)
        return (Note(text),)

    def start_over(
        self, ctx: Context, trait: Slug | None, level: int | None
    ) -> tuple[Actions, ...]:
        """Offer a new round in place of the open one."""
        go = StartOver(trait=trait, level=level)
        return row(Button(ctx.words.s("Start a new round"), go))

    def short_note(self, ctx: Context, asked: int) -> tuple[Note, ...]:
        """Say that a round is shorter than five, and why."""
        if asked >= ROUND_SIZE:
            return ()
        text = ctx.words.tn(
            "Only {n} question is left here for today.",
            "Only {n} questions are left here for today.",
            asked,
        )
        return (Note(text),)
