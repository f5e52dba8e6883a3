"""Study groups in SQL; every query is scoped by the community or by the person."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.core.people import Community
from bot.storage.group_rows import group_of, group_row, setup_of, setup_row
from bot.storage.plan_tables import groups, memberships, setups
from bot.storage.rows import community_key, utc
from bot.storage.unit import Unit, keep_first, keep_last
from bot.study.groups import Group, Setup

_HERE = (
    groups.c.community_platform == bindparam("community_platform"),
    groups.c.community_id == bindparam("community_id"),
)
_ALL = select(groups).where(*_HERE, groups.c.closed_at.is_(None)).order_by(groups.c.name)
_GET = select(groups).where(*_HERE, groups.c.id == bindparam("group"))
_PUT = keep_last(groups)
_JOIN = keep_first(memberships)
_LEAVE = delete(memberships).where(
    memberships.c.group_id == bindparam("group"), memberships.c.person_id == bindparam("person")
)
_MEMBERS = (
    select(memberships.c.person_id)
    .where(memberships.c.group_id == bindparam("group"))
    .order_by(memberships.c.joined_at, memberships.c.person_id)
)
_OF = (
    select(groups)
    .join_from(groups, memberships, memberships.c.group_id == groups.c.id)
    .where(memberships.c.person_id == bindparam("person"), groups.c.closed_at.is_(None))
    .order_by(groups.c.name)
)
_SETUP = select(setups).where(
    setups.c.community_platform == bindparam("community_platform"),
    setups.c.community_id == bindparam("community_id"),
)
_ARRANGE = keep_last(setups)


@dataclass(frozen=True, slots=True)
class SqlGroups:
    """Implements `bot.study.plan_ports.Groups`."""

    unit: Unit

    async def all(self, community: Community) -> tuple[Group, ...]:
        """Return a community's open groups, by name."""
        return tuple(map(group_of, await self.unit.rows(_ALL, community_key(community))))

    async def get(self, community: Community, group: str) -> Group | None:
        """Return a group of this community."""
        row = await self.unit.row(_GET, {**community_key(community), "group": group})
        return group_of(row) if row else None

    async def put(self, group: Group) -> None:
        """Keep a group."""
        await self.unit.run(_PUT, group_row(group))

    async def join(self, group: str, person: str, at: dt.datetime) -> bool:
        """Add somebody; False when they are in it."""
        row = {"group_id": group, "person_id": person, "joined_at": utc(at)}
        return bool(await self.unit.count(_JOIN, row))

    async def leave(self, group: str, person: str) -> bool:
        """Take somebody out; False when they are not in it."""
        return bool(await self.unit.count(_LEAVE, {"group": group, "person": person}))

    async def members(self, group: str) -> tuple[str, ...]:
        """Return the persons in a group, in the order they joined."""
        return tuple(row["person_id"] for row in await self.unit.rows(_MEMBERS, {"group": group}))

    async def of(self, person: str, community: Community | None) -> tuple[Group, ...]:
        """Return the open groups somebody is in, in one community or in all."""
        found = map(group_of, await self.unit.rows(_OF, {"person": person}))
        return tuple(each for each in found if community in {None, each.community})

    async def setup(self, community: Community) -> Setup:
        """Return how a community is set up; what was never chosen is empty."""
        row = await self.unit.row(_SETUP, community_key(community))
        return setup_of(row) if row else Setup(community)

    async def arrange(self, setup: Setup) -> None:
        """Keep how a community is set up."""
        await self.unit.run(_ARRANGE, setup_row(setup))
