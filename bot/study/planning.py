"""What is due on one target, and what comes next: pure rules over a target's own cursor.

The cursor is the local date (`next_local`), so that an edit of the time, a step of the clock or a
new tz database cannot give one date twice.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.study.recurrence import NO_HOLIDAYS, Calendar, Rule, Skipped, Slot, Why, coming, instant
from bot.study.schedules import (
    Delivery,
    Occurrence,
    Override,
    Part,
    Reason,
    Schedule,
    Target,
    What,
    delivery_id,
    shard_of,
)

DAY = dt.timedelta(days=1)
TICK = dt.timedelta(microseconds=1)
RECAPPED = frozenset({What.nudge, What.question})
"""What opens with a look back at the post before, in its thread."""

_REASONS = {
    Why.skip_date: Reason.skip_date,
    Why.holiday: Reason.holiday,
    Why.occupied: Reason.occupied,
    Why.no_such_day: Reason.no_such_day,
}

PARTS = {Part.post: 0, Part.recap: 1}


@dataclass(frozen=True, slots=True)
class Missed:
    """A date on which nothing is posted; `detail` names the holiday."""

    local: dt.date
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """The dates of a target whose time has come, oldest first, and the one that follows them."""

    items: tuple[Slot | Missed, ...]
    then: Slot | None


def following(
    rule: Rule,
    zone: str,
    first: dt.date,
    overrides: Iterable[Override],
    holidays: Calendar = NO_HOLIDAYS,
) -> Iterator[Slot | Missed]:
    """Follow a rule from a local date on (included), with what was decided about single dates."""
    decided = {each.local: each for each in overrides}
    after = instant(first, dt.time(), zone) - TICK
    for each in coming(rule, zone, after, holidays):
        change = decided.get(each.local)
        if isinstance(each, Skipped):
            yield Missed(each.local, _REASONS[each.why], each.detail)
        elif change is None:
            yield each
        elif change.skip:
            yield Missed(each.local, Reason.override)
        elif change.at:
            yield replace(each, at=instant(each.local, change.at, zone))
        else:
            yield each


def cursor(
    schedule: Schedule,
    target: Target,
    after: dt.datetime,
    overrides: Iterable[Override] = (),
    holidays: Calendar = NO_HOLIDAYS,
) -> Target:
    """Return the target with its next occurrence after an instant: what a start or an edit sets."""
    today = after.astimezone(_zone(target)).date()
    own = [each for each in overrides if each.group == target.group]
    steps = following(schedule.rule, target.zone, today - DAY, own, holidays)
    slot = next((each for each in steps if isinstance(each, Slot) and each.at > after), None)
    return moved(target, slot)


def moved(target: Target, slot: Slot | None) -> Target:
    """Return the target with another next occurrence; None when nothing follows."""
    at, local = (slot.at, slot.local) if slot else (None, None)
    return replace(target, next_at=at, next_local=local)


def passed(
    rule: Rule,
    target: Target,
    now: dt.datetime,
    overrides: Iterable[Override] = (),
    holidays: Calendar = NO_HOLIDAYS,
) -> Passed:
    """Return what a target's rule has brought from its cursor until now, and what follows."""
    items: list[Slot | Missed] = []
    for each in following(rule, target.zone, _first(target, now), overrides, holidays):
        if isinstance(each, Slot) and each.at > now:
            return Passed(tuple(items), each)
        items.append(each)
    return Passed(tuple(items), None)


def _first(target: Target, now: dt.datetime) -> dt.date:
    return target.next_local or now.astimezone(_zone(target)).date()


def _zone(target: Target) -> dt.tzinfo:
    return ZoneInfo(target.zone)


def deliveries(schedule: Schedule, target: Target, occurrence: Occurrence) -> tuple[Delivery, ...]:
    """Return the messages of an occurrence: the post, and what stands in its thread."""
    parts = [Part.post]
    if schedule.options.thread and schedule.what in RECAPPED and not occurrence.extra:
        parts.append(Part.recap)
    return tuple(_delivery(schedule, target, occurrence, part) for part in parts)


def _delivery(schedule: Schedule, target: Target, occurrence: Occurrence, part: Part) -> Delivery:
    due = occurrence.due_at
    return Delivery(
        id=delivery_id(occurrence.key, target.channel, part),
        community=schedule.community,
        channel=target.channel,
        part=part,
        due_at=due,
        expires_at=due + schedule.grace,
        not_before=due,
        shard=shard_of(target.channel),
        seq=round(due.timestamp() * 1000) * len(PARTS) + PARTS[part],
    )
