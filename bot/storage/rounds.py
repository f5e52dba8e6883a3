"""Quiz rounds and their answers in SQL."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from bot.storage.rows import answer_of, answer_row, round_of, round_row
from bot.storage.tables import answers, people, rounds
from bot.storage.unit import Unit, keep_first
from bot.study.records import Answer, Round

_OPEN = (rounds.c.person_id == bindparam("person"), rounds.c.is_open)
_CURRENT = select(rounds).where(*_OPEN)
_GET = select(rounds).where(rounds.c.id == bindparam("round"))
_QUEUE_UP = select(people.c.id).where(people.c.id == bindparam("person")).with_for_update()
_CLOSE = update(rounds).where(*_OPEN).values(closed=True, is_open=False)
_START = insert(rounds)
_SAVE = (
    update(rounds)
    .where(rounds.c.id == bindparam("round"))
    .values(
        queue=bindparam("new_queue"),
        position=bindparam("new_position"),
        closed=or_(rounds.c.closed, bindparam("now_closed")),
        is_open=and_(rounds.c.is_open, bindparam("still_open")),
    )
)
_LOCK = keep_first(answers)
_ANSWERS = (
    select(answers).where(answers.c.round_id == bindparam("round")).order_by(answers.c.position)
)
_LAST_SEEN = (
    select(answers.c.item, func.max(answers.c.at).label("at"))
    .where(answers.c.person_id == bindparam("person"))
    .group_by(answers.c.item)
)
_OUTCOMES = (
    select(answers.c.item, answers.c.correct)
    .join(rounds, rounds.c.id == answers.c.round_id)
    .where(answers.c.person_id == bindparam("person"), answers.c.position < rounds.c.asked)
    .order_by(answers.c.at)
)


@dataclass(frozen=True, slots=True)
class SqlRounds:
    """Implements `bot.study.ports.Rounds`."""

    unit: Unit

    async def current(self, person: str) -> Round | None:
        """Return the round a person has open."""
        row = await self.unit.row(_CURRENT, {"person": person})
        return round_of(row) if row else None

    async def get(self, round_id: str) -> Round | None:
        """Return a round."""
        row = await self.unit.row(_GET, {"round": round_id})
        return round_of(row) if row else None

    async def start(self, new: Round) -> None:
        """Keep a new round; any other open round of the person is closed."""
        row = round_row(new)
        await self.unit.run(_QUEUE_UP, {"person": new.person})
        await self.unit.run(_CLOSE, {"person": new.person})
        await self.unit.run(_START, row)

    async def save(self, changed: Round) -> None:
        """Keep a round's new queue, position and state. A closed round stays closed."""
        values = {
            "round": changed.id,
            "new_queue": changed.queue,
            "new_position": changed.position,
            "now_closed": changed.closed,
            "still_open": not changed.over,
        }
        await self.unit.run(_SAVE, values)

    async def lock(self, answer: Answer) -> bool:
        """Keep an answer; False when this question of the round was answered before."""
        return await self.unit.count(_LOCK, answer_row(answer)) == 1

    async def answers(self, round_id: str) -> tuple[Answer, ...]:
        """Return a round's answers in order."""
        rows = await self.unit.rows(_ANSWERS, {"round": round_id})
        return tuple(answer_of(row) for row in rows)

    async def last_seen(self, person: str) -> Mapping[str, dt.datetime]:
        """Return when a person last answered each item."""
        rows = await self.unit.rows(_LAST_SEEN, {"person": person})
        return {row["item"]: row["at"] for row in rows}

    async def outcomes(self, person: str) -> Mapping[str, bool]:
        """Return whether a person's newest answer to each item was right, repeats aside."""
        rows = await self.unit.rows(_OUTCOMES, {"person": person})
        return {row["item"]: row["correct"] for row in rows}
