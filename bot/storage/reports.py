"""Notes on content that is wrong, in SQL."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from bot.core.people import Community
from bot.storage.rows import community_key, report_of, report_row
from bot.storage.tables import reports
from bot.storage.unit import Unit
from bot.study.records import Report

_ADD = insert(reports)
_NEWEST = (
    select(reports)
    .where(
        reports.c.community_platform == bindparam("community_platform"),
        reports.c.community_id == bindparam("community_id"),
    )
    .order_by(reports.c.at.desc(), reports.c.id)
    .limit(bindparam("limit"))
)
_ABOUT = (
    select(reports)
    .where(
        reports.c.community_platform == bindparam("community_platform"),
        reports.c.community_id == bindparam("community_id"),
        reports.c.kind == bindparam("kind"),
        reports.c.target == bindparam("target"),
    )
    .order_by(reports.c.at.desc(), reports.c.id)
)


@dataclass(frozen=True, slots=True)
class SqlReports:
    """Implements `bot.study.ports.Reports`."""

    unit: Unit

    async def add(self, report: Report) -> None:
        """Keep a report."""
        await self.unit.run(_ADD, report_row(report))

    async def newest(self, community: Community, limit: int) -> tuple[Report, ...]:
        """Return a community's reports, newest first."""
        rows = await self.unit.rows(_NEWEST, {**community_key(community), "limit": limit})
        return tuple(report_of(row) for row in rows)

    async def about(self, community: Community, kind: str, target: str) -> tuple[Report, ...]:
        """Return a community's reports on one piece, newest first."""
        what = {"kind": kind, "target": target}
        rows = await self.unit.rows(_ABOUT, {**community_key(community), **what})
        return tuple(report_of(row) for row in rows)
