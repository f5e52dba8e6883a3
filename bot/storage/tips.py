"""Which tips people saw, in SQL."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.storage.rows import utc
from bot.storage.tables import seen_tips
from bot.storage.unit import Unit, keep_last

_SEEN = select(seen_tips.c.tip, seen_tips.c.at).where(seen_tips.c.person_id == bindparam("person"))
_SEE = keep_last(seen_tips)


@dataclass(frozen=True, slots=True)
class SqlTips:
    """Implements `bot.study.ports.Tips`."""

    unit: Unit

    async def seen(self, person: str) -> Mapping[str, dt.datetime]:
        """Return when each tip was last shown to a person."""
        rows = await self.unit.rows(_SEEN, {"person": person})
        return {row["tip"]: row["at"] for row in rows}

    async def see(self, person: str, tip: str, at: dt.datetime) -> None:
        """Note that a tip is shown now."""
        await self.unit.run(_SEE, {"person_id": person, "tip": tip, "at": utc(at)})
