"""What was posted, answered and changed, in SQL; scoped by the community."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, or_, select, update

from bot.core.people import Community
from bot.storage.among import among
from bot.storage.group_rows import change_of, change_row
from bot.storage.plan_rows import (
    checkin_row,
    deck_of,
    deck_row,
    delivery_of,
    delivery_row,
    occurrence_of,
)
from bot.storage.plan_tables import audit, checkins, decks, deliveries, occurrences, schedules
from bot.storage.rows import Row, community_key, utc
from bot.storage.unit import Unit, keep_last
from bot.study.groups import Change
from bot.study.schedules import Checkin, Deck, Delivery, Occurrence, Part

Receipt = tuple[Occurrence, tuple[Delivery, ...]]

REF = 5
"""Characters of a reference; every key of an occurrence is longer."""

_JOINED = (
    select(occurrences)
    .join_from(occurrences, schedules, schedules.c.id == occurrences.c.schedule_id)
    .where(
        schedules.c.community_platform == bindparam("community_platform"),
        schedules.c.community_id == bindparam("community_id"),
    )
)
_HISTORY = (
    _JOINED.where(
        or_(bindparam("schedule") == "", occurrences.c.schedule_id == bindparam("schedule")),
        occurrences.c.due_at < bindparam("before"),
    )
    .order_by(occurrences.c.due_at.desc(), occurrences.c.group_id, occurrences.c.extra.desc())
    .limit(bindparam("limit"))
)
_BY_REF = _JOINED.where(occurrences.c.ref == bindparam("ref"))
_BY_KEY = _JOINED.where(occurrences.c.key == bindparam("key"))
_MESSAGES = (
    select(deliveries)
    .where(among("keys", deliveries.c.occurrence))
    .order_by(deliveries.c.seq, deliveries.c.id)
)
_SETTLE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        {
            name: bindparam(name)
            for name in ("fate", "reason", "remote", "thread", "posted", "sent_at")
        }
    )
)
_FATE = (
    update(occurrences)
    .where(occurrences.c.key == bindparam("occurrence"))
    .values(fate=bindparam("became"), reason=bindparam("why"))
)
_ANSWER = keep_last(checkins)
_MINE = select(checkins.c.choice).where(
    checkins.c.occurrence == bindparam("occurrence"), checkins.c.person_id == bindparam("person")
)
_COUNTS = (
    select(checkins.c.choice, func.count().label("n"))
    .where(checkins.c.occurrence == bindparam("occurrence"))
    .group_by(checkins.c.choice)
)
_DECK = select(decks).where(
    decks.c.community_platform == bindparam("community_platform"),
    decks.c.community_id == bindparam("community_id"),
    decks.c.channel == bindparam("channel"),
    decks.c.pool == bindparam("pool"),
)
_PUT_DECK = keep_last(decks)
_ADD = insert(audit)
_NEWEST = (
    select(audit)
    .where(
        audit.c.community_platform == bindparam("community_platform"),
        audit.c.community_id == bindparam("community_id"),
    )
    .order_by(audit.c.at.desc(), audit.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class SqlReceipts:
    """Implements `bot.study.plan_ports.Receipts`."""

    unit: Unit

    async def history(
        self, community: Community, schedule: str, limit: int, before: dt.datetime | None = None
    ) -> tuple[Receipt, ...]:
        """Return occurrences with their messages, newest first; "" for every schedule."""
        until = utc(before) if before else _END
        asked = {"schedule": schedule, "limit": limit, "before": until}
        return await self._with_messages(
            await self.unit.rows(_HISTORY, {**community_key(community), **asked})
        )

    async def get(self, community: Community, occurrence: str) -> Receipt | None:
        """Return one occurrence by its key or by its reference."""
        here = community_key(community)
        if len(occurrence) == REF:
            row = await self.unit.row(_BY_REF, {**here, "ref": occurrence.upper()})
        else:
            row = await self.unit.row(_BY_KEY, {**here, "key": occurrence})
        return (await self._with_messages([row]))[0] if row else None

    async def settle(self, delivery: Delivery) -> None:
        """Keep what a moderator did to a message: corrected, taken back, found."""
        row = delivery_row(delivery)
        names = ("fate", "reason", "remote", "thread", "posted", "sent_at")
        await self.unit.run(_SETTLE, {"delivery": delivery.id, **{n: row[n] for n in names}})
        if delivery.part is Part.post:
            became = {"became": row["fate"], "why": row["reason"]}
            await self.unit.run(_FATE, {"occurrence": delivery.occurrence, **became})

    async def _with_messages(self, rows: Sequence[Row]) -> tuple[Receipt, ...]:
        found = [occurrence_of(row) for row in rows]
        messages: dict[str, list[Delivery]] = {each.key: [] for each in found}
        if found:
            for row in await self.unit.rows(_MESSAGES, {"keys": list(messages)}):
                messages[row["occurrence"]].append(delivery_of(row))
        return tuple((each, tuple(messages[each.key])) for each in found)


@dataclass(frozen=True, slots=True)
class SqlCheckins:
    """Implements `bot.study.plan_ports.Checkins`."""

    unit: Unit

    async def put(self, answer: Checkin) -> None:
        """Keep an answer in place of the one before."""
        await self.unit.run(_ANSWER, checkin_row(answer))

    async def of(self, occurrence: str, person: str) -> str:
        """Return somebody's answer, or an empty string."""
        row = await self.unit.row(_MINE, {"occurrence": occurrence, "person": person})
        return row["choice"] if row else ""

    async def counts(self, occurrence: str) -> Mapping[str, int]:
        """Count the answers by choice."""
        rows = await self.unit.rows(_COUNTS, {"occurrence": occurrence})
        return {row["choice"]: row["n"] for row in rows}


@dataclass(frozen=True, slots=True)
class SqlDecks:
    """Implements `bot.study.plan_ports.Decks`."""

    unit: Unit

    async def get(self, community: Community, channel: str, pool: str) -> Deck | None:
        """Return a channel's deck."""
        where = {**community_key(community), "channel": channel, "pool": pool}
        row = await self.unit.row(_DECK, where)
        return deck_of(row) if row else None

    async def put(self, deck: Deck) -> None:
        """Keep a deck."""
        await self.unit.run(_PUT_DECK, deck_row(deck))


@dataclass(frozen=True, slots=True)
class SqlAudit:
    """Implements `bot.study.plan_ports.Audit`."""

    unit: Unit

    async def add(self, change: Change) -> None:
        """Keep a line."""
        await self.unit.run(_ADD, change_row(change))

    async def newest(self, community: Community, limit: int, skip: int = 0) -> tuple[Change, ...]:
        """Return a community's lines, newest first."""
        asked = {**community_key(community), "limit": limit, "skip": skip}
        return tuple(map(change_of, await self.unit.rows(_NEWEST, asked)))
