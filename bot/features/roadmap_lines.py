"""Lines and rows of which the roadmap's cards are made."""

from bot.catalog.models import Milestone, Step
from bot.core.cards import Actions, Button, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, of_pack
from bot.core.words import N_, Words
from bot.intents.career import Projects
from bot.intents.roadmap import SetMark
from bot.study.progress import Marks, Standing
from bot.study.records import Mark


def lower(sentence: str) -> str:
    """Start a text of the pack in lower case, so that it can follow words of ours.

    Names and abbreviations keep their capitals.
    """
    first = sentence.split(" ", 1)[0]
    return (
        sentence
        if first[1:] != first[1:].lower() or first == "I"
        else sentence[:1].lower() + sentence[1:]
    )


def step_name(words: Words, step: Step) -> Marked:
    """Name a step with its number."""
    return words.t("*{number} {title}*", number=step.number, title=step.title)


def state(words: Words, at: Standing, *, optional: bool) -> Marked:
    """Say where somebody stands in a step."""
    if at.done and at.known:
        return words.t(
            "{done} of {total} done, {known} known", done=at.done, total=at.total, known=at.known
        )
    if at.known:
        return words.t("{known} of {total} known", known=at.known, total=at.total)
    if at.done:
        return words.t("{done} of {total} done", done=at.done, total=at.total)
    return words.t("optional") if optional else words.tn("{n} to do", "{n} to do", at.total)


def milestone_line(words: Words, milestone: Milestone, marks: Marks) -> Marked:
    """Draw a milestone in the list of its step."""
    states = {Mark.done: N_("done"), Mark.known: N_("known"), Mark.started: N_("started")}
    marking = marks.get(milestone.id)
    if marking is None:
        return words.t("{title} · about {n} h", title=milestone.title, n=milestone.hours)
    state = words.t(states[marking.mark])
    return words.t("*{title}* · {state}", title=milestone.title, state=state)


def proof(words: Words, milestone: Milestone) -> Marked:
    """Say when a milestone is done."""
    return words.t("*Done when* {proof}", proof=of_pack(lower(milestone.done_when)))


def next_lines(words: Words, milestone: Milestone) -> tuple[Text | Actions, ...]:
    """Draw what comes next, with its first button."""
    head = words.t(
        "*Next: {title}* · about {n} h\nDone when {proof}",
        title=milestone.title,
        n=milestone.hours,
        proof=of_pack(lower(milestone.done_when)),
    )
    return (
        Text(head),
        *row(
            Button(
                words.s("Continue"), SetMark(milestone=milestone.id, mark="started"), Tone.first
            ),
            Button(words.s("I know this"), SetMark(milestone=milestone.id, mark="known")),
        ),
    )


def finished_lines(words: Words) -> tuple[Text | Actions, ...]:
    """Draw what to do when the map is done."""
    return (
        Text(words.t("Every milestone is done or known. A project is a good next thing.")),
        *row(Button(words.s("Find a project"), Projects(), Tone.first)),
    )


def said(ctx: Context, milestone: Milestone, marks: Marks) -> tuple[Note, ...]:
    """Say since when a milestone has its mark."""
    states = {
        Mark.done: N_("Done since {day}."),
        Mark.known: N_("Known since {day}."),
        Mark.started: N_("Started on {day}."),
    }
    if milestone.id not in marks:
        return ()
    marking = marks[milestone.id]
    day = ctx.words.day(marking.at.astimezone(ctx.zone).date(), ctx.today)
    return (Note(ctx.words.t(states[marking.mark], day=day)),)


def mark_row(words: Words, milestone: Milestone, marks: Marks) -> tuple[Actions, ...]:
    """Draw the buttons that mark a milestone."""
    mark = marks[milestone.id].mark if milestone.id in marks else None
    done = Button(words.s("Mark as done"), SetMark(milestone=milestone.id, mark="done"), Tone.first)
    known = Button(words.s("I know this"), SetMark(milestone=milestone.id, mark="known"))
    clear = Button(words.s("Take the mark away"), SetMark(milestone=milestone.id, mark="none"))
    finished = mark in {Mark.done, Mark.known}
    return row(
        None if finished else done,
        None if finished else known,
        clear if mark is not None else None,
    )
