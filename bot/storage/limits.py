"""Limits shared by every process: one row a lane, which says when it has room again."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, case, select, update

from bot.core.posting import Lane
from bot.storage.among import among
from bot.storage.plan_tables import lanes
from bot.storage.unit import Unit, keep_first

AHEAD = dt.timedelta(seconds=0.6)
"""How far ahead slots are reserved (engine, section 7)."""

FAR = dt.timedelta(hours=1)
"""No lane is pushed that far: then a clock was set back."""

SECOND = 1_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK = dt.timedelta(microseconds=1)

_NEW = keep_first(lanes)
_LOCKED = select(lanes).where(among("keys", lanes.c.key)).order_by(lanes.c.key).with_for_update()
_MOVE = update(lanes).where(lanes.c.key == bindparam("lane")).values(tat=bindparam("at"))
_AT = bindparam("at", type_=BigInteger)
_PUSH = (
    update(lanes)
    .where(lanes.c.key == bindparam("lane"))
    .values(tat=case((lanes.c.tat < _AT, _AT), else_=lanes.c.tat))
)


def micros(at: dt.datetime) -> int:
    """Return an instant in microseconds since 1970."""
    return (at - _EPOCH) // _TICK


def moment(number: int) -> dt.datetime:
    """Return the instant of a number of microseconds since 1970."""
    return _EPOCH + number * _TICK


@dataclass(slots=True)
class Slots:
    """The lanes of one transaction, locked; slots are spaced evenly (generic cell rate)."""

    now: int
    tats: dict[str, int]
    before: Mapping[str, int]

    @classmethod
    async def lock(cls, unit: Unit, wanted: Collection[Lane], now: dt.datetime) -> "Slots":
        """Lock the rows of these lanes, in one order for everybody."""
        keys, start = sorted({each.key for each in wanted}), micros(now)
        rows = await unit.rows(_LOCKED, {"keys": keys})
        if len(rows) < len(keys):
            await unit.run(_NEW, [{"key": key, "tat": 0} for key in keys])
            rows = await unit.rows(_LOCKED, {"keys": keys})
        last = micros(now + FAR)
        tats = {row["key"]: row["tat"] if row["tat"] <= last else 0 for row in rows}
        return cls(start, tats, {row["key"]: row["tat"] for row in rows})

    def free_at(self, limits: Sequence[Lane]) -> int:
        """Return when a post that counts against these lanes may go out."""
        return max(self.now, *(self.tats[each.key] for each in limits))

    def take(self, limits: Sequence[Lane]) -> dt.datetime | None:
        """Reserve a slot; None when there is none soon enough."""
        if self.free_at(limits) - self.now > AHEAD // _TICK:
            return None
        return self.next(limits)

    def next(self, limits: Sequence[Lane]) -> dt.datetime:
        """Reserve the next slot, however far it is."""
        at = self.free_at(limits)
        for each in limits:
            self.tats[each.key] = at + round(SECOND / each.rate)
        return moment(at)

    async def keep(self, unit: Unit) -> None:
        """Keep what was reserved."""
        for key, tat in self.tats.items():
            if tat != self.before[key]:
                await unit.run(_MOVE, {"lane": key, "at": tat})


async def another(unit: Unit, wanted: Sequence[Lane], now: dt.datetime) -> dt.datetime:
    """Reserve the next slot for one post."""
    slots = await Slots.lock(unit, wanted, now)
    at = slots.next(wanted)
    await slots.keep(unit)
    return at


async def push(unit: Unit, lane: str, until: dt.datetime) -> None:
    """Let everybody on a lane wait until an instant."""
    await unit.run(_NEW, {"key": lane, "tat": 0})
    await unit.run(_PUSH, {"lane": lane, "at": micros(until)})
