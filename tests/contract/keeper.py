"""Engines over a store, with a clock moved by hand and a wall to post on."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field

from bot.catalog.catalog import Catalog
from bot.compose import Parts, engine
from bot.core.clocks import MovedClock
from bot.core.people import Place
from bot.schedule.engine import Engine, Sharing
from bot.storage.directory import StoreDirectory
from bot.storage.store import SqlStore
from bot.study.groups import Group
from bot.study.planning import cursor
from bot.study.recurrence import Every, Rule
from bot.study.schedules import (
    Delivery,
    Occurrence,
    OnUncertain,
    Options,
    Schedule,
    Status,
    Target,
    What,
)
from tests.contract.samples import HERE, asked
from tests.contract.wall import Wall

START = dt.datetime(2027, 3, 1, 7, tzinfo=dt.UTC)
"""A Monday, 08:00 in Berlin."""

NINE, EVENING = dt.time(9), dt.time(18)
WHERE = Place(HERE.platform, "general", "", HERE)
TIP = Rule(Every.day, NINE, START.date())
NUDGE = Rule(Every.week, EVENING, START.date())


@dataclass
class Keeper:
    """An engine over a store, a clock moved by hand, and a wall to post on."""

    store: SqlStore
    catalog: Catalog
    clock: MovedClock = field(default_factory=lambda: MovedClock(START))
    wall: Wall = field(init=False)

    def __post_init__(self) -> None:
        """Put up the wall, and start one engine."""
        self.wall = Wall(self.clock.now)
        self.engine = self.another()

    def another(self, fleet: Sharing | None = None) -> Engine:
        """Start an engine as a second process would have one."""
        directory, posters = StoreDirectory(self.store, self.clock), {HERE.platform: self.wall}
        parts = Parts(self.catalog, self.store, directory, {}, posters=posters)
        made = engine(parts, self.store, self.clock)
        made.fleet = fleet
        return made

    async def planted(
        self,
        name: str = "a",
        what: What = What.tip,
        rule: Rule = TIP,
        options: Options | None = None,
        *,
        channel: str = "general",
        grace: dt.timedelta = dt.timedelta(hours=2),
        on_uncertain: OnUncertain = OnUncertain.skip,
        week: int = 1,
    ) -> Schedule:
        """Keep a running schedule with one group."""
        now = self.clock.now()
        group = Group(f"group-{name}", HERE, name, channel, "Europe/Berlin", now.date(), now)
        schedule = Schedule(
            f"schedule-{name}",
            HERE,
            what,
            name,
            rule,
            options or Options(text="Hello"),
            grace,
            now,
            now,
            Status.active,
            on_uncertain,
        )
        target = Target(schedule.id, group.id, channel, group.zone, week=week)
        async with self.store.write(asked()) as work:
            await work.groups.put(group)
            await work.schedules.put(schedule)
            await work.schedules.aim(schedule.id, [cursor(schedule, target, now)])
        return schedule

    async def on(self, *engines: Engine, **span: float) -> None:
        """Move the clock on in one jump, as if nothing had run, then let engines work."""
        self.clock.set(self.clock.now() + dt.timedelta(**span))
        await asyncio.gather(*(each.settle() for each in engines or (self.engine,)))

    async def lives(self, **span: float) -> None:
        """Let time pass while the engine runs."""
        end = self.clock.now() + dt.timedelta(**span)
        await self.engine.live_until(end, self.clock.set)

    async def plans(self) -> int:
        """Plan what is due, and send nothing; return how many dates have messages."""
        return len([each async for each in self.engine.planner.run()])

    async def receipts(self) -> list[tuple[Occurrence, tuple[Delivery, ...]]]:
        """Return every receipt, oldest first."""
        async with self.store.read() as work:
            return list(reversed(await work.receipts.history(HERE, "", 999)))

    async def target(self, name: str = "a") -> Target:
        """Return a schedule's one target."""
        async with self.store.read() as work:
            (found,) = await work.schedules.targets(f"schedule-{name}")
        return found

    async def change(self, schedule: Schedule) -> None:
        """Keep a changed schedule."""
        async with self.store.write(asked()) as work:
            await work.schedules.put(schedule)


def fates(receipts: list[tuple[Occurrence, tuple[Delivery, ...]]]) -> list[tuple[str, str]]:
    """Return fate and reason of every date."""
    return [(str(each.fate), each.reason) for each, _ in receipts]
