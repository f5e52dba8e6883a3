"""How running schedules look to moderators: the list, the week, one schedule, what was done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.cards import Button, Card, Facts, Text, Tone, row
from bot.core.context import Context
from bot.core.intents import Intent
from bot.core.markup import Marked, join
from bot.features.group_cards import where
from bot.features.plan_lines import (
    Plan,
    clock_line,
    date_line,
    lines,
    name_of,
    state,
)
from bot.intents.plans import (
    DeleteSchedule,
    DuplicateSchedule,
    History,
    ListSchedules,
    PauseSchedule,
    ResumeSchedule,
    RunNow,
    RunOnce,
    ShowSchedule,
    SkipNext,
    UndoPlan,
    Unskip,
)
from bot.intents.posts import CheckAgain
from bot.intents.schedules import EditSchedule
from bot.study.planning import Missed
from bot.study.recurrence import Slot
from bot.study.rhythm import describe
from bot.study.schedules import Schedule, Status, What

GROUPS = 6
"""Groups that a card names."""


def unchanged(ctx: Context, plan: Plan) -> Card:
    """Draw a schedule for which nothing was to be done, and say so first."""
    words = ctx.words
    match plan.schedule.status:
        case Status.paused:
            said = words.t("It is paused. Nothing was changed.")
        case Status.active:
            said = words.t("It is running. Nothing was changed.")
        case _:
            said = words.t("It is over. Nothing was changed.")
    card = shown(ctx, plan, ())
    return replace(card, blocks=(Text(said), *card.blocks))


def shown(ctx: Context, plan: Plan, dates: Sequence[Slot | Missed], jump: int = 0) -> Card:
    """Draw one schedule. `jump` is the week by the calendar, where that is a later one."""
    words, schedule = ctx.words, plan.schedule
    rows = (
        (words.s("When"), words.t("{text}", text=describe(schedule.rule, words))),
        (words.s("Clock"), _clocks(ctx, plan)),
        (words.s("Where"), _places(ctx, plan)),
        (words.s("State"), words.t("{text}", text=state(words, plan))),
        *_season(ctx, plan),
    )
    zone = plan.first.zone if plan.first else "UTC"
    coming = lines([date_line(ctx, each, zone) for each in dates])
    return Card(
        name_of(words, plan),
        (
            Facts(rows),
            *((Text(words.t("*Next*\n{dates}", dates=coming)),) if dates else ()),
            *row(*_turns(ctx, plan, jump)),
            *row(
                Button(words.s("Change"), EditSchedule(schedule=schedule.id)),
                Button(words.s("History"), History(schedule=schedule.id)),
                Button(words.s("Duplicate"), DuplicateSchedule(schedule=schedule.id)),
                Button(words.s("Delete"), DeleteSchedule(schedule=schedule.id), Tone.danger),
            ),
        ),
    )


def _turns(ctx: Context, plan: Plan, jump: int) -> tuple[Button | None, ...]:
    """Offer what fits the state."""
    words, schedule, held = ctx.words, plan.schedule, plan.held
    name = schedule.id
    if schedule.status is Status.paused:
        target = plan.first
        week_ = target.week if target else 1
        if schedule.what is What.nudge and jump > week_:
            return (
                Button(
                    words.s("Continue with week {n}", n=week_),
                    ResumeSchedule(schedule=name),
                    Tone.first,
                ),
                Button(
                    words.s("Jump to week {n}", n=jump), ResumeSchedule(schedule=name, jump=True)
                ),
            )
        return (Button(words.s("Resume"), ResumeSchedule(schedule=name), Tone.first),)
    if schedule.status is not Status.active:
        return ()
    again = CheckAgain(schedule=name, group=held.group) if held else None
    return (
        Button(words.s("Check again"), again, Tone.first) if again else None,
        Button(words.s("Pause"), PauseSchedule(schedule=name)),
        Button(words.s("Skip the next one"), SkipNext(schedule=name)),
        Button(words.s("Post once now"), RunNow(schedule=name)),
    )


def _clocks(ctx: Context, plan: Plan) -> Marked:
    zones = dict.fromkeys(each.zone for each in plan.targets)
    return lines([clock_line(ctx.words, zone, ctx.now) for zone in zones])


def _places(ctx: Context, plan: Plan) -> Marked:
    words = ctx.words
    places = [where(ctx, each.channel) for each in plan.targets[:GROUPS]]
    rest = len(plan.targets) - len(places)
    if rest:
        places.append(words.tn("and {n} more", "and {n} more", rest))
    return lines(places)


def _season(ctx: Context, plan: Plan) -> tuple[tuple[str, Marked], ...]:
    target = plan.first
    if plan.schedule.what is not What.nudge or target is None:
        return ()
    words = ctx.words
    said = words.t("season {season}, week {week}", season=target.season, week=target.week)
    return ((words.s("Comes next"), said),)


def done(ctx: Context, plan: Plan, text: Marked, undo: Intent | None) -> Card:
    """Say what was done, with the way back."""
    words = ctx.words
    return Card(
        "",
        (
            Text(text),
            *row(
                Button(words.s("Undo"), undo) if undo else None,
                Button(words.s("Open"), ShowSchedule(schedule=plan.schedule.id)),
            ),
        ),
    )


def skipped(ctx: Context, plan: Plan, day: dt.date) -> Card:
    """Say which date is left out."""
    words = ctx.words
    name = name_of(words, plan)
    text = words.t("*{name}*: {day} is left out.", name=name, day=words.day(day))
    if plan.schedule.what is What.nudge:
        text = join(" ", (text, words.t("The season waits.")))
    back = Unskip(schedule=plan.schedule.id, day=day.toordinal())
    return done(ctx, plan, text, back)


def confirm(ctx: Context, plan: Plan, number: int) -> Card:
    """Ask before an extra post goes out."""
    words = ctx.words
    text = words.t(
        "Post *{name}* once now, in addition? The plan stays as it is.", name=name_of(words, plan)
    )
    yes = RunOnce(schedule=plan.schedule.id, number=number)
    return Card(
        "",
        (
            Text(text),
            Text(lines([where(ctx, each.channel) for each in plan.targets[:GROUPS]])),
            *row(
                Button(words.s("Post now"), yes, Tone.first),
                Button(words.s("Keep it as it is"), ShowSchedule(schedule=plan.schedule.id)),
            ),
        ),
    )


def over(ctx: Context) -> Card:
    """Say that somebody changed it meanwhile."""
    words = ctx.words
    text = words.t("Somebody has changed this schedule since. Look at it before you go on.")
    return Card("", (Text(text), *row(Button(words.s("Schedules"), ListSchedules()))))


def undo_of(schedule: Schedule, was: Status) -> UndoPlan:
    """Make the way back from what was just done."""
    state_ = "paused" if was is Status.paused else "active"
    return UndoPlan(schedule=schedule.id, version=schedule.version, was=state_)


def edit(ctx: Context, plan: Plan) -> Card:
    """Ask whether every later post changes, or the next one alone."""
    words, name = ctx.words, plan.schedule.id
    target = plan.first
    once = None
    if target is not None and target.next_local is not None:
        once = EditSchedule(
            schedule=name, scope="once", group=target.group, day=target.next_local.toordinal()
        )
    text = words.t("What do you want to change of *{name}*?", name=name_of(words, plan))
    return Card(
        "",
        (
            Text(text),
            *row(
                Button(words.s("Every later post"), EditSchedule(schedule=name), Tone.first),
                Button(words.s("The next one alone"), once) if once else None,
            ),
        ),
    )
