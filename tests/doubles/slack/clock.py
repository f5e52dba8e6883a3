"""A clock that stands still, so that a slow machine cannot make anything expire."""

import datetime as dt

from bot.core.ports import SystemClock


class StillClock:
    """Shows the time of its making, until `World.passes` lets time pass."""

    def __init__(self, at: dt.datetime | None = None) -> None:
        """Start at `at` (aware); without it, now."""
        self.at = at or SystemClock().now()

    def now(self) -> dt.datetime:
        """Return this clock's instant, aware and in UTC."""
        return self.at.astimezone(dt.UTC)
