"""When a recurring post is due: a wall-time rule of our own over zoneinfo.

A rule gives local dates; `instant` turns a date, a time of day and a zone into one instant. A time
that the clocks leap over is posted at the first instant after the gap, one that comes twice at the
first of the two (engine, section 3).
"""

import calendar
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

HORIZON = dt.timedelta(days=366 * 12)
"""How far a rule is followed; nothing within it means that it never fires again."""

MOVES = 30
"""Days within which the next working day has to come."""

DAY = dt.timedelta(days=1)
SATURDAY = 5


class Every(StrEnum):
    """How a rule repeats."""

    day = "day"
    weekdays = "weekdays"
    week = "week"
    month_date = "month_date"
    month_weekday = "month_weekday"


class OnHoliday(StrEnum):
    """What to do with a date that is a public holiday."""

    skip = "skip"
    next_working_day = "next_working_day"


class Calendar(Protocol):
    """Public holidays of one country; the empty name means that a date is none."""

    def holiday(self, day: dt.date) -> str:
        """Name the public holiday on a date."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """Which local dates, and at which time of day.

    `anchor` is the first date on which it may fire; weeks and months are counted from it.
    `weekdays` (0 is Monday) belongs to `Every.week`; empty means the anchor's. `day` is the day of
    the month, the last one of shorter months, and of every month when -1. `nth` is 1 to 4, or -1
    for the last. `until` is the last date. `holidays` is a country code such as DE or DE-BE.
    """

    every: Every
    at: dt.time
    anchor: dt.date
    weekdays: frozenset[int] = frozenset()
    interval: int = 1
    day: int = 0
    nth: int = 0
    until: dt.date | None = None
    skips: frozenset[dt.date] = frozenset()
    holidays: str = ""
    on_holiday: OnHoliday = OnHoliday.skip

    def __post_init__(self) -> None:
        """Refuse a rule that means nothing. Raises ValueError."""
        months = range(1, 32)
        if self.interval < 1 or not self.weekdays <= set(range(7)):
            raise ValueError("the interval is at least 1, weekdays are 0 to 6")
        if self.every is Every.month_date and self.day != -1 and self.day not in months:
            raise ValueError("the day of the month is 1 to 31, or -1 for the last")
        if self.every is Every.month_weekday and self.nth not in {1, 2, 3, 4, -1}:
            raise ValueError("nth is 1 to 4, or -1 for the last")


class ClockChange(StrEnum):
    """What the clocks do to an occurrence."""

    gap = "gap"
    fold = "fold"


class Why(StrEnum):
    """Why a date of a rule is left out."""

    skip_date = "skip date"
    holiday = "holiday"
    occupied = "occupied"
    no_such_day = "no such day"


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence: `planned` is the rule's date, `local` the one it is posted on, `at` in UTC.

    They differ where a holiday moved it.
    """

    local: dt.date
    planned: dt.date
    at: dt.datetime
    clock: ClockChange | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date of the rule on which nothing is posted; `detail` names the holiday."""

    local: dt.date
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _NoHolidays:
    def holiday(self, day: dt.date) -> str:
        del day
        return ""


NO_HOLIDAYS: Calendar = _NoHolidays()


def instant(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """Return the instant (UTC) of a wall time; after the gap, or the first of two."""
    return _instant(day, at, ZoneInfo(zone))[0]


def _instant(day: dt.date, at: dt.time, tz: ZoneInfo) -> tuple[dt.datetime, ClockChange | None]:
    wall = dt.datetime.combine(day, at.replace(fold=0), tz)
    first = wall.astimezone(dt.UTC)
    other = wall.replace(fold=1).astimezone(dt.UTC)
    if first == other:
        return first, None
    if first < other:
        return first, ClockChange.fold
    return _transition(other, first, tz), ClockChange.gap


def _transition(before: dt.datetime, after: dt.datetime, tz: ZoneInfo) -> dt.datetime:
    """Find the second between two instants at which a zone's offset changes."""
    offset = before.astimezone(tz).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while low < high:
        middle = (low + high) // 2
        same = dt.datetime.fromtimestamp(middle, tz).utcoffset() == offset
        low, high = (middle + 1, high) if same else (low, middle)
    return dt.datetime.fromtimestamp(low, dt.UTC)


