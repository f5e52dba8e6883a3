"""Spaced repetition in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.storage.rows import memory_of, utc
from bot.storage.tables import memories
from bot.storage.unit import Unit, keep_last
from bot.study.records import Memory

_ALL = select(memories).where(memories.c.person_id == bindparam("person"))
_PUT = keep_last(memories)


@dataclass(frozen=True, slots=True)
class SqlMemories:
    """Implements `bot.study.ports.Memories`."""

    unit: Unit

    async def all(self, person: str) -> Mapping[str, Memory]:
        """Return a person's memories by item."""
        rows = await self.unit.rows(_ALL, {"person": person})
        return {row["item"]: memory_of(row) for row in rows}

    async def put(self, person: str, item: str, memory: Memory) -> None:
        """Keep an item's memory."""
        due_at = utc(memory.due_at)
        row = {"person_id": person, "item": item, "state": memory.state, "due_at": due_at}
        await self.unit.run(_PUT, row)
