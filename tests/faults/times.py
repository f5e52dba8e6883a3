"""What time does to the program: it was away, the clock is stepped, a moderator pauses and edits.

Functions as in `scenarios`; 13, 14 and 16 of engine, section 9.
"""

import asyncio
import datetime as dt
import random
import signal
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from bot.catalog.loader import builtin, load
from bot.compose import Parts, engine
from bot.core.clocks import MovedClock
from bot.core.people import Community
from bot.schedule.engine import Engine
from bot.storage.directory import StoreDirectory
from bot.storage.store import SqlStore
from bot.study.planning import cursor
from bot.study.schedules import Fate, Reason, Status
from tests.contract.samples import asked
from tests.contract.wall import Wall
from tests.faults.planting import Field, plant
from tests.faults.scenarios import Make, Size, clean, told

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
GRACE = 2 * HOUR
AWAY = 3
"""Days without any program."""


async def away(make: Make, kind: str, size: Size) -> str:
    """13: three days away: what is in grace is sent, everything else is recorded, on the grid."""
    async with make(kind, channels=size.channels) as arena:
        now = arena.clock.now()
        fresh = await arena.plant(size.posts, newest=now, grace=GRACE, name="fresh")
        stale = await arena.plant(size.posts, newest=now - 5 * HOUR, grace=GRACE, name="stale")
        first = await arena.start()
        await arena.settled(fresh)
        assert await first.leaves() == 0
        planned = await arena.plant(size.posts, newest=now, grace=GRACE, name="planned")
        victim = await arena.start(MILEPOST_CRASH="after-plan")
        assert await victim.dies() == -signal.SIGKILL
        arena.clock.shift((AWAY * DAY + HOUR / 2).total_seconds())
        last = await arena.start()
        await arena.settled(planned)
        days = AWAY + 1
        expected = [key for each in (fresh, stale, planned) for key in each.expected(days)]
        verdict = await arena.verdict(expected)
        assert not verdict.wrong, f"{verdict.wrong}\n{arena.said()}"
        kept = await arena.kept()
        fates = {
            one.name: [_why(kept.occurrences[key]) for key in one.expected(days)[:days]]
            for one in (fresh, stale, planned)
        }
        late = str(Reason.late)
        assert fates == {
            "fresh": ["sent", late, late, "sent"],
            "stale": [late] * days,
            "planned": [late, late, late, "sent"],
        }
        grid = {each: fresh.due(each) + days * DAY for each in range(size.posts)}
        assert await arena.next("fresh") == list(grid.values())
        assert await last.leaves() == 0
        return told(verdict)


def _why(occurrence: object) -> str:
    reason, fate = getattr(occurrence, "reason", ""), getattr(occurrence, "fate", "")
    return str(reason or fate)


async def stepped(make: Make, kind: str, size: Size) -> str:
    """16: the clock is stepped to and fro while programs run: no date comes twice."""
    steps = [1.0, 0.0, 24.0, 0.0, 25.0, 24.0, 48.0] + [24.0, 72.0] * (size.faults > 5)
    async with make(kind, channels=size.channels) as arena:
        field_ = await arena.plant(size.posts, within=3)
        programs = [await arena.start() for _ in range(2)]
        for number, hours in enumerate(steps):
            await asyncio.sleep(2.5)
            if hours > max(steps[:number], default=0.0) + 1:
                # A day's jump would make late, and so leave out, what a busy machine still owes.
                await arena.settled(field_)
            arena.clock.shift(hours * 3600)
        await asyncio.sleep(1)
        await arena.settled(field_)
        days = int(max(steps)) // 24 + 1
        verdict = await clean(arena, field_, days)
        assert verdict.posted == size.posts * days
        assert [await each.leaves() for each in programs] == [0, 0]
        return told(verdict, f"{len(steps)} steps")


@dataclass
class Moderators:
    """People who pause, resume and edit at random, and what they did when."""

    store: SqlStore
    community: Community
    clock: MovedClock
    chance: random.Random
    since: dict[str, dt.datetime] = field(default_factory=dict[str, dt.datetime])
    pauses: dict[str, list[tuple[dt.datetime, dt.datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    async def act(self, name: str) -> None:
        """Do one thing to a schedule, as its buttons do (engine, section 7: T0)."""
        now = self.clock.now()
        async with self.store.write(asked()) as work:
            schedule = await work.schedules.get(self.community, name)
            assert schedule is not None
            after = replace(schedule, version=schedule.version + 1, changed_at=now)
            if schedule.status is Status.paused:
                after = replace(after, status=Status.active)
                self.pauses[name].append((self.since.pop(name), now))
            elif self.chance.random() < 0.5:
                after = replace(after, status=Status.paused)
                self.since[name] = now
            else:
                at = dt.time(self.chance.randrange(24), self.chance.randrange(60))
                after = replace(after, rule=replace(schedule.rule, at=at))
            paused = after.status is Status.paused
            await work.schedules.void(name, Reason.paused if paused else Reason.edited, now)
            await work.schedules.put(after)
            targets = await work.schedules.targets(name)
            await work.schedules.aim(name, [cursor(after, each, now) for each in targets])


async def paused(make: Make, kind: str, size: Size) -> str:
    """14: moderators pause, resume and edit while two programs plan: nothing while paused."""
    async with make(kind) as arena:
        start = dt.datetime(2027, 3, 1, 6, tzinfo=dt.UTC)
        clock, other = MovedClock(start), SqlStore.open(arena.database)
        wall = Wall(clock.now, once=0.0)
        engines = [_engine(each, clock, wall, arena.community) for each in (arena.store, other)]
        channels = [f"c{number}" for number in range(size.channels)]
        await plant(arena.store, Field(arena.community, channels, size.posts, start))
        chance = random.Random(size.seed)  # noqa: S311 (no secret)
        people = Moderators(arena.store, arena.community, clock, chance)
        names = [f"p{number:05}" for number in range(size.posts)]
        for _ in range(size.faults):
            clock.set(clock.now() + chance.random() * 6 * HOUR)
            some = chance.sample(names, 3)
            await asyncio.gather(*(each.settle() for each in engines), *map(people.act, some))
        await other.close()
        kept = await arena.kept()
    sent = [each for each in kept.occurrences.values() if each.fate is not Fate.skipped]
    wrong = [
        each.key
        for each in sent
        if any(begin < each.due_at <= end for begin, end in people.pauses[each.schedule])
    ]
    assert not wrong, wrong
    assert max(Counter(each.key for each in wall.effects).values()) == 1
    missing = {one.occurrence for one in kept.deliveries.values() if one.fate is Fate.sent}
    assert missing == {each.key for each in sent if each.fate is Fate.sent}
    pauses = sum(map(len, people.pauses.values()))
    return f"{3 * size.faults} changes, {pauses} pauses, {len(wall.effects)} posts"


def _engine(store: SqlStore, clock: MovedClock, wall: Wall, where: Community) -> Engine:
    posters = {where.platform: wall}
    parts = Parts(load([builtin()]), store, StoreDirectory(store, clock), {}, posters=posters)
    return engine(parts, store, clock)
