"""Wall time: which instant a date, a time of day and a zone mean, and when clocks change.

A time that the clocks leap over is the first instant after the gap; one that comes twice is the
first of the two (engine, section 3).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)


class ClockChange(StrEnum):
    """What the clocks do to an occurrence."""

    gap = "gap"
    fold = "fold"


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant (UTC) of a wall time. `exists` is False where a zone leapt over the date."""

    at: dt.datetime
    clock: ClockChange | None = None
    exists: bool = True


@lru_cache(4_096)
def moment(day: dt.date, at: dt.time, tz: dt.tzinfo) -> Moment:
    """Find the instant of a wall time, and say whether the clocks change there."""
    wall = dt.datetime.combine(day, at.replace(fold=0), tz)
    first = wall.astimezone(dt.UTC)
    other = wall.replace(fold=1).astimezone(dt.UTC)
    if first == other:
        return Moment(first)
    if first < other:
        return Moment(first, ClockChange.fold)
    change = _transition(other, first, tz)
    last = change - dt.timedelta(seconds=1)
    sides = {last.astimezone(tz).date(), change.astimezone(tz).date()}
    return Moment(change, ClockChange.gap, exists=day in sides)


def instant(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """Return the instant (UTC) of a wall time: after the gap, or the first of two."""
    return moment(day, at, ZoneInfo(zone)).at


def changes(zone: str, start: dt.datetime, end: dt.datetime) -> tuple[dt.date, ...]:
    """List the local dates on which a zone's clocks change after `start`, until `end` included.

    The date is the one that the new clock shows first. Both ends are aware.
    """
    tz, found = ZoneInfo(zone), list[dt.date]()
    before, last = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    while before < last:
        after = min(before + DAY, last)
        if before.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            found.append(_transition(before, after, tz).astimezone(tz).date())
        before = after
    return tuple(found)


def _transition(before: dt.datetime, after: dt.datetime, tz: dt.tzinfo) -> dt.datetime:
    """Find the second between two instants at which a zone's offset changes."""
    offset = before.astimezone(tz).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while low < high:
        middle = (low + high) // 2
        same = dt.datetime.fromtimestamp(middle, tz).utcoffset() == offset
        low, high = (middle + 1, high) if same else (low, middle)
    return dt.datetime.fromtimestamp(low, dt.UTC)
