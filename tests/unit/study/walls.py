"""An oracle for wall time: it reads the clocks of a zone, step by step, and shares no code.

It never asks which instant a wall time means. It goes through UTC and looks at what the wall shows:
the first minute that shows the wanted time or, where none does, the first that shows a later one.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

HALF_HOURS = tuple(dt.time(hour, minute) for hour in range(24) for minute in (0, 30))
MINUTE = dt.timedelta(minutes=1)
WIDEST = dt.timedelta(hours=15)
"""How far ahead of UTC any clock may be."""


def shown(zone: ZoneInfo, at: dt.datetime) -> dt.datetime:
    """Return what a clock on the wall shows: a date and time without any zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


@dataclass(frozen=True)
class Wall:
    """The clocks of one zone."""

    zone: str

    def first(self, day: dt.date, at: dt.time) -> dt.datetime:
        """Return the first minute (UTC) that shows a time, or has leapt over it."""
        return self.times(day, (at,))[at]

    def times(
        self, day: dt.date, wanted: Iterable[dt.time], step: dt.timedelta = MINUTE
    ) -> dict[dt.time, dt.datetime]:
        """Return the first instant of each time of a day, reading the wall once for all."""
        zone, left, found = ZoneInfo(self.zone), sorted(wanted), dict[dt.time, dt.datetime]()
        now = dt.datetime.combine(day, dt.time(), dt.UTC) - WIDEST
        while left:
            wall = shown(zone, now)
            while left and dt.datetime.combine(day, left[0]) <= wall:
                found[left.pop(0)] = now
            now += step
        return found

    def change_dates(self, start: dt.date, end: dt.date) -> set[dt.date]:
        """Return the dates whose day is not 24 hours long, as the wall shows it."""
        zone, hour = ZoneInfo(self.zone), dt.timedelta(hours=1)
        now = dt.datetime.combine(start, dt.time(), dt.UTC)
        stop = dt.datetime.combine(end, dt.time(), dt.UTC)
        found = set[dt.date]()
        while now < stop:
            if shown(zone, now + hour) - shown(zone, now) != hour:
                found.add(shown(zone, now + hour).date())
            now += hour
        return found


@cache
def history(zone: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """List (hour, offset in seconds) where a zone's clocks changed from one year to another."""
    tz, rows = ZoneInfo(zone), list[tuple[int, int]]()
    start, end = (int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()) for year in (first, last))
    offset = 10**6
    for moment in range(start, end, 86_400):
        now = dt.datetime.fromtimestamp(moment, tz).utcoffset()
        seconds = int(now.total_seconds()) if now is not None else 0
        if seconds != offset:
            rows.append((moment, seconds))
            offset = seconds
    return tuple(rows)


@cache
def distinct_zones(first: int, last: int, *, every: bool = False) -> tuple[str, ...]:
    """Return one zone for each way in which clocks run from one year to another, or every zone."""
    zones = sorted(available_timezones() - {"localtime"})
    kinds: dict[tuple[tuple[int, int], ...], str] = {}
    for zone in zones:
        kinds.setdefault(history(zone, first, last), zone)
    return tuple(zones if every else kinds.values())
