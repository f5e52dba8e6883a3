"""Cards that people shared, in SQL; every query is scoped by the community."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, select

from bot.core.people import Community
from bot.storage.rows import community_key, share_of, share_row, utc
from bot.storage.tables import rooms, shares
from bot.storage.unit import Unit, keep_last
from bot.study.records import Share

_HERE = (
    shares.c.community_platform == bindparam("community_platform"),
    shares.c.community_id == bindparam("community_id"),
)
_ONE = (*_HERE, shares.c.id == bindparam("share"))
_ADD = insert(shares)
_GET = select(shares).where(*_ONE)
_REMOVE = delete(shares).where(*_ONE)
_SINCE = select(
    func.count().filter(shares.c.person_id == bindparam("person")).label("by_person"),
    func.count().filter(shares.c.channel == bindparam("channel")).label("in_channel"),
).where(*_HERE, shares.c.at >= bindparam("since"))
_ALLOWED = select(rooms.c.sharing).where(
    rooms.c.community_platform == bindparam("community_platform"),
    rooms.c.community_id == bindparam("community_id"),
    rooms.c.channel == bindparam("channel"),
)
_ALLOW = keep_last(rooms)


@dataclass(frozen=True, slots=True)
class SqlShares:
    """Implements `bot.study.ports.Shares`."""

    unit: Unit

    async def add(self, share: Share) -> None:
        """Keep a share."""
        await self.unit.run(_ADD, share_row(share))

    async def get(self, community: Community, share_id: str) -> Share | None:
        """Return a share of this community."""
        row = await self.unit.row(_GET, {**community_key(community), "share": share_id})
        return share_of(row) if row else None

    async def remove(self, community: Community, share_id: str) -> None:
        """Forget a share."""
        await self.unit.run(_REMOVE, {**community_key(community), "share": share_id})

    async def since(
        self, community: Community, channel: str, person: str, at: dt.datetime
    ) -> tuple[int, int]:
        """Count shares since `at`: by the person in the community, and in the channel."""
        who = {"person": person, "channel": channel, "since": utc(at)}
        row = await self.unit.row(_SINCE, {**community_key(community), **who})
        return (row["by_person"], row["in_channel"]) if row else (0, 0)

    async def allowed(self, community: Community, channel: str) -> bool:
        """Tell whether sharing is on in a channel (it is, unless switched off)."""
        where = {**community_key(community), "channel": channel}
        row = await self.unit.row(_ALLOWED, where)
        return row is None or bool(row["sharing"])

    async def allow(self, community: Community, channel: str, *, on: bool) -> None:
        """Switch sharing on or off in a channel."""
        where = {**community_key(community), "channel": channel}
        await self.unit.run(_ALLOW, {**where, "sharing": on})
