"""What people say of milestones, in SQL."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.storage.rows import marking_of, utc
from bot.storage.tables import progress
from bot.storage.unit import Unit, keep_last
from bot.study.records import Mark, Marking

_MARKS = select(progress).where(progress.c.person_id == bindparam("person"))
_PUT = keep_last(progress)
_TAKE_AWAY = delete(progress).where(
    progress.c.person_id == bindparam("person"), progress.c.milestone == bindparam("what")
)


@dataclass(frozen=True, slots=True)
class SqlProgress:
    """Implements `bot.study.ports.Progress`."""

    unit: Unit

    async def marks(self, person: str) -> Mapping[str, Marking]:
        """Return a person's marks by milestone."""
        rows = await self.unit.rows(_MARKS, {"person": person})
        return {row["milestone"]: marking_of(row) for row in rows}

    async def put(self, person: str, milestone: str, mark: Mark | None, at: dt.datetime) -> None:
        """Set a mark, or take it away with None."""
        if mark is None:
            await self.unit.run(_TAKE_AWAY, {"person": person, "what": milestone})
            return
        row = {"person_id": person, "milestone": milestone, "mark": str(mark), "at": utc(at)}
        await self.unit.run(_PUT, row)
