"""Wakes the engine: APScheduler as the clock of one process (engine, section 7).

Nothing is kept in it: what is due stands in the database, so a job that is lost costs one sweep.
"""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, cast

from apscheduler.schedulers.asyncio import (  # pyright: ignore[reportMissingTypeStubs] (has none)
    AsyncIOScheduler,
)

Job = Callable[[], Awaitable[None]]


class Alarm:
    """Calls jobs at intervals, and once at an instant. A job that is late still runs, once."""

    def __init__(self) -> None:
        """Set nothing yet."""
        self._clock = cast("Any", AsyncIOScheduler(timezone=dt.UTC))

    def start(self) -> None:
        """Begin to ring, in the running event loop."""
        self._clock.start()

    def stop(self) -> None:
        """Ring no more."""
        if self._clock.running:
            self._clock.shutdown(wait=False)

    def every(self, seconds: float, job: Job) -> None:
        """Call a job again and again, never twice at once."""
        self._clock.add_job(job, "interval", seconds=seconds, coalesce=True, **_LATE)

    def once(self, wait: dt.timedelta, job: Job) -> None:
        """Call a job after `wait`, in place of the one set before."""
        if self._clock.running:
            at = dt.datetime.now(dt.UTC) + wait
            self._clock.add_job(job, "date", run_date=at, id="once", replace_existing=True, **_LATE)


_LATE: dict[str, Any] = {"max_instances": 1, "misfire_grace_time": None}
