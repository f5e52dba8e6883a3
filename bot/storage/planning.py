"""T1 in SQL: which targets are due, and what was planned for them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import RowMapping, bindparam, exists, insert, select, update
from sqlalchemy.sql.selectable import Select

from bot.storage.among import among
from bot.storage.bulk import Bulk
from bot.storage.group_rows import group_of
from bot.storage.plan_rows import (
    deck_of,
    deck_row,
    delivery_row,
    occurrence_row,
    override_of,
    schedule_of,
    target_of,
)
from bot.storage.plan_tables import (
    decks,
    deliveries,
    groups,
    occurrences,
    overrides,
    schedules,
    targets,
)
from bot.storage.rows import Values, utc
from bot.storage.unit import Unit, keep_last
from bot.study.groups import Group
from bot.study.outbox import Due, Planned
from bot.study.schedules import Deck, Override, Schedule, Status, Target

Place = tuple[str, str, str]
DeckKey = tuple[str, str, str, str]

JOINED: Select[Any] = (
    select(targets, schedules, groups)
    .join_from(targets, schedules, schedules.c.id == targets.c.schedule_id)
    .join(groups, groups.c.id == targets.c.group_id)
)
_OF_TARGETS, _OF_SCHEDULES, _OF_GROUPS = (
    tuple(column.name for column in table.c) for table in (targets, schedules, groups)
)
_DUE = (
    JOINED.where(targets.c.next_at <= bindparam("now"))
    .order_by(targets.c.next_at)
    .limit(bindparam("limit"))
)
_OVERRIDES = select(overrides).where(among("schedules", overrides.c.schedule_id))
_DECKS = select(decks).where(
    among("places", decks.c.community_platform, decks.c.community_id, decks.c.channel)
)
_LOCK = (
    select(targets.c.schedule_id, targets.c.group_id, targets.c.next_at, schedules.c.version)
    .join_from(targets, schedules, schedules.c.id == targets.c.schedule_id)
    .where(among("pairs", targets.c.schedule_id, targets.c.group_id))
    .order_by(targets.c.schedule_id, targets.c.group_id)
    .with_for_update(skip_locked=True, key_share=True)
)
_THERE = select(occurrences.c.key).where(among("keys", occurrences.c.key))
_MOVE = Bulk(
    update(targets)
    .where(targets.c.schedule_id == bindparam("schedule"), targets.c.group_id == bindparam("group"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("next_at", "next_local", "season", "week", "then")
        }
    )
)
_WAKE = (
    update(schedules)
    .where(schedules.c.id == bindparam("schedule"), schedules.c.status == str(Status.paused))
    .values(status=str(Status.active), until=None)
)
_END = (
    update(schedules)
    .where(
        schedules.c.id == bindparam("schedule"),
        schedules.c.status == str(Status.active),
        ~exists().where(targets.c.schedule_id == schedules.c.id, targets.c.next_at.is_not(None)),
    )
    .values(status=str(Status.ended))
)
_PUT_DECKS = Bulk(keep_last(decks))
_OCCURRENCES, _DELIVERIES = Bulk(insert(occurrences)), Bulk(insert(deliveries))


async def due(unit: Unit, now: dt.datetime, limit: int) -> tuple[Due, ...]:
    """Return targets whose time has come, earliest first."""
    return await gathered(unit, await unit.rows(_DUE, {"now": utc(now), "limit": limit}))


async def gathered(unit: Unit, rows: Sequence[RowMapping]) -> tuple[Due, ...]:
    """Add to joined rows what else planning needs."""
    if not rows:
        return ()
    read = [joined(row) for row in rows]
    decided: dict[tuple[str, str], list[Override]] = {}
    names = sorted({schedule.id for _, schedule, _ in read})
    for row in await unit.rows(_OVERRIDES, {"schedules": names}):
        decided.setdefault((row["schedule_id"], row["group_id"]), []).append(override_of(row))
    places = sorted({_place(target, schedule) for target, schedule, _ in read})
    drawn: dict[Place, dict[str, Deck]] = {}
    for row in await unit.rows(_DECKS, {"places": places}):
        place = row["community_platform"], row["community_id"], row["channel"]
        drawn.setdefault(place, {})[row["pool"]] = deck_of(row)
    return tuple(
        Due(
            schedule,
            target,
            group,
            tuple(decided.get((target.schedule, target.group), ())),
            drawn.get(_place(target, schedule), {}),
        )
        for target, schedule, group in read
    )


def _place(target: Target, schedule: Schedule) -> Place:
    return str(schedule.community.platform), schedule.community.id, target.channel


def joined(row: RowMapping) -> tuple[Target, Schedule, Group]:
    """Read a row that begins with the columns of `JOINED`."""
    values = tuple(row.values())
    first = dict(zip(_OF_TARGETS, values, strict=False))
    second = dict(zip(_OF_SCHEDULES, values[len(_OF_TARGETS) :], strict=False))
    third = dict(zip(_OF_GROUPS, values[len(_OF_TARGETS) + len(_OF_SCHEDULES) :], strict=False))
    return target_of(first), schedule_of(second), group_of(third)


async def plan(unit: Unit, planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """Keep what still holds: the same cursor, the same version, the same decks."""
    kept = await _Batch.look(unit, planned)
    fine = [done for each in planned if (done := kept.settle(each))]
    await _write(unit, fine)
    return tuple(fine)


@dataclass(slots=True)
class _Batch:
    """What the rows say at this moment, locked."""

    cursors: Mapping[tuple[str, str], tuple[dt.datetime | None, int]]
    there: frozenset[str]
    decks: dict[DeckKey, Deck] = field(default_factory=dict[DeckKey, Deck])

    @classmethod
    async def look(cls, unit: Unit, planned: Sequence[Planned]) -> "_Batch":
        pairs = [(each.due.target.schedule, each.due.target.group) for each in planned]
        rows = await unit.rows(_LOCK, {"pairs": pairs})
        cursors = {
            (row["schedule_id"], row["group_id"]): (row["next_at"], row["version"]) for row in rows
        }
        keys = [each.key for one in planned for each in one.occurrences]
        there = frozenset(row["key"] for row in await unit.rows(_THERE, {"keys": keys}))
        places = {_deck_key(deck)[:3] for one in planned for deck in one.decks}
        found: Iterable[RowMapping] = ()
        if places:
            found = await unit.rows(_DECKS, {"places": sorted(places)})
        known = {_deck_key(deck): deck for deck in map(deck_of, found)}
        return cls(cursors, there, known)

    def settle(self, each: Planned) -> Planned | None:
        """Return what can be kept of one target: all, its new cursor alone, or nothing."""
        due = each.due
        cursor = due.target.next_at, due.schedule.version
        if self.cursors.get((due.target.schedule, due.target.group)) != cursor:
            return None
        if any(self.decks.get(_deck_key(deck)) != due.decks.get(deck.pool) for deck in each.decks):
            return None
        fresh = tuple(one for one in each.occurrences if one.key not in self.there)
        posted = {one.occurrence for one in each.deliveries}
        if posted & self.there:
            return _cursor_only(each, fresh)
        self.decks.update({_deck_key(deck): deck for deck in each.decks})
        return _with(each, fresh)


def _deck_key(deck: Deck) -> DeckKey:
    return str(deck.community.platform), deck.community.id, deck.channel, deck.pool


def _with(each: Planned, fresh: tuple[Any, ...]) -> Planned:
    decided = each.due, fresh, each.deliveries, each.target, each.decks
    return Planned(*decided, ended=each.ended, awake=each.awake)


def _cursor_only(each: Planned, fresh: tuple[Any, ...]) -> Planned:
    """The date was posted before an edit: move on, and spend neither piece nor week."""
    was, new = each.due.target, each.target
    target = replace(was, next_at=new.next_at, next_local=new.next_local)
    return Planned(each.due, fresh, (), target, ended=target.next_at is None, awake=each.awake)


async def _write(unit: Unit, planned: Sequence[Planned]) -> None:
    dates = [occurrence_row(one) for each in planned for one in each.occurrences]
    await _OCCURRENCES.run(unit, dates)
    messages = [delivery_row(one) for each in planned for one in each.deliveries]
    await _DELIVERIES.run(unit, messages)
    await _PUT_DECKS.run(unit, [deck_row(deck) for each in planned for deck in each.decks])
    await _MOVE.run(unit, [_moved(each) for each in planned])
    for name in sorted({each.due.schedule.id for each in planned if each.awake}):
        await unit.run(_WAKE, {"schedule": name})
    for name in sorted({each.due.schedule.id for each in planned if each.ended}):
        await unit.run(_END, {"schedule": name})


def _moved(each: Planned) -> Values:
    target = each.target
    return {
        "schedule": target.schedule,
        "group": target.group,
        "new_next_at": utc(target.next_at) if target.next_at else None,
        "new_next_local": target.next_local,
        "new_season": target.season,
        "new_week": target.week,
        "new_then": target.then,
    }
