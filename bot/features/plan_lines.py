"""Lines of which the cards of running schedules are made."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.context import Context
from bot.core.markup import Marked, join
from bot.core.words import N_, Words
from bot.features.posts_lines import kind, span, when
from bot.study.groups import Group
from bot.study.planning import Missed, following
from bot.study.recurrence import Calendar, Slot
from bot.study.schedules import (
    Delivery,
    Fate,
    Occurrence,
    Override,
    Part,
    Reason,
    Schedule,
    Status,
    Target,
)
from bot.study.zones import city

LATE_FROM = dt.timedelta(minutes=5)
NEXT = 5
"""Coming posts that a card shows."""

_STATES = {
    Status.active: N_("running"),
    Status.paused: N_("paused"),
    Status.ended: N_("over"),
    Status.deleted: N_("deleted"),
    Status.draft: N_("not started"),
}
_WHY = {
    Reason.late: N_("too late to post"),
    Reason.newer: N_("a newer one was due"),
    Reason.paused: N_("paused"),
    Reason.edited: N_("the schedule was changed"),
    Reason.deleted: N_("the schedule was deleted"),
    Reason.skip_date: N_("a date to leave out"),
    Reason.holiday: N_("a public holiday"),
    Reason.occupied: N_("another date was moved there"),
    Reason.no_such_day: N_("the month has no such day"),
    Reason.override: N_("a moderator chose so"),
    Reason.still_newest: N_("nobody has written since the last post"),
    Reason.ended: N_("the season is over"),
    Reason.used_up: N_("nothing is left to show"),
    Reason.unknown_outcome: N_("nobody knows whether it arrived"),
    Reason.no_channel: N_("the channel is gone or hidden"),
    Reason.no_right: N_("I may not post there"),
    Reason.archived: N_("the channel is archived or locked"),
    Reason.not_member: N_("I am not in the channel"),
    Reason.token: N_("my access was taken away"),
    Reason.left: N_("I was removed from the community"),
    Reason.away: N_("the platform could not be reached"),
    Reason.invalid: N_("the platform did not accept it"),
}
_FATES = {
    Fate.pending: N_("waiting"),
    Fate.sending: N_("being posted"),
    Fate.sent: N_("posted"),
    Fate.uncertain: N_("not certain"),
    Fate.skipped: N_("left out"),
    Fate.removed: N_("taken back"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule with all that its card says. `groups` are by id."""

    schedule: Schedule
    targets: tuple[Target, ...]
    groups: Mapping[str, Group]
    overrides: tuple[Override, ...] = ()

    @property
    def first(self) -> Target | None:
        """The target that is posted next, else the first one."""
        coming = [each for each in self.targets if each.next_at]
        coming.sort(key=lambda each: each.next_at or dt.datetime.max.replace(tzinfo=dt.UTC))
        return next(iter(coming or self.targets), None)

    @property
    def held(self) -> Target | None:
        """A target that is on hold."""
        return next((each for each in self.targets if each.suspended), None)


def name_of(words: Words, plan: Plan) -> str:
    """Name a schedule: its own first line, or what it posts and for whom."""
    if plan.schedule.title:
        return plan.schedule.title
    what = kind(words, plan.schedule.what)
    names = [plan.groups[each.group].name for each in plan.targets if each.group in plan.groups]
    match names:
        case []:
            return what
        case [only]:
            return words.s("{kind} for {group}", kind=what, group=only)
        case [one, *rest]:
            return words.s("{kind} for {group} and {n} more", kind=what, group=one, n=len(rest))
        case _:
            return what


def state(words: Words, plan: Plan) -> str:
    """Say in a word or two where a schedule stands."""
    schedule = plan.schedule
    if schedule.status is Status.paused and schedule.until and plan.first:
        day = schedule.until.astimezone(ZoneInfo(plan.first.zone)).date()
        return words.s("paused until {day}", day=words.day(day))
    if schedule.status is Status.active and plan.held:
        return words.s("on hold: {why}", why=why(words, plan.held.suspended))
    return words.s(_STATES[schedule.status])


def why(words: Words, reason: str) -> str:
    """Say why something was not posted."""
    return words.s(_WHY[Reason(reason)]) if reason in set(Reason) else reason


def rhythm_of(words: Words, plan: Plan) -> str:
    """Say shortly when a schedule posts."""
    target = plan.first
    return when(words, plan.schedule.rule, target.zone) if target else ""


def coming(
    plan: Plan, target: Target, now: dt.datetime, holidays: Calendar
) -> tuple[Slot | Missed, ...]:
    """Return a target's next posts, with what is left out between them."""
    if target.next_local is None or plan.schedule.status is not Status.active:
        return ()
    first = now.astimezone(ZoneInfo(target.zone)).date()
    own = [each for each in plan.overrides if each.group == target.group]
    found: list[Slot | Missed] = []
    posts = 0
    for each in islice(following(plan.schedule.rule, target.zone, first, own, holidays), 4 * NEXT):
        if isinstance(each, Slot) and each.at <= now:
            continue
        found.append(each)
        posts += isinstance(each, Slot)
        if posts == NEXT:
            break
    while found and isinstance(found[-1], Missed):
        found.pop()
    return tuple(found)


def date_line(ctx: Context, each: Slot | Missed, zone: str) -> Marked:
    """Write a coming date on the schedule's clock."""
    words, today = ctx.words, ctx.now.astimezone(ZoneInfo(zone)).date()
    if isinstance(each, Missed):
        reason = each.detail or why(words, each.reason)
        day = words.day(each.local, today)
        return words.t("{day} · left out: {why}", day=day, why=reason)
    there = each.at.astimezone(ZoneInfo(zone))
    day, time = words.day(there.date(), today), f"{there:%H:%M}"
    if each.clock is not None:
        return words.t("{day} {time} · clocks change", day=day, time=time)
    return words.t("{day} {time}", day=day, time=time)


def fate_line(ctx: Context, occurrence: Occurrence, messages: Sequence[Delivery]) -> Marked:
    """Say what became of a date: posted, late by so much, left out and why."""
    words = ctx.words
    said = words.s(_FATES[occurrence.fate])
    message = next((each for each in messages if each.part is Part.post), None)
    if occurrence.fate is Fate.sent and message and message.sent_at:
        late = message.sent_at - message.due_at
        if late >= LATE_FROM:
            return words.t("posted, late by {time}", time=span(words, late))
    if occurrence.reason and occurrence.fate is not Fate.sent:
        detail = occurrence.detail or why(words, occurrence.reason)
        return words.t("{fate}: {why}", fate=said, why=detail)
    return words.t("{fate}", fate=said)


def clock_line(words: Words, zone: str, now: dt.datetime) -> Marked:
    """Say whose clock it is, and what it shows now."""
    time = f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
    return words.t("{city}, {time} now", city=city(zone), time=time)


def lines(parts: Sequence[Marked]) -> Marked:
    """Write one below the other."""
    return join("\n", parts)
