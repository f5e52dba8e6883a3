"""Keeps every schedule: plans what is due, sends it, mends what is on hold; woken by APScheduler.

Each process has one. None leads: rows decide who does what (engine, section 7).
"""

import asyncio
import datetime as dt
import logging
import math
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.core.faults import Fault
from bot.core.people import Platform
from bot.core.ports import Clock
from bot.schedule.alarm import Alarm
from bot.schedule.drain import Drain
from bot.schedule.herald import Herald
from bot.schedule.holds import Holds
from bot.schedule.planner import Planner
from bot.schedule.watching import Watch
from bot.study.outbox import Outbox

log = logging.getLogger("milepost.schedule")

SWEEP = 5.0
"""Seconds between two looks at everything, whatever was heard meanwhile (engine, section 7)."""

AT_MOST = dt.timedelta(seconds=30)
"""How far ahead the clock is set, so that a step of the system's clock is noticed."""

ALIVE = 30.0
"""Seconds between two notes that somebody keeps the schedules."""

MEND = 3600.0
"""Seconds between two looks at what is on hold."""

ABSENT = dt.timedelta(minutes=10)
"""From so long on, moderators are told what an absence did."""

STEPS = 5_000
"""Instants that a clock moved by hand stops at, at most."""

LEAVE_WITHIN = 8.0
"""Seconds that posts in hand get when we are told to stop."""


class Sharing(Protocol):
    """Shares shards out over processes; while it is not up, each process helps itself."""

    @property
    def up(self) -> bool:
        """Whether shards are shared at this moment."""
        ...

    async def run(
        self, shard: Callable[[int, float], Awaitable[float | None]], stop: asyncio.Event
    ) -> None:
        """Take shards until told to stop."""
        ...

    async def ask(self, shards: Sequence[int]) -> None:
        """Let somebody drain these shards."""
        ...


@dataclass(slots=True)
class Engine:
    """The heart of one process. Without `fleet` it drains every shard itself."""

    outbox: Outbox
    planner: Planner
    drain: Drain
    holds: Holds
    herald: Herald
    clock: Clock
    watch: Watch
    platforms: Collection[Platform]
    fleet: Sharing | None = None
    _alarm: Alarm = field(default_factory=Alarm, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _shards: dict[int, asyncio.Task[None]] = field(
        default_factory=dict[int, "asyncio.Task[None]"], init=False
    )
    _since: dt.datetime | None = field(default=None, init=False)

    def watched_by(self, watch: Watch) -> None:
        """Tell somebody what happens from now on."""
        self.watch = watch
        self.drain = replace(self.drain, watch=watch)

    async def run(self, stop: asyncio.Event) -> None:
        """Keep schedules until told to stop, then finish what is in hand."""
        for job, seconds in ((self.sweep, SWEEP), (self._alive, ALIVE), (self._mend, MEND)):
            self._alarm.every(seconds, job)
        self._alarm.start()
        log.info("Schedules are kept from now on")
        sharing = asyncio.create_task(self.fleet.run(self._shared, stop)) if self.fleet else None
        try:
            await self._alive()
            await self.sweep()
            await stop.wait()
        finally:
            self._alarm.stop()
            await self._leave()
            if sharing is not None:
                await sharing

    async def _leave(self) -> None:
        self.drain.stopping.set()
        async with self._turn:
            busy = set(self._shards.values())
        if busy:
            _, late = await asyncio.wait(busy, timeout=LEAVE_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def sweep(self) -> None:
        """Do all that is due now. A database that is away is waited for."""
        async with self._turn:
            try:
                await self._plan()
                await self._drain()
                await self._wake()
            except Fault as fault:
                log.warning("Schedules wait: %s", fault)
            except Exception:
                log.exception("Schedules broke, and go on in %.0f s", SWEEP)

    async def settle(self) -> None:
        """Do all that is due now and wait for its end: for a clock that was moved by hand."""
        await self.sweep()
        while self._shards:
            await asyncio.gather(*self._shards.values(), return_exceptions=True)

    async def live_until(self, end: dt.datetime, move: Callable[[dt.datetime], None]) -> None:
        """Bring the time until `end` in steps, so that each post comes at its own instant.

        `move` sets the clock that this engine looks at.
        """
        await self.settle()
        for _ in range(STEPS):
            at = await self.outbox.next_at(self.clock.now(), self.platforms)
            if at is None or at > end:
                break
            move(at)
            await self.settle()
        move(end)
        await self.outbox.alive(end)
        await self.settle()

    async def _plan(self) -> None:
        async for done in self.planner.run():
            await self.herald.planned(done)
        self.watch.ticked("plan", self.clock.now())

    async def _drain(self) -> None:
        """Start a task for each shard with something to send, unless it has one."""
        if self.drain.stopping.is_set():
            return
        now = self.clock.now()
        shards = await self.outbox.open_shards(now, self.platforms)
        if self.fleet is not None and self.fleet.up:
            await self.fleet.ask(shards)
            shards = ()
        for shard in shards:
            if shard not in self._shards:
                task = asyncio.create_task(self._shard(shard), name=f"shard {shard}")
                self._shards[shard] = task

    async def _shard(self, shard: int) -> None:
        try:
            await self.drain.shard(shard)
        except Fault as fault:
            log.warning("Shard %d waits: %s", shard, fault)
        except Exception:
            log.exception("Shard %d broke, and goes on in %.0f s", shard, SWEEP)
        finally:
            del self._shards[shard]
        await self._after(shard)

    async def _shared(self, shard: int, budget: float) -> float | None:
        """Drain a shard that the fleet gave us; return in how many seconds it has more."""
        again = None
        try:
            again = await self.drain.shard(shard, budget)
        except Fault as fault:
            log.warning("Shard %d waits: %s", shard, fault)
        await self._after(shard)
        wait = (again - self.clock.now()).total_seconds() if again else math.inf
        return max(0.0, wait) if wait < AT_MOST.total_seconds() else None

    async def _after(self, shard: int) -> None:
        """Set the clock for what the shard left, and tell of an absence once all is sent."""
        try:
            if not self.drain.stopping.is_set():
                await self._wake()
            if not self._shards:
                await self._absence()
        except Fault as fault:
            log.warning("After shard %d: %s", shard, fault)

    async def _wake(self) -> None:
        """Set the clock to what is due next."""
        now = self.clock.now()
        due = await self.outbox.next_at(now, self.platforms)
        if due is not None and due - now <= AT_MOST:
            self._alarm.once(due - now, self.sweep)

    async def _alive(self) -> None:
        """Note that somebody keeps the schedules, and whether nobody did for a while."""
        now = self.clock.now()
        try:
            before = await self.outbox.alive(now)
            self.watch.loaded(await self.outbox.load(now), now)
        except Fault as fault:
            log.warning("Not noted as alive: %s", fault)
            return
        if before is not None and now - before > ABSENT:
            self._since = before
        self.watch.ticked("alive", now)

    async def _absence(self) -> None:
        since, self._since = self._since, None
        if since is not None:
            await self.herald.absent(since, self.clock.now())

    async def _mend(self) -> None:
        now = self.clock.now()
        try:
            await self.holds.look(now)
            for gone in await self.outbox.forget(now):
                log.info("%s removed us a month ago: all that belonged to it is erased", gone)
        except Fault as fault:
            log.warning("What is on hold was not looked at: %s", fault)
        await self.sweep()
