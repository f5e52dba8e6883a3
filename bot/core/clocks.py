"""Clocks besides the machine's own."""

import datetime as dt
import re

from bot.core.ports import Clock, SystemClock

_STEP = re.compile(r"(?P<sign>[+-])(?P<n>\d{1,5})(?P<unit>[mhdw])")
FIRST_YEAR, LAST_YEAR = 1971, 8999
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class MovedClock:
    """A clock that runs on from another time, and that one can move: for trying things out."""

    def __init__(self, at: dt.datetime | None = None, under: Clock | None = None) -> None:
        """Start at `at` (aware); without it, now."""
        self._under = under or SystemClock()
        self._ahead = at - self._under.now() if at else dt.timedelta()

    def now(self) -> dt.datetime:
        """Return this clock's instant, aware and in UTC."""
        return (self._under.now() + self._ahead).astimezone(dt.UTC)

    def set(self, at: dt.datetime) -> None:
        """Go to an instant (aware), and run on from there."""
        self._ahead = at - self._under.now()

    def move(self, text: str, zone: dt.tzinfo) -> None:
        """Move by `+7d`, `-2h`, `+30m`, `+1w`, or to `2027-03-08 18:00` in `zone`.

        Raises ValueError saying what to write.
        """
        step = _STEP.fullmatch(text.strip())
        if step:
            span = dt.timedelta(**{_UNITS[step["unit"]]: int(step["n"])})
            ahead = self._ahead + (span if step["sign"] == "+" else -span)
        else:
            ahead = moment(text, zone) - self._under.now()
        _refuse_far(ahead, self._under.now())
        self._ahead = ahead


def _refuse_far(ahead: dt.timedelta, now: dt.datetime) -> None:
    """Keep a day's distance from both ends of the calendar, for every zone. Raises ValueError."""
    first = dt.datetime.min.replace(tzinfo=dt.UTC) + dt.timedelta(days=2)
    last = dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=2)
    if not first - now <= ahead <= last - now:
        raise ValueError("that is outside the calendar: write +7d, -2h, or 2027-03-08 18:00")


def moment(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Read a date, or a date and a time, in `zone`. Raises ValueError saying what to write."""
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        message = f"{text!r} is no time: write +7d, -2h, or 2027-03-08 18:00"
        raise ValueError(message) from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        message = f"{text!r} is too far away: write a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(message)
    return at if at.tzinfo else at.replace(tzinfo=zone)
