"""Which pieces of the pack people saw, in SQL."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.storage.rows import utc
from bot.storage.tables import seen
from bot.storage.unit import Unit, keep_last

_OF = select(seen.c.piece, seen.c.at).where(
    seen.c.person_id == bindparam("person"), seen.c.kind == bindparam("kind")
)
_NOTE = keep_last(seen)


@dataclass(frozen=True, slots=True)
class SqlSeen:
    """Implements `bot.study.ports.Seen`."""

    unit: Unit

    async def of(self, person: str, kind: str) -> Mapping[str, dt.datetime]:
        """Return when each piece of a kind was last shown to a person."""
        rows = await self.unit.rows(_OF, {"person": person, "kind": kind})
        return {row["piece"]: row["at"] for row in rows}

    async def note(self, person: str, kind: str, piece: str, at: dt.datetime) -> None:
        """Note that a piece is shown now."""
        row = {"person_id": person, "kind": kind, "piece": piece, "at": utc(at)}
        await self.unit.run(_NOTE, row)
