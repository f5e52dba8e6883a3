"""Communities that removed us: put on hold at once, erased after a while."""

import datetime as dt

from sqlalchemy import Table, bindparam, delete, exists, select
from sqlalchemy.sql.dml import Delete

from bot.core.people import Community, Platform
from bot.storage.plan_tables import checkins, occurrences, schedules
from bot.storage.rows import community_key, utc
from bot.storage.tables import communities, metadata
from bot.storage.unit import Unit

KEPT = dt.timedelta(days=30)
"""How long what belongs to a community outlives our removal (PRIVACY.md)."""

_GONE = select(communities).where(communities.c.left_at < bindparam("before"))


def _of_community(table: Table) -> Delete:
    return delete(table).where(
        table.c.community_platform == bindparam("community_platform"),
        table.c.community_id == bindparam("community_id"),
    )


_ANSWERS = delete(checkins).where(
    exists()
    .where(
        occurrences.c.key == checkins.c.occurrence,
        schedules.c.id == occurrences.c.schedule_id,
        schedules.c.community_platform == bindparam("community_platform"),
        schedules.c.community_id == bindparam("community_id"),
    )
    .correlate(checkins)
)


async def forget(unit: Unit, now: dt.datetime) -> tuple[Community, ...]:
    """Erase what belongs to communities that removed us long ago, and return which they are."""
    rows = await unit.rows(_GONE, {"before": utc(now) - KEPT})
    gone = tuple(
        Community(Platform(row["community_platform"]), row["community_id"]) for row in rows
    )
    for each in gone:
        where = community_key(each)
        await unit.run(_ANSWERS, where)
        # Whoever points at a row goes before it.
        for table in reversed(metadata.sorted_tables):
            if {"community_platform", "community_id"} <= set(table.c.keys()):
                await unit.run(_of_community(table), where)
    return gone
