"""Recurring posts in bulk: planning, draining at the limiter, looking at a million idle ones.

Beside each figure stands APScheduler's own SQLAlchemy store where it does the same.
"""

import asyncio
import datetime as dt
import statistics
import time
from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from bot.catalog.loader import builtin, load
from bot.compose import Parts, engine
from bot.core.clocks import MovedClock
from bot.core.people import Community, Platform
from bot.core.ports import Clock, SystemClock
from bot.schedule.engine import Engine
from bot.serve import long_lived
from bot.storage.directory import StoreDirectory
from bot.storage.group_rows import group_row
from bot.storage.plan_rows import schedule_row, target_row
from bot.storage.plan_tables import groups, schedules, targets
from bot.storage.schema import prepare
from bot.storage.store import SqlStore
from bot.study.groups import Group
from bot.study.recurrence import Every, Rule
from bot.study.schedules import Options, Schedule, Status, Target, What
from tests.bench.apscheduler_store import planned_by_apscheduler
from tests.bench.report import Row, at_most
from tests.contract.wall import Wall

DUE = dt.datetime(2027, 3, 8, 8, tzinfo=dt.UTC)
MANY, IDLE, LOOKS = 100_000, 1_000_000, 200
RATE, WATCHED = 45.0, 20.0
"""Posts a second that the limiter allows, and for how many seconds we watch it."""

SECOND, MINUTE, HOUR = (dt.timedelta(seconds=each) for each in (1, 60, 3600))
AHEAD = dt.timedelta(seconds=0.4)
ALONE = 40
"""Posts that are timed one by one on an idle engine."""

COMMUNITIES = 500


def community(number: int) -> Community:
    """Return one of the communities among which the groups are spread."""
    return Community(Platform.terminal, f"c{number % COMMUNITIES}")


def a_plan(number: int, at: dt.datetime) -> tuple[Group, Schedule, Target]:
    """Return a group with one daily tip that is due at an instant."""
    where, name = community(number), str(number)
    group = Group(name, where, name, f"channel-{name}", "UTC", at.date(), at)
    rule = Rule(Every.day, at.time(), at.date())
    hours = dt.timedelta(hours=12)
    schedule = Schedule(name, where, What.tip, name, rule, Options(), hours, at, at, Status.active)
    target = Target(name, name, group.channel, "UTC", at, at.date())
    return group, schedule, target


async def plant(store: SqlStore, numbers: Iterable[int], at: dt.datetime) -> None:
    """Keep many plans."""
    waiting = iter(numbers)
    while made := [a_plan(number, at) for number in islice(waiting, 5_000)]:
        async with store.writing() as unit:
            await unit.run(insert(groups), [group_row(each) for each, _, _ in made])
            await unit.run(insert(schedules), [schedule_row(each) for _, each, _ in made])
            await unit.run(insert(targets), [target_row(each) for _, _, each in made])


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[SqlStore]:
    """Open a new SQLite file."""
    url = f"sqlite:///{folder / 'bench.db'}"
    await prepare(url, SystemClock())
    store = SqlStore.open(url)
    try:
        yield store
    finally:
        await store.close()


def keeping(store: SqlStore, clock: Clock, wall: Wall) -> Engine:
    """Build an engine that posts on a wall."""
    posters = {Platform.terminal: wall}
    parts = Parts(load([builtin()]), store, StoreDirectory(store, clock), {}, posters=posters)
    return engine(parts, store, clock)


class Stalls:
    """Measures how long the event loop did not turn."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.longest = 0.0
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0)
            self.longest = max(self.longest, time.perf_counter() - began)
            await asyncio.sleep(0.002)

    def end(self) -> float:
        """Stop, and return the longest stall in milliseconds."""
        self._task.cancel()
        return self.longest * 1000


async def _planning(folder: Path) -> list[Row]:
    """Plan 100,000 due posts, then watch the limiter empty the first of them."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(folder))
        await plant(store, range(MANY), DUE)
        clock = MovedClock(DUE)
        wall = Wall(clock.now, rate=RATE)
        with long_lived(stack):  # as `milepost run` begins
            keeper = keeping(store, clock, wall)
        stalls, began = Stalls(), time.perf_counter()
        done = 0
        async for _ in keeper.planner.run():
            done += 1
        took, stalled = time.perf_counter() - began, stalls.end()
        if done != MANY:
            raise RuntimeError(f"{done} of {MANY} planned")
        other = await asyncio.to_thread(planned_by_apscheduler, folder, MANY, DUE)
        return [
            at_most(f"planning {MANY:,} due posts", "s", took, 15, other),
            at_most("longest stall of the event loop meanwhile", "ms", stalled, 50),
            *await _draining(keeper, wall, clock),
        ]


async def _draining(keeper: Engine, wall: Wall, clock: MovedClock) -> list[Row]:
    await keeper.sweep()
    await asyncio.sleep(WATCHED)
    keeper.drain.stopping.set()
    await keeper.settle()
    at = [each.at for each in wall.effects if each.at <= clock.now()]
    spent = (at[-1] - at[0]).total_seconds()
    share = 100 * (len(at) - 1) / spent / RATE
    most = max(sum(each <= other < each + SECOND for other in at) for each in at)
    return [
        Row("share of the limiter's 45/s that is used", "%", None, share, "≥ 95 %", share >= 95),
        at_most("most posts in any second", "", float(most), 50),
    ]


async def _idle(folder: Path) -> list[Row]:
    """Look at a million schedules of which none is due."""
    async with opened(folder) as store:
        await plant(store, range(IDLE), DUE + dt.timedelta(days=1))
        clock = MovedClock(DUE)
        keeper = keeping(store, clock, Wall(clock.now))
        looks: list[float] = []
        for _ in range(LOOKS):
            began = time.perf_counter()
            await keeper.outbox.due(clock.now())
            looks.append((time.perf_counter() - began) * 1000)
        stop = asyncio.Event()
        running = asyncio.create_task(keeper.run(stop))
        await asyncio.sleep(2)
        spent, began = time.process_time(), time.perf_counter()
        await asyncio.sleep(WATCHED)
        idle = 100 * (time.process_time() - spent) / (time.perf_counter() - began)
        stop.set()
        await running
    return [
        at_most(f"a look at {IDLE:,} schedules, none due (p50)", "ms", statistics.median(looks), 1),
        at_most("CPU of an idle engine beside them", "%", idle, 1),
    ]


async def _alone(folder: Path) -> list[Row]:
    """Time posts from their instant to the request, one at a time, each woken by the clock."""
    late: list[float] = []
    async with opened(folder) as store:
        clock = MovedClock(DUE - HOUR)
        wall = Wall(clock.now)
        keeper, stop = keeping(store, clock, wall), asyncio.Event()
        running = asyncio.create_task(keeper.run(stop))
        for number in range(ALONE):
            due = DUE + number * MINUTE
            await plant(store, [number], due)
            clock.set(due - AHEAD)
            await keeper.sweep()
            async with asyncio.timeout(ALONE):
                while len(wall.effects) <= number:  # noqa: ASYNC110 (the engine tells nobody)
                    await asyncio.sleep(0.05)
            late.append((wall.effects[-1].at - due).total_seconds() * 1000)
        stop.set()
        await running
    late.sort()
    return [at_most("from due to request, idle (p95)", "ms", late[int(len(late) * 0.95)], 100)]


async def measure() -> list[Row]:
    """Measure everything, each part in a file of its own."""
    rows: list[Row] = []
    for part in (_alone, _planning, _idle):
        with TemporaryDirectory() as made:
            rows += await part(Path(made))
    return rows
