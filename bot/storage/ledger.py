"""What a face remembers between runs: short notes, and which communities it is in."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from bot.core.people import Community, Platform
from bot.storage import holding
from bot.storage.rows import community_key, utc
from bot.storage.store import SqlStore
from bot.storage.tables import communities, meta
from bot.storage.unit import Unit, keep_last
from bot.study.schedules import Reason

_KEEP = keep_last(meta)
_RECALL = select(meta.c.value).where(meta.c.key == bindparam("note"))
_JOINED = keep_last(communities)
_LEFT = (
    update(communities)
    .where(
        communities.c.community_platform == bindparam("platform"),
        communities.c.community_id == bindparam("community"),
        communities.c.left_at.is_(None),
    )
    .values(left_at=bindparam("at"))
)
_PRESENT = select(communities.c.community_id).where(
    communities.c.community_platform == bindparam("platform"), communities.c.left_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class StoreLedger:
    """Implements `bot.core.ports.Ledger`. Notes are prefixed: the secret is none of them."""

    store: SqlStore

    async def recall(self, key: str) -> str:
        """Return a note, or an empty string. Raises CannotLookUp."""
        async with self.store.reading() as unit:
            row = await unit.row(_RECALL, {"note": f"note.{key}"})
        return row["value"] if row else ""

    async def keep(self, key: str, value: str) -> None:
        """Keep a note. Raises CannotSave."""
        async with self.store.writing() as unit:
            await unit.run(_KEEP, {"key": f"note.{key}", "value": value})

    async def joined(self, community: Community) -> None:
        """Note that we are in a community, again or for the first time. Raises CannotSave."""
        async with self.store.writing() as unit:
            await unit.run(_JOINED, {**community_key(community), "left_at": None})

    async def left(self, community: Community, at: dt.datetime) -> None:
        """Note that we were removed at `at` (aware); schedules rest. Raises CannotSave."""
        async with self.store.writing() as unit:
            await _leave(unit, community, at)

    async def present(
        self, platform: Platform, here: Collection[Community], at: dt.datetime
    ) -> None:
        """Note new communities, and those that are gone since `at`. Raises CannotSave."""
        ids = {community.id for community in here}
        async with self.store.writing() as unit:
            rows = await unit.rows(_PRESENT, {"platform": str(platform)})
            known = {row["community_id"] for row in rows}
            for gone in known - ids:
                await _leave(unit, Community(platform, gone), at)
            for new in ids - known:
                key = community_key(Community(platform, new))
                await unit.run(_JOINED, {**key, "left_at": None})


async def _leave(unit: Unit, community: Community, at: dt.datetime) -> None:
    """Note when, and put everything that posts there on hold: it goes on when we are back."""
    who = {"platform": str(community.platform), "community": community.id}
    await unit.run(_LEFT, {**who, "at": utc(at)})
    await holding.suspend(unit, community, "", Reason.left, at)
