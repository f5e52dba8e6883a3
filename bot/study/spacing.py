"""When a question comes back: FSRS behind an interface of ours.

Retention 0.90 in whole weeks gives 7, 21, 84 days for right answers (learning-anchors, sections
2 and 4). FSRS's own traps: its minute steps are switched off, it takes `datetime.UTC` only, and a
card without an id would sleep to make one.
"""

import datetime as dt
import json
import math
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from bot.study.records import Memory

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

RETENTION = 0.90
WEEK = 7
LONGEST_DAYS = 26 * WEEK


class Rating(IntEnum):
    """How it went, as FSRS counts. Easy is never given: one choice in three is luck."""

    again = 1
    hard = 2
    good = 3


def rate(*, right: bool, sure: bool, helped: bool = False) -> Rating:
    """Turn an answer and its confidence into a rating."""
    if not right:
        return Rating.again
    return Rating.good if sure and not helped else Rating.hard


@dataclass(frozen=True)
class Spacing:
    """Computes the next memory of an item."""

    @cached_property
    def _scheduler(self) -> "Scheduler":
        from fsrs import Scheduler  # noqa: PLC0415 (70 ms that only an answered quiz needs)

        return Scheduler(
            desired_retention=RETENTION,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=LONGEST_DAYS,
            enable_fuzzing=False,
        )

    def review(self, memory: Memory | None, rating: Rating, now: dt.datetime) -> Memory:
        """Return the memory after an answer at `now` (aware); due in whole weeks."""
        from fsrs import Rating as Grade  # noqa: PLC0415 (as above)

        at = now.astimezone(dt.UTC)
        card, _ = self._scheduler.review_card(self._card(memory, at), Grade(int(rating)), at)
        days = math.ceil((card.due - at) / dt.timedelta(days=1))
        weeks = max(1, math.ceil(min(days, LONGEST_DAYS) / WEEK))
        return Memory(card.to_json(), at + dt.timedelta(days=weeks * WEEK))

    def _card(self, memory: Memory | None, at: dt.datetime) -> "Card":
        from fsrs import Card  # noqa: PLC0415 (as above)

        return Card.from_json(memory.state) if memory else Card(card_id=1, due=at)


def days_until(memory: Memory, now: dt.datetime) -> int:
    """Count the days until a memory is due, rounded; never below one."""
    return max(1, round((memory.due_at - now) / dt.timedelta(days=1)))


def summary(memory: Memory) -> dict[str, object]:
    """Read a memory's state as plain values, for the export of a person's data."""
    return {"due_at": memory.due_at.isoformat(), "state": json.loads(memory.state)}
