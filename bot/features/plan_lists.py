"""How many schedules look at once: the list, the week, the question which one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.cards import Block, Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.intents import Intent
from bot.core.markup import Marked, bold, escape
from bot.features.drawing import entry, menu, short
from bot.features.plan_lines import Plan, date_line, lines, name_of, rhythm_of, state
from bot.features.posts_lines import kind
from bot.intents.plans import ListSchedules, PauseAll, ShowSchedule, Week
from bot.intents.schedules import NewSchedule
from bot.study.planning import Missed
from bot.study.recurrence import Slot
from bot.study.schedules import Status

LISTED = 8
"""Schedules on one page."""

NAME = 60
_WEEK_LINES = 24


@dataclass(frozen=True, slots=True)
class Coming:
    """A coming post, or a date left out, of some schedule."""

    plan: Plan
    group: str
    zone: str
    each: Slot | Missed


def nothing(ctx: Context) -> Card:
    """Say how to begin."""
    words = ctx.words
    text = words.t("Nothing is scheduled here yet.")
    begin = Button(words.s("Make the first one"), NewSchedule(), Tone.first)
    return Card("", (Text(text), *row(begin)))


def listed(ctx: Context, plans: Sequence[Plan], page: int) -> Card:
    """Draw the schedules of a community."""
    words = ctx.words
    if not plans:
        return nothing(ctx)
    shown = plans[(page - 1) * LISTED : page * LISTED]
    text = lines([_line(ctx, plan) for plan in shown])
    running = any(plan.schedule.status is Status.active for plan in plans)
    paused = any(plan.schedule.status is Status.paused for plan in plans)
    return Card(
        words.s("Schedules here"),
        (
            Text(text),
            *choose(ctx, shown, ShowSchedule(), words.s("Open one")),
            *row(
                Button(words.s("New"), NewSchedule()),
                Button(words.s("This week"), Week()),
                Button(words.s("Pause all"), PauseAll()) if running else None,
                Button(words.s("Resume all"), PauseAll(on=False)) if paused else None,
            ),
            *row(
                Button(words.s("Previous page"), ListSchedules(page=page - 1))
                if page > 1
                else None,
                Button(words.s("Next page"), ListSchedules(page=page + 1))
                if len(plans) > page * LISTED
                else None,
            ),
        ),
    )


def choose(ctx: Context, plans: Sequence[Plan], into: Intent, label: str) -> tuple[Block, ...]:
    """Offer schedules in a menu."""
    words = ctx.words
    options = tuple(
        entry(plan.schedule.id, name_of(words, plan), rhythm_of(words, plan)) for plan in plans
    )
    return menu(label, into, "schedule", options)


def which(ctx: Context, plans: Sequence[Plan], into: Intent) -> Card:
    """Ask which schedule is meant."""
    if not plans:
        return nothing(ctx)
    words = ctx.words
    text = words.t("Which one?")
    return Card("", (Text(text), *choose(ctx, plans[:25], into, words.s("Choose"))))


def _line(ctx: Context, plan: Plan) -> Marked:
    words = ctx.words
    name = bold(escape(short(name_of(words, plan), NAME)))
    target, status = plan.first, plan.schedule.status
    if status is not Status.active or plan.held or target is None or target.next_at is None:
        said = words.t(
            "{rhythm} · {state}", rhythm=rhythm_of(words, plan), state=state(words, plan)
        )
    else:
        slot = Slot(
            target.next_local or target.next_at.date(),
            target.next_local or target.next_at.date(),
            target.next_at,
        )
        said = words.t(
            "{rhythm} · next {date}",
            rhythm=rhythm_of(words, plan),
            date=date_line(ctx, slot, target.zone),
        )
    return words.t("{name} · {said}", name=name, said=said)


def week(ctx: Context, coming: Sequence[Coming], running: int) -> Card:
    """Draw the next seven days of every group."""
    words = ctx.words
    if not coming:
        text = (
            words.t("Nothing is posted in the next seven days.")
            if running
            else words.t("No schedule is running here.")
        )
        return Card("", (Text(text), *row(Button(words.s("Schedules"), ListSchedules()))))
    shown = coming[:_WEEK_LINES]
    rest = len(coming) - len(shown)
    text = lines([_coming_line(ctx, each) for each in shown])
    more = words.tn("and {n} more", "and {n} more", rest)
    return Card(
        words.s("The next seven days"),
        (
            Text(text),
            *((Note(more),) if rest else ()),
            *row(Button(words.s("Schedules"), ListSchedules())),
        ),
    )


def _coming_line(ctx: Context, coming: Coming) -> Marked:
    words = ctx.words
    date = date_line(ctx, coming.each, coming.zone)
    schedule, group = coming.plan.schedule, coming.plan.groups.get(coming.group)
    name = schedule.title or kind(words, schedule.what)
    where = short(group.name if group else "", 40)
    return words.t("{date} · {name} · {group}", date=date, name=short(name, 40), group=where)
