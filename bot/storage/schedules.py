"""Schedules with their targets in SQL; every query is scoped by the community or the schedule."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from bot.core.people import Community
from bot.storage.plan_rows import (
    delivery_row,
    occurrence_row,
    override_of,
    override_row,
    schedule_of,
    schedule_row,
    target_of,
    target_row,
)
from bot.storage.plan_tables import deliveries, occurrences, overrides, schedules, targets
from bot.storage.rows import community_key
from bot.storage.unit import Unit, keep_first, keep_last
from bot.study.schedules import (
    Delivery,
    Fate,
    Occurrence,
    Override,
    Schedule,
    Status,
    Target,
)

_HERE = (
    schedules.c.community_platform == bindparam("community_platform"),
    schedules.c.community_id == bindparam("community_id"),
)
_ALL = (
    select(schedules)
    .where(*_HERE, schedules.c.status != str(Status.deleted))
    .order_by(schedules.c.created_at, schedules.c.id)
)
_GET = select(schedules).where(*_HERE, schedules.c.id == bindparam("schedule"))
_PUT = keep_last(schedules)
_TARGETS = (
    select(targets)
    .where(targets.c.schedule_id == bindparam("schedule"))
    .order_by(targets.c.group_id)
)
_AIM = keep_last(targets)
_DROP = delete(targets).where(
    targets.c.schedule_id == bindparam("schedule"), targets.c.group_id == bindparam("group")
)
_OVERRIDES = (
    select(overrides)
    .where(overrides.c.schedule_id == bindparam("schedule"))
    .order_by(overrides.c.local, overrides.c.group_id)
)
_OVERRIDE = keep_last(overrides)
_PLAIN = delete(overrides).where(
    overrides.c.schedule_id == bindparam("schedule"),
    overrides.c.group_id == bindparam("group"),
    overrides.c.local == bindparam("local"),
)
_VOID = (
    update(deliveries)
    .where(
        deliveries.c.schedule_id == bindparam("schedule"),
        deliveries.c.fate == str(Fate.pending),
    )
    .values(fate=str(Fate.skipped), reason=bindparam("why"))
)
_IN_FLIGHT = select(deliveries.c.occurrence).where(
    deliveries.c.schedule_id == bindparam("schedule"), deliveries.c.fate == str(Fate.sending)
)
_VOID_OCCURRENCES = (
    update(occurrences)
    .where(
        occurrences.c.schedule_id == bindparam("schedule"),
        occurrences.c.fate == str(Fate.pending),
        occurrences.c.key.not_in(_IN_FLIGHT),
    )
    .values(fate=str(Fate.skipped), reason=bindparam("why"))
)
_RUN = keep_first(occurrences)
_RUN_DELIVERY = keep_first(deliveries)


@dataclass(frozen=True, slots=True)
class SqlSchedules:
    """Implements `bot.study.plan_ports.Schedules`."""

    unit: Unit

    async def all(self, community: Community) -> tuple[Schedule, ...]:
        """Return a community's schedules that are not deleted, oldest first."""
        return tuple(map(schedule_of, await self.unit.rows(_ALL, community_key(community))))

    async def get(self, community: Community, schedule: str) -> Schedule | None:
        """Return a schedule, also a deleted one that can still come back."""
        row = await self.unit.row(_GET, {**community_key(community), "schedule": schedule})
        return schedule_of(row) if row else None

    async def put(self, schedule: Schedule) -> None:
        """Keep a new schedule, or the changed one."""
        await self.unit.run(_PUT, schedule_row(schedule))

    async def targets(self, schedule: str) -> tuple[Target, ...]:
        """Return a schedule's targets."""
        return tuple(map(target_of, await self.unit.rows(_TARGETS, {"schedule": schedule})))

    async def aim(self, schedule: str, targets: Sequence[Target]) -> None:
        """Keep exactly these targets."""
        wanted = {each.group for each in targets}
        for known in await self.targets(schedule):
            if known.group not in wanted:
                await self.unit.run(_DROP, {"schedule": schedule, "group": known.group})
        for each in targets:
            await self.unit.run(_AIM, target_row(each))

    async def overrides(self, schedule: str) -> tuple[Override, ...]:
        """Return what was decided about single dates."""
        return tuple(map(override_of, await self.unit.rows(_OVERRIDES, {"schedule": schedule})))

    async def override(self, change: Override) -> None:
        """Keep a decision about one date; one without any content removes it."""
        if change.skip or change.at or change.text:
            await self.unit.run(_OVERRIDE, override_row(change))
            return
        where = {"schedule": change.schedule, "group": change.group, "local": change.local}
        await self.unit.run(_PLAIN, where)

    async def void(self, schedule: str, reason: str, at: dt.datetime) -> int:
        """Skip what is planned and not yet claimed, and return how many posts that are (T0)."""
        del at
        where = {"schedule": schedule, "why": reason}
        count = await self.unit.count(_VOID, where)
        await self.unit.run(_VOID_OCCURRENCES, where)
        return count

    async def run(self, occurrence: Occurrence, deliveries: Sequence[Delivery]) -> bool:
        """Plan one post in addition; False when it was planned before."""
        if not await self.unit.count(_RUN, occurrence_row(occurrence)):
            return False
        for each in deliveries:
            await self.unit.run(_RUN_DELIVERY, delivery_row(each))
        return True
