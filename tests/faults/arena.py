"""A database, a platform beside it, and any number of programs that are killed and frozen."""

import asyncio
import datetime as dt
import json
import os
import signal
import sys
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import aiohttp
from sqlalchemy import func, select

from bot.core.people import Community, Platform
from bot.storage.plan_rows import delivery_of, occurrence_of
from bot.storage.plan_tables import deliveries, occurrences, targets
from bot.storage.rows import utc
from bot.storage.store import SqlStore
from bot.study.schedules import Fate
from tests.faults.checks import Verdict, judge
from tests.faults.planting import Field, Kept, plant
from tests.faults.platform import Orders, Stage
from tests.faults.records import Line, ShiftedClock, read
from tests.yard.tree import ROOT

LEASE = 4.0
"""Seconds of a lease in these tests; in the product it is 30."""

PATIENCE = float(os.environ.get("FAULTS_PATIENCE", "240"))
"""Seconds within which everything has to come to its end, on a machine however busy."""

LOOK = 0.1

_OPEN = select(func.count()).where(deliveries.c.fate.in_((str(Fate.pending), str(Fate.sending))))


@dataclass(slots=True)
class Child:
    """A running program."""

    process: asyncio.subprocess.Process
    log: Path

    @property
    def alive(self) -> bool:
        """Whether it runs, or is frozen."""
        return self.process.returncode is None

    @property
    def working(self) -> bool:
        """Whether it has begun to keep schedules."""
        return "Schedules are kept from now on" in self.log.read_text()

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text()
        return told.rpartition(")")[2].split()[0] == "T"

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to this process alone."""
        self.process.send_signal(what)

    async def dies(self, within: float = PATIENCE) -> int:
        """Wait for its end and return how it ended: -9 when it was killed."""
        return await asyncio.wait_for(self.process.wait(), within)

    async def kill(self) -> None:
        """End it at once, without a word."""
        self.signal(signal.SIGKILL)
        await self.dies()

    async def leaves(self) -> int:
        """Tell it to stop, and return its code."""
        self.signal(signal.SIGTERM)
        return await self.dies()


@dataclass
class Arena:
    """Everything one test needs. `queue`: programs are workers with pgqueuer between them."""

    folder: Path
    database: str
    stage: Stage
    orders: Orders
    clock: ShiftedClock
    store: SqlStore
    queue: bool = False
    lease: float = LEASE
    children: list[Child] = field(default_factory=list[Child])

    @property
    def community(self) -> Community:
        """The only community on this platform."""
        return Community(Platform(self.orders.kind), self.stage.community)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the platform wrote down."""
        return read(Path(self.orders.record))

    async def start(self, *, verb: str = "", **environment: str) -> Child:
        """Start a program; what is given in capitals goes into its environment."""
        log = self.folder / f"child-{len(self.children)}.log"
        with log.open("wb") as written:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.faults.child", verb or ("worker" if self.queue else "run")),
                cwd=self.folder,
                env=self._environment() | environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=written,
                stderr=written,
            )
        self.children.append(Child(process, log))
        return self.children[-1]

    def _environment(self) -> dict[str, str]:
        tokens = {
            "discord": {
                "DISCORD_TOKEN": self.stage.token,
                "MILEPOST_DISCORD_API": self.stage.api,
            },
            "slack": {
                "SLACK_BOT_TOKEN": self.stage.token,
                "SLACK_APP_TOKEN": self.stage.second,
                "MILEPOST_SLACK_API": self.stage.api,
            },
        }
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "DATABASE_URL": self.database,
            "FAULTS_LEASE": str(self.lease),
            "FAULTS_CLOCK": str(self.clock.file),
            **tokens[self.orders.kind],
        }

    def field(self, count: int, **how: object) -> Field:
        """Describe schedules on this platform; by default all are due now."""
        bare = Field(self.community, self.stage.channels, count, self.clock.now())
        return replace(bare, **how)

    async def plant(self, count: int, **how: object) -> Field:
        """Plant schedules and return what was planted."""
        made = self.field(count, **how)
        await plant(self.store, made)
        return made

    async def trouble(self, kind: str, *values: object, times: int = 1, **more: object) -> None:
        """Let the next requests for a message go wrong, by the name of the trouble."""
        order = {
            "kind": kind,
            "values": values,
            "named": more,
            "method": "POST",
            "path": "/messages$|postMessage",
            "times": times,
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.stage.control}/double/fault", json=order) as answer,
        ):
            answer.raise_for_status()

    async def open(self) -> int:
        """Count what is due or planned and not settled."""
        now = utc(self.clock.now())
        async with self.store.reading() as unit:
            waiting = await unit.row(_OPEN)
            due = await unit.row(select(func.count()).where(targets.c.next_at <= now))
        return sum(int(each) for row in (waiting, due) if row for each in row.values())

    async def next(self, name: str) -> list[dt.datetime | None]:
        """Return when the schedules of a field are due next, in their order."""
        order = targets.c.schedule_id
        chosen = select(targets.c.next_at).where(order.startswith(name)).order_by(order)
        async with self.store.reading() as unit:
            return [row["next_at"] for row in await unit.rows(chosen)]

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait for something that is seen without the database."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"{what}: not within {PATIENCE:.0f} s\n{self.said()}"
            await asyncio.sleep(LOOK)

    async def works(self, child: Child) -> None:
        """Wait until a program keeps schedules; before that, nobody has told it how to leave."""
        await self.until(lambda: child.working, "a start")

    async def settled(self, field_: Field, patience: float = PATIENCE) -> float:
        """Wait until nothing is open any more; return how many seconds that took."""
        began = time.monotonic()
        last = max(field_.due(each) for each in range(field_.count))
        while self.clock.now() < last or await self.open():
            spent = time.monotonic() - began
            assert spent < patience, f"not settled within {patience:.0f} s\n{self.said()}"
            await asyncio.sleep(LOOK)
        return time.monotonic() - began

    def said(self) -> str:
        """Return the end of what each program said, for a test that fails."""
        return "\n".join(
            f"{each.log.name}: {each.log.read_text()[-6000:]}" for each in self.children
        )

    async def kept(self) -> Kept:
        """Read what the tables say."""
        async with self.store.reading() as unit:
            planned = [occurrence_of(row) for row in await unit.rows(select(occurrences))]
            messages = [delivery_of(row) for row in await unit.rows(select(deliveries))]
        return Kept({each.key: each for each in planned}, {each.id: each for each in messages})

    async def verdict(self, expected: Sequence[str]) -> Verdict:
        """Judge what happened so far."""
        return judge(expected, await self.kept(), self.lines)

    async def end(self) -> None:
        """Let nothing run on."""
        for child in self.children:
            if child.alive:
                await child.kill()
        await self.store.close()


@asynccontextmanager
async def arena(
    folder: Path, database: str, *, kind: str = "discord", queue: bool = False, **orders: object
) -> AsyncGenerator[Arena]:
    """Start a platform beside a database that has its tables; ends all it started."""
    clock = ShiftedClock(folder / "clock")
    clock.shift(0)
    record = folder / "record"
    given = Orders(kind, str(record), str(clock.file))
    told = replace(given, **orders)
    async with _platform(folder, told) as stage:
        made = Arena(folder, database, stage, told, clock, SqlStore.open(database), queue)
        try:
            yield made
        finally:
            await made.end()


@asynccontextmanager
async def _platform(folder: Path, orders: Orders) -> AsyncGenerator[Stage]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.faults.platform", json.dumps(asdict(orders))),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        first = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        told = json.loads(first)
        yield Stage(**told | {"channels": tuple(told["channels"])})
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
