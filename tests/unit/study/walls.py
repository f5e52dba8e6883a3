"""An oracle for wall time: it reads the clocks of a zone, minute by minute, and shares no code.

It never asks which instant a wall time means. It goes through UTC and looks at what the wall shows:
the first minute that shows the wanted time or, where none does, the first that shows a later one.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

HALF_HOURS = tuple(dt.time(hour, minute) for hour in range(24) for minute in (0, 30))
MINUTE = dt.timedelta(minutes=1)
WIDEST = 27
"""Hours around a date's midnight in UTC within which every zone has that date."""


def shown(zone: ZoneInfo, at: dt.datetime) -> dt.datetime:
    """Return what a clock on the wall shows: a date and time without any zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


@dataclass(frozen=True)
class Wall:
    """The clocks of one zone."""

    zone: str

    def first(self, day: dt.date, at: dt.time) -> dt.datetime:
        """Return the first instant (UTC) that shows a time, or has leapt over it."""
        zone, wanted = ZoneInfo(self.zone), dt.datetime.combine(day, at)
        hour = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(hours=WIDEST)
        while shown(zone, hour + dt.timedelta(hours=1)) < wanted:
            hour += dt.timedelta(hours=1)
        return next(
            now for minute in range(181) if shown(zone, now := hour + minute * MINUTE) >= wanted
        )

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
def distinct_zones(first: int, last: int) -> tuple[str, ...]:
    """Return one zone for each way in which clocks ran from one year to the start of another."""
    kinds: dict[tuple[tuple[int, int], ...], str] = {}
    for zone in sorted(available_timezones() - {"localtime"}):
        kinds.setdefault(history(zone, first, last), zone)
    return tuple(kinds.values())
