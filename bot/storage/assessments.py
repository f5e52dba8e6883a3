"""How people describe their habits, in SQL."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.storage.rows import habit_of, utc
from bot.storage.tables import assessments
from bot.storage.unit import Unit, keep_last
from bot.study.records import Habit

_ALL = select(assessments).where(assessments.c.person_id == bindparam("person"))
_PUT = keep_last(assessments)
_CLEAR = delete(assessments).where(assessments.c.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class SqlAssessments:
    """Implements `bot.study.ports.Assessments`."""

    unit: Unit

    async def all(self, person: str) -> Mapping[str, Habit]:
        """Return a person's answers by item."""
        rows = await self.unit.rows(_ALL, {"person": person})
        return {row["item"]: habit_of(row) for row in rows}

    async def put(self, person: str, item: str, anchor: int, at: dt.datetime) -> None:
        """Keep an answer, in place of the one before."""
        row = {"person_id": person, "item": item, "anchor": anchor, "at": utc(at)}
        await self.unit.run(_PUT, row)

    async def clear(self, person: str) -> int:
        """Remove a person's answers and return how many there were."""
        return await self.unit.count(_CLEAR, {"person": person})
