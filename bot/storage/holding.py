"""What is on hold in SQL: channels that refuse, and how they go on."""

import datetime as dt

from sqlalchemy import bindparam, delete, select, update

from bot.core.people import Community
from bot.storage.plan_rows import occurrence_of
from bot.storage.plan_tables import PENDING, deliveries, occurrences, schedules, targets
from bot.storage.planning import JOINED, gathered
from bot.storage.rows import community_key, utc
from bot.storage.unit import Unit
from bot.study.outbox import Due
from bot.study.schedules import Fate, Occurrence, Status, Target

_COMMUNITY = (
    schedules.c.community_platform == bindparam("community_platform"),
    schedules.c.community_id == bindparam("community_id"),
)
_LIVE = schedules.c.status.in_((str(Status.active), str(Status.paused)))
_HERE = JOINED.where(
    *_COMMUNITY, targets.c.channel == bindparam("in_channel"), targets.c.suspended == "", _LIVE
)
_EVERYWHERE = JOINED.where(*_COMMUNITY, targets.c.suspended == "", _LIVE)
_ON_HOLD = JOINED.where(targets.c.suspended != "", _LIVE).order_by(
    schedules.c.community_platform,
    schedules.c.community_id,
    targets.c.channel,
    targets.c.schedule_id,
    targets.c.group_id,
)
_PAIR = (
    targets.c.schedule_id == bindparam("schedule"),
    targets.c.group_id == bindparam("group"),
)
_HOLD = (
    update(targets)
    .where(*_PAIR)
    .values(suspended=bindparam("why"), since=bindparam("at"), told_at=None)
)
_TOLD = update(targets).where(*_PAIR).values(told_at=bindparam("at"))
_GO_ON = update(targets).where(*_PAIR).values(suspended="", since=None, told_at=None)
_MINE = (
    deliveries.c.schedule_id == bindparam("schedule"),
    deliveries.c.channel == bindparam("in_channel"),
)
_NOW = update(deliveries).where(PENDING, *_MINE).values(not_before=bindparam("at"))
_MISSED = (
    select(occurrences)
    .where(
        occurrences.c.schedule_id == bindparam("schedule"),
        occurrences.c.group_id == bindparam("group"),
        occurrences.c.extra == 0,
    )
    .order_by(occurrences.c.due_at.desc())
    .limit(1)
)
_AGAIN = delete(occurrences).where(occurrences.c.key == bindparam("occurrence"))
_BACK = update(targets).where(*_PAIR).values(next_at=bindparam("due"), next_local=bindparam("day"))


async def suspend(
    unit: Unit, community: Community, channel: str, reason: str, now: dt.datetime
) -> tuple[Due, ...]:
    """Put on hold what posts to a channel, or everything of a community; return what is new."""
    where = community_key(community)
    if channel:
        rows = await unit.rows(_HERE, {**where, "in_channel": channel})
    else:
        rows = await unit.rows(_EVERYWHERE, where)
    found = await gathered(unit, rows)
    for each in found:
        await unit.run(_HOLD, {**_pair(each.target), "why": reason, "at": utc(now)})
    return found


async def suspended(unit: Unit) -> tuple[Due, ...]:
    """Return the targets that are on hold, those of one channel together."""
    return await gathered(unit, await unit.rows(_ON_HOLD))


async def told(unit: Unit, target: Target, at: dt.datetime) -> None:
    """Note that a person knows."""
    await unit.run(_TOLD, {**_pair(target), "at": utc(at)})


async def heal(unit: Unit, due: Due, now: dt.datetime) -> int:
    """Go on: what waits is sent now, and the newest date in grace that was left out comes back."""
    pair, at = _pair(due.target), utc(now)
    await unit.run(_GO_ON, pair)
    where = {"schedule": due.schedule.id, "in_channel": due.target.channel, "at": at}
    waiting = await unit.count(_NOW, where)
    if waiting or due.schedule.status is not Status.active:
        return waiting
    row = await unit.row(_MISSED, pair)
    missed = occurrence_of(row) if row else None
    if missed is None or not _comes_back(missed, due, at):
        return 0
    await unit.run(_AGAIN, {"occurrence": missed.key})
    await unit.run(_BACK, {**pair, "due": utc(missed.due_at), "day": missed.local})
    return 1


def _comes_back(missed: Occurrence, due: Due, now: dt.datetime) -> bool:
    held = missed.fate is Fate.skipped and missed.reason == due.target.suspended
    return held and missed.due_at + due.schedule.grace >= now


def _pair(target: Target) -> dict[str, object]:
    return {"schedule": target.schedule, "group": target.group}