def _dates(rule: Rule, start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """List a rule's own dates from `start` to `end`, both included, in order."""
    first = max(start, rule.anchor)
    last = min(end, rule.until) if rule.until else end
    match rule.every:
        case Every.day:
            ahead = (rule.anchor - first).days % rule.interval
            yield from _steps(first + ahead * DAY, rule.interval, last)
        case Every.weekdays:
            yield from (day for day in _steps(first, 1, last) if day.weekday() < SATURDAY)
        case Every.week:
            yield from _weekly(rule, first, last)
        case Every.month_date | Every.month_weekday:
            yield from (day for day in _monthly(rule, first, last) if first <= day <= last)


def _weekly(rule: Rule, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    chosen = rule.weekdays or {rule.anchor.weekday()}
    monday = rule.anchor - rule.anchor.weekday() * DAY
    for day in _steps(first, 1, last):
        if day.weekday() in chosen and (day - monday).days // 7 % rule.interval == 0:
            yield day


def _steps(first: dt.date, days: int, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        yield day
        day += days * DAY


def _monthly(rule: Rule, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    origin = rule.anchor.year * 12 + rule.anchor.month - 1
    month = max(first.year * 12 + first.month - 1, origin)
    month += (origin - month) % rule.interval
    while month <= last.year * 12 + last.month - 1:
        year, index = divmod(month, 12)
        yield _in_month(rule, year, index + 1)
        month += rule.interval


def _in_month(rule: Rule, year: int, month: int) -> dt.date:
    weekday, length = calendar.monthrange(year, month)
    if rule.every is Every.month_date:
        return dt.date(year, month, length if rule.day < 0 else min(rule.day, length))
    wanted = min(rule.weekdays, default=rule.anchor.weekday())
    first = 1 + (wanted - weekday) % 7
    day = first + 7 * (rule.nth - 1) if rule.nth > 0 else first + (length - first) // 7 * 7
    return dt.date(year, month, day)


def coming(
    rule: Rule, zone: str, after: dt.datetime, holidays: Calendar = NO_HOLIDAYS
) -> Iterator[Slot | Skipped]:
    """Follow a rule from an instant (not included) on: what is posted and what is left out.

    Lazy and in order; ends with the rule, or at the horizon.
    """
    tz = ZoneInfo(zone)
    today = after.astimezone(tz).date()
    last = after
    for local, found in _resolved(rule, today, holidays):
        if isinstance(found, Skipped):
            if local >= today:
                yield found
            continue
        at, clock = _instant(local, rule.at, tz)
        if at.astimezone(tz).date() != local:
            if local >= today:
                yield Skipped(local, Why.no_such_day)
        elif at > last:
            last = at
            yield Slot(local, found, at, clock)


def _resolved(
    rule: Rule, today: dt.date, holidays: Calendar
) -> Iterator[tuple[dt.date, dt.date | Skipped]]:
    """Give each of a rule's dates the date it is posted on, or say why it is left out."""
    back = MOVES * DAY if rule.on_holiday is OnHoliday.next_working_day else dt.timedelta()
    start = max(today - back, rule.anchor)
    moved: dict[dt.date, dt.date] = {}
    for day in _dates(rule, start, max(today, rule.anchor) + HORIZON):
        for early in sorted(each for each in moved if each < day):
            yield early, moved.pop(early)
        if day in rule.skips:
            yield day, Skipped(day, Why.skip_date)
        elif not (name := holidays.holiday(day)):
            yield day, day
        elif (there := _working_day(rule, day, holidays)) is None:
            yield day, Skipped(day, Why.holiday, name)
        elif there in moved or _has(rule, there):
            yield day, Skipped(day, Why.occupied, name)
        else:
            moved[there] = day
    for late in sorted(moved):
        yield late, moved[late]


def _working_day(rule: Rule, day: dt.date, holidays: Calendar) -> dt.date | None:
    """Return the next working day, or None when the rule does not move or ends before it."""
    if rule.on_holiday is OnHoliday.skip:
        return None
    for there in islice(_steps(day + DAY, 1, day + MOVES * DAY), MOVES):
        if there.weekday() < SATURDAY and not holidays.holiday(there) and there not in rule.skips:
            return there if rule.until is None or there <= rule.until else None
    return None


def _has(rule: Rule, day: dt.date) -> bool:
    return any(_dates(rule, day, day))


def next_slot(
    rule: Rule, zone: str, after: dt.datetime, holidays: Calendar = NO_HOLIDAYS
) -> Slot | None:
    """Return the first occurrence after an instant, or None when the rule never fires again."""
    return next(
        (each for each in coming(rule, zone, after, holidays) if isinstance(each, Slot)), None
    )


def changes(zone: str, start: dt.datetime, end: dt.datetime) -> tuple[dt.date, ...]:
    """List the local dates on which a zone's clocks change between two instants."""
    tz, found = ZoneInfo(zone), list[dt.date]()
    day, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    while day <= last:
        midnight = dt.datetime.combine(day, dt.time(), tz)
        if midnight.utcoffset() != dt.datetime.combine(day + DAY, dt.time(), tz).utcoffset():
            found.append(day)
        day += DAY
    return tuple(found)


@cache
def _adapter() -> TypeAdapter[Rule]:
    return TypeAdapter(Rule)


def to_json(rule: Rule) -> str:
    """Write a rule as text, for storage and the audit; equal rules give equal text."""
    plain = _adapter().dump_python(rule, mode="json", exclude_defaults=True)
    for name in {"weekdays", "skips"} & plain.keys():
        plain[name] = sorted(plain[name])
    return json.dumps(plain)


def from_json(text: str) -> Rule:
    """Read what `to_json` wrote. Raises pydantic's ValidationError."""
    return _adapter().validate_json(text)
