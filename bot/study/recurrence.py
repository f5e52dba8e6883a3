"""When a recurring post is due: a wall-time rule of our own over zoneinfo.

A rule gives local dates, holidays move or remove some of them, and `bot.study.walltime` turns each
into one instant.
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.study.walltime import DAY, ClockChange, changes, instant, moment

__all__ = [
    "NO_HOLIDAYS", "Calendar", "ClockChange", "Every", "OnHoliday", "Rule", "Skipped", "Slot",
    "Why", "begin", "changes", "coming", "instant", "next_slot",
]  # fmt: skip

HORIZON = 12
"""Years that a rule is followed; nothing within them means that it never fires again."""

MOVES = 14
"""Days within which the next working day has to come; the longest known holidays take nine."""

LONGEST = 52
"""The largest interval: a year of weeks, and a rule in months still fires within the horizon."""

FIRST_YEAR, LAST_YEAR = 1970, 2999
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
    """Public holidays and working days of one country."""

    def holiday(self, day: dt.date) -> str:
        """Name the public holiday on a date; an empty name means that it is none."""
        ...

    def works(self, day: dt.date) -> bool:
        """Tell a working day from holidays and the country's weekend."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """Which local dates, and at which time of day.

    `anchor` is the first date on which it may fire; intervals are counted from it, weeks from its
    ISO week. `weekdays` (0 is Monday) are the chosen ones of `Every.week` and the single one of
    `Every.month_weekday`; empty means the anchor's. `interval` counts days, weeks or months. `day`
    is the day of the month, the last one of shorter months, and of every month when -1. `nth` is 1
    to 4, or -1 for the last. `until` is the last date. `holidays` is a country code such as DE or
    DE-BE.
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
        if wrong := _wrong(self):
            raise ValueError(wrong)


def _wrong(rule: Rule) -> str:
    single = 7 if rule.every is Every.week else 1
    checks = {
        "the interval is 1 to 52": 1 <= rule.interval <= LONGEST,
        "weekdays come every week": rule.every is not Every.weekdays or rule.interval == 1,
        "weekdays are 0 to 6": rule.weekdays <= set(range(7)) and len(rule.weekdays) <= single,
        "the day of the month is 1 to 31, or -1 for the last": (
            rule.every is not Every.month_date or rule.day in {-1, *range(1, 32)}
        ),
        "nth is 1 to 4, or -1 for the last": (
            rule.every is not Every.month_weekday or rule.nth in {1, 2, 3, 4, -1}
        ),
        "the time is a wall time": rule.at.tzinfo is None and not rule.at.microsecond,
        "the anchor is in this age": FIRST_YEAR <= rule.anchor.year <= LAST_YEAR,
    }
    return "; ".join(text for text, fine in checks.items() if not fine)


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

    def works(self, day: dt.date) -> bool:
        return day.weekday() < SATURDAY


NO_HOLIDAYS: Calendar = _NoHolidays()


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
    chosen = sorted(rule.weekdays or {rule.anchor.weekday()})
    week, origin = (each - each.weekday() * DAY for each in (first, rule.anchor))
    ahead = (origin - week).days // 7 % rule.interval
    for monday in _steps(week + 7 * ahead * DAY, 7 * rule.interval, last):
        yield from (day for n in chosen if first <= (day := monday + n * DAY) <= last)


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

    Lazy and in order; ends with the rule, or at the horizon. `after` is aware. What is left out
    counts as due at the rule's time of that date, so that each comes after one instant only.
    """
    tz = ZoneInfo(zone)
    last = after
    for local, found in _resolved(rule, after.astimezone(tz).date(), holidays):
        due = moment(local, rule.at, tz)
        if due.at <= last:
            continue
        if isinstance(found, Skipped):
            yield found
        elif not due.exists:
            yield Skipped(local, Why.no_such_day)
        else:
            last = due.at
            yield Slot(local, found, due.at, due.clock)


def _resolved(
    rule: Rule, today: dt.date, holidays: Calendar
) -> Iterator[tuple[dt.date, dt.date | Skipped]]:
    """Give each of a rule's dates the date it is posted on, or say why it is left out."""
    moves = rule.on_holiday is OnHoliday.next_working_day
    start = max(today - MOVES * DAY * moves, rule.anchor)
    end = start.replace(year=start.year + HORIZON, day=1)
    moved: dict[dt.date, dt.date] = {}
    for day in _dates(rule, start, end):
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
    for there in _steps(day + DAY, 1, day + MOVES * DAY):
        if holidays.works(there) and there not in rule.skips:
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


def begin(rule: Rule, day: dt.date) -> Rule:
    """Let a rule start on its first fitting date from `day` on, and count its interval from there.

    "Every 2 weeks on Monday", made on a Wednesday, so begins on the coming Monday.
    """
    single = rule.every in {Every.week, Every.month_weekday} and not rule.weekdays
    chosen = frozenset({rule.anchor.weekday()}) if single else rule.weekdays
    dense = replace(rule, anchor=day, weekdays=chosen, interval=1, until=None)
    return replace(rule, anchor=next(_dates(dense, day, day + 62 * DAY)), weekdays=chosen)
