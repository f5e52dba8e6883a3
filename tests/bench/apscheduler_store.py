"""The same planning through APScheduler's own SQLAlchemy store: due jobs read, moved on, saved."""

import datetime as dt
import time
from pathlib import Path
from typing import Any, cast

from apscheduler.job import Job  # pyright: ignore[reportMissingTypeStubs] (has none)
from apscheduler.jobstores.sqlalchemy import (  # pyright: ignore[reportMissingTypeStubs] (has none)
    SQLAlchemyJobStore,
)
from apscheduler.schedulers.background import (  # pyright: ignore[reportMissingTypeStubs] (has none)
    BackgroundScheduler,
)
from apscheduler.triggers.cron import (  # pyright: ignore[reportMissingTypeStubs] (has none)
    CronTrigger,
)

SAMPLE = 2_000
"""Jobs that are really moved on; the rest is reckoned from them, or it would take minutes."""


def post(number: int) -> None:
    """Stand for a post."""


def planned_by_apscheduler(folder: Path, many: int, due: dt.datetime) -> float:
    """Return how many seconds so many due jobs take, reckoned from a sample."""
    store = cast("Any", SQLAlchemyJobStore(f"sqlite:///{folder / 'apscheduler.db'}"))
    scheduler = cast("Any", BackgroundScheduler(timezone="UTC"))
    store.start(scheduler, "default")
    trigger = cast("Any", CronTrigger(hour=due.hour, timezone="UTC"))
    for number in range(SAMPLE):
        job = cast("Any", Job)(
            scheduler, id=str(number), func=post, args=(number,), kwargs={}, trigger=trigger,
            name="post", executor="default", misfire_grace_time=None, coalesce=True,
            max_instances=1, next_run_time=due,
        )  # fmt: skip
        store.add_job(job)
    began = time.perf_counter()
    for job in store.get_due_jobs(due):
        following = trigger.get_next_fire_time(due, due + dt.timedelta(seconds=1))
        job._modify(next_run_time=following)  # noqa: SLF001 (what its scheduler calls)
        store.update_job(job)
    took = time.perf_counter() - began
    store.shutdown()
    return took * many / SAMPLE
