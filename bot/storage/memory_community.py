"""What belongs to communities, in memory: reports, changed pieces, shares."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.people import Community
from bot.storage.errors import BrokenRuleError
from bot.storage.rows import (
    community_key,
    piece_of,
    piece_row,
    report_of,
    report_row,
    share_of,
    share_row,
    utc,
)
from bot.storage.shelves import Shelves
from bot.study.records import Piece, Report, Share


@dataclass(frozen=True, slots=True)
class MemoryReports:
    """Implements `bot.study.ports.Reports`."""

    shelves: Shelves

    async def add(self, report: Report) -> None:
        """Keep a report."""
        if not self.shelves.add("reports", report_row(report)):
            raise BrokenRuleError("reports: stands twice")

    async def newest(self, community: Community, limit: int) -> tuple[Report, ...]:
        """Return a community's reports, newest first."""
        return self._where(**community_key(community))[:limit]

    async def about(self, community: Community, kind: str, target: str) -> tuple[Report, ...]:
        """Return a community's reports on one piece, newest first."""
        return self._where(**community_key(community), kind=kind, target=target)

    def _where(self, **match: object) -> tuple[Report, ...]:
        rows = self.shelves.where("reports", **match)
        rows.sort(key=lambda row: row["at"], reverse=True)
        return tuple(report_of(row) for row in rows)


@dataclass(frozen=True, slots=True)
class MemoryPieces:
    """Implements `bot.study.ports.Pieces`."""

    shelves: Shelves

    async def all(self, community: Community) -> tuple[Piece, ...]:
        """Return what a community ever decided, newest first."""
        rows = self.shelves.where("pieces", **community_key(community))
        rows.sort(key=lambda row: row["at"], reverse=True)
        return tuple(piece_of(row) for row in rows)

    async def of(self, communities: Collection[Community]) -> Mapping[Community, Sequence[Piece]]:
        """Return what each of many communities ever decided, in no order; some did nothing."""
        found = {each: await self.all(each) for each in communities}
        return {community: pieces for community, pieces in found.items() if pieces}

    async def put(self, piece: Piece) -> None:
        """Keep a decision, in place of the one before."""
        self.shelves.put("pieces", piece_row(piece))


@dataclass(frozen=True, slots=True)
class MemoryShares:
    """Implements `bot.study.ports.Shares`."""

    shelves: Shelves

    async def add(self, share: Share) -> None:
        """Keep a share."""
        if not self.shelves.add("shares", share_row(share)):
            raise BrokenRuleError("shares: stands twice")

    async def get(self, community: Community, share_id: str) -> Share | None:
        """Return a share of this community."""
        rows = self.shelves.where("shares", **community_key(community), id=share_id)
        return share_of(rows[0]) if rows else None

    async def remove(self, community: Community, share_id: str) -> None:
        """Forget a share."""
        self.shelves.drop("shares", **community_key(community), id=share_id)

    async def since(
        self, community: Community, channel: str, person: str, at: dt.datetime
    ) -> tuple[int, int]:
        """Count shares since `at`: by the person in the community, and in the channel."""
        start = utc(at)
        rows = self.shelves.where("shares", **community_key(community))
        late = [row for row in rows if row["at"] >= start]
        mine = sum(row["person_id"] == person for row in late)
        return mine, sum(row["channel"] == channel for row in late)

    async def allowed(self, community: Community, channel: str) -> bool:
        """Tell whether sharing is on in a channel (it is, unless switched off)."""
        row = self.shelves.get("rooms", {**community_key(community), "channel": channel})
        return row is None or row["sharing"]

    async def allow(self, community: Community, channel: str, *, on: bool) -> None:
        """Switch sharing on or off in a channel."""
        where = {**community_key(community), "channel": channel}
        self.shelves.put("rooms", {**where, "sharing": on})
