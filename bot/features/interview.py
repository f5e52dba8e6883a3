"""/interview: a question to think about, then what a good answer covers and what follows."""

from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Question
from bot.core.cards import Button, Card, Choice, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.markup import Marked, join, of_pack
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.core.words import N_, Words
from bot.features.desk import Desk, by_present_id
from bot.features.drawing import open_skill, report, strong
from bot.intents.interview import Interview, ShowPoints
from bot.study.rotation import Next, following

_FAMILIES = {
    "theory": N_("Theory"),
    "coding": N_("Coding"),
    "design": N_("System design"),
    "behavioural": N_("Behaviour"),
}
_LEVELS = (N_("first questions"), N_("deeper questions"), N_("senior questions"))
_KIND = "question"


@dataclass(frozen=True, slots=True)
class InterviewFeature:
    """Serves interview questions."""

    catalog: Catalog
    desk: Desk

    @handles(Interview)
    async def ask(self, ctx: Context, ask: Interview) -> Reply:
        """Show a question not seen lately, and remember that it was shown."""
        words, pool = ctx.words, self.catalog.questions(family=ask.family)
        async with self.desk.write(ctx) as (work, person):
            seen = by_present_id(self.catalog, Question, await work.seen.of(person, _KIND))
            chosen = following(pool, seen, person)
            if chosen is not None:
                await work.seen.note(person, _KIND, chosen.piece.id, ctx.now)
        if chosen is None:
            return Edit(_none(ctx))
        points = ShowPoints(question=chosen.piece.id, family=ask.family)
        return Edit(
            Card(
                words.s("Interview question"),
                (
                    *_again(words, chosen),
                    *_question(words, chosen.piece),
                    Text(words.t("Take two minutes. Say your answer aloud or write it down.")),
                    *row(
                        Button(words.s("Show the key points"), points, Tone.first),
                        Button(words.s("Another question"), Interview(family=ask.family)),
                    ),
                    _families(words),
                ),
            )
        )

    @handles(ShowPoints)
    async def show(self, ctx: Context, ask: ShowPoints) -> Reply:
        """Show what a good answer covers, what a strong one shows, and what is asked next."""
        words, question = ctx.words, self.catalog.find(Question, ask.question)
        if question is None:
            raise OldCard(Interview(family=ask.family))
        lines = join("\n", (Marked(f"- {line}") for line in question.covers))
        another = Interview(family=ask.family)
        return Edit(
            Card(
                words.s("Interview question"),
                (
                    *_question(words, question),
                    Text(words.t("*A good answer covers*\n{lines}", lines=lines)),
                    Text(words.t("*A strong answer:* {text}", text=of_pack(question.signal))),
                    Text(words.t("*Asked next:* {text}", text=of_pack(question.follow_up))),
                    *row(
                        Button(words.s("Another question"), another, Tone.first),
                        open_skill(ctx, self.catalog, question.skill),
                        report(ctx, _KIND, question.id),
                    ),
                ),
            )
        )


def _again(words: Words, chosen: Next[Question]) -> tuple[Note, ...]:
    if chosen.seen_at is None:
        return ()
    return (Note(words.t("You have seen every question here. This one you saw longest ago.")),)


def _question(words: Words, question: Question) -> tuple[Note, Text]:
    kind, level = _FAMILIES[question.family], _LEVELS[question.level - 1]
    return (
        Note(words.t("{kind} · {level}", kind=words.s(kind), level=words.s(level))),
        Text(strong(question.question)),
    )


def _families(words: Words) -> Pick:
    options = tuple(Choice(each, words.s(name)) for each, name in _FAMILIES.items())
    return Pick(words.s("Choose a kind"), Interview(), "family", options)


def _none(ctx: Context) -> Card:
    words = ctx.words
    text = words.t("There is no question of this kind yet.")
    anything = Button(words.s("Any question"), Interview())
    return Card("", (Text(text), _families(words), *row(anything)))
