"""T2 and T3 in SQL: what may be sent now and by whom, and what became of it (engine, section 7)."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import RowMapping, and_, bindparam, exists, func, or_, select, text, update

from bot.core.people import Platform
from bot.storage.among import among
from bot.storage.limits import AHEAD, Slots, moment
from bot.storage.plan_rows import delivery_of, delivery_row, occurrence_of
from bot.storage.plan_tables import (
    PENDING,
    SENDING,
    deliveries,
    occurrences,
    targets,
)
from bot.storage.planning import JOINED, gathered
from bot.storage.rows import utc
from bot.storage.unit import Unit
from bot.study.outbox import Claim, Claims, Due, Limits
from bot.study.schedules import Delivery, Fate, Occurrence, Part, Reason

WAITING = (Fate.pending, Fate.sending)
"""What stands in its channel's line."""

_earlier = deliveries.alias("earlier")
_LINE = exists().where(
    _earlier.c.channel == deliveries.c.channel,
    _earlier.c.community_id == deliveries.c.community_id,
    _earlier.c.community_platform == deliveries.c.community_platform,
    text("earlier.fate IN ('pending', 'sending')"),
    or_(
        _earlier.c.seq < deliveries.c.seq,
        and_(_earlier.c.seq == deliveries.c.seq, _earlier.c.id < deliveries.c.id),
    ),
)
_ON = deliveries.c.community_platform.in_(bindparam("platforms", expanding=True))
_HEADS = (
    select(deliveries)
    .where(
        PENDING,
        deliveries.c.shard == bindparam("shard"),
        deliveries.c.not_before <= bindparam("now"),
        _ON,
        ~_LINE,
    )
    .order_by(deliveries.c.not_before, deliveries.c.seq, deliveries.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASES = (
    update(deliveries)
    .where(
        SENDING, deliveries.c.shard == bindparam("of"), deliveries.c.lease_until < bindparam("at")
    )
    .values(fate=str(Fate.pending), lease_until=None, not_before=bindparam("at"))
)
_NEXT = select(func.min(deliveries.c.not_before)).where(
    PENDING,
    deliveries.c.shard == bindparam("shard"),
    deliveries.c.not_before > bindparam("now"),
    _ON,
)
_LEASED = select(func.min(deliveries.c.lease_until)).where(
    SENDING, deliveries.c.shard == bindparam("shard")
)
_TAKE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        fate=str(Fate.sending),
        fence=bindparam("new_fence"),
        attempts=bindparam("new_attempts"),
        lease_until=bindparam("lease"),
    )
)
_EXPIRE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(fate=bindparam("became"), reason=bindparam("why"))
)
_OURS = (
    deliveries.c.id == bindparam("delivery"),
    deliveries.c.fence == bindparam("ours"),
    deliveries.c.fate == str(Fate.sending),
)
_KNOWN = deliveries.c.first_sent_at.type
_STARTING = (
    update(deliveries)
    .where(*_OURS)
    .values(
        # In a call, the driver would have to guess how an instant is kept.
        first_sent_at=func.coalesce(deliveries.c.first_sent_at, bindparam("at", type_=_KNOWN))
    )
)
_OUTCOME = (
    "fate",
    "not_before",
    "first_sent_at",
    "sent_at",
    "remote",
    "thread",
    "reason",
    "posted",
)
_FINISH = (
    update(deliveries)
    .where(*_OURS)
    .values(lease_until=None, **{name: bindparam(f"new_{name}") for name in _OUTCOME})
)
_SETTLE = (
    update(occurrences)
    .where(occurrences.c.key == bindparam("occurrence"))
    .values(fate=bindparam("became"), reason=bindparam("why"))
)
_later = occurrences.alias("later")
_GIVE_BACK = (
    update(targets)
    .where(
        targets.c.schedule_id == bindparam("schedule"),
        targets.c.group_id == bindparam("group"),
        ~exists().where(
            _later.c.schedule_id == bindparam("schedule"),
            _later.c.group_id == bindparam("group"),
            _later.c.due_at > bindparam("due"),
            _later.c.fate != str(Fate.skipped),
        ),
    )
    .values(season=bindparam("new_season"), week=bindparam("new_week"))
)
_OCCURRENCES = select(occurrences).where(among("keys", occurrences.c.key))
_PAIRS = JOINED.where(among("pairs", targets.c.schedule_id, targets.c.group_id))
_POSTS = select(deliveries).where(
    deliveries.c.part == str(Part.post),
    among("keys", deliveries.c.occurrence),
)


async def claim(  # noqa: PLR0913, PLR0917 (a claim is all of this)
    unit: Unit,
    shard: int,
    now: dt.datetime,
    platforms: Collection[Platform],
    limits: Limits,
    limit: int,
    lease: dt.timedelta,
) -> Claims:
    """Claim what a shard can send now; expired posts are put aside on the way."""
    at, names = utc(now), sorted(map(str, platforms))
    await unit.run(_LEASES, {"of": shard, "at": at})
    asked = {"shard": shard, "now": at, "platforms": names}
    heads = [delivery_of(row) for row in await unit.rows(_HEADS, {**asked, "limit": limit})]
    expired = [each for each in heads if each.expires_at < at and each.first_sent_at is None]
    await _expire(unit, expired)
    ready = [each for each in heads if each not in expired]
    taken, again = await _take(unit, ready, limits, at, lease)
    if again is None:
        more = expired or len(heads) == limit
        again = at if more else await _next(unit, asked)
    return Claims(await _told(unit, taken), again)


async def _next(unit: Unit, asked: Mapping[str, object]) -> dt.datetime | None:
    """Return when this shard has something again: a back-off that ends, or a lease."""
    row = await unit.row(_NEXT, asked)
    leased = await unit.row(_LEASED, {"shard": asked["shard"]})
    found = [each for one in (row, leased) if one for each in one.values() if each is not None]
    return min(found, default=None)


async def _take(
    unit: Unit, ready: Sequence[Delivery], limits: Limits, now: dt.datetime, lease: dt.timedelta
) -> tuple[list[tuple[Delivery, dt.datetime]], dt.datetime | None]:
    """Reserve slots, and make the rows ours; also say when the next slot is free."""
    if not ready:
        return [], None
    wanted = {each.id: limits(each) for each in ready}
    slots = await Slots.lock(unit, {lane for lanes in wanted.values() for lane in lanes}, now)
    taken: list[tuple[Delivery, dt.datetime]] = []
    free: list[int] = []
    for each in ready:
        at = slots.take(wanted[each.id])
        if at is None:
            free.append(slots.free_at(wanted[each.id]))
            continue
        mine = replace(
            each,
            fate=Fate.sending,
            fence=each.fence + 1,
            attempts=each.attempts + 1,
            lease_until=now + lease,
        )
        taken.append((mine, at))
    await slots.keep(unit)
    if taken:
        await unit.run(_TAKE, [_taking(mine) for mine, _ in taken])
    return taken, max(now, moment(min(free)) - AHEAD / 2) if free else None


def _taking(mine: Delivery) -> dict[str, object]:
    return {
        "delivery": mine.id,
        "new_fence": mine.fence,
        "new_attempts": mine.attempts,
        "lease": mine.lease_until,
    }


async def _told(unit: Unit, taken: Sequence[tuple[Delivery, dt.datetime]]) -> tuple[Claim, ...]:
    """Add to what was claimed all that sending it needs."""
    if not taken:
        return ()
    keys = sorted({mine.occurrence for mine, _ in taken})
    found = await _occurrences(unit, keys)
    pairs = sorted({(each.schedule, each.group) for each in found.values()})
    around = {
        (due.target.schedule, due.target.group): due
        for due in await gathered(unit, await unit.rows(_PAIRS, {"pairs": pairs}))
    }
    recapped = [mine.occurrence for mine, _ in taken if mine.part is Part.recap]
    posts = await _posts(unit, recapped)
    return tuple(
        _claim(mine, slot, found[mine.occurrence], around, posts.get(mine.occurrence))
        for mine, slot in taken
    )


async def _occurrences(unit: Unit, keys: Sequence[str]) -> dict[str, Occurrence]:
    rows: Iterable[RowMapping] = await unit.rows(_OCCURRENCES, {"keys": keys})
    return {row["key"]: occurrence_of(row) for row in rows}


async def _posts(unit: Unit, keys: Sequence[str]) -> dict[str, Delivery]:
    if not keys:
        return {}
    return {row["occurrence"]: delivery_of(row) for row in await unit.rows(_POSTS, {"keys": keys})}


def _claim(
    mine: Delivery,
    slot: dt.datetime,
    occurrence: Occurrence,
    around: Mapping[tuple[str, str], Due],
    post: Delivery | None,
) -> Claim:
    due = around.get((occurrence.schedule, occurrence.group))
    if due is not None and due.target.channel != mine.channel:
        # The group moved on to another channel: this post still belongs where it was planned.
        due = replace(due, target=replace(due.target, channel=mine.channel))
    return Claim(mine, slot, occurrence, due, post if mine.part is Part.recap else None)


async def _expire(unit: Unit, expired: Sequence[Delivery]) -> None:
    """Put aside what is too late and surely not there; what may be there is looked for."""
    for each in expired:
        reason = each.reason or str(Reason.late)
        await unit.run(_EXPIRE, {"delivery": each.id, "became": str(Fate.skipped), "why": reason})
        await settle(unit, replace(each, fate=Fate.skipped, reason=reason))


async def starting(unit: Unit, mine: Claim, now: dt.datetime) -> bool:
    """Note that the request is about to leave; False when the claim was lost."""
    ours = {"delivery": mine.delivery.id, "ours": mine.delivery.fence}
    return bool(await unit.count(_STARTING, {**ours, "at": utc(now)}))


async def finish(unit: Unit, mine: Claim, after: Delivery) -> bool:
    """Keep the outcome where the fence still matches; False when the claim was lost."""
    row = delivery_row(after)
    new = {f"new_{name}": row[name] for name in _OUTCOME}
    ours = {"delivery": mine.delivery.id, "ours": mine.delivery.fence}
    if not await unit.count(_FINISH, {**ours, **new}):
        return False
    if after.fate not in WAITING:
        await settle(unit, after)
    return True


async def settle(unit: Unit, after: Delivery) -> None:
    """Let the occurrence say what became of its post; a week that was not posted comes again."""
    if after.part is not Part.post:
        return
    became = {"became": str(after.fate), "why": after.reason}
    await unit.run(_SETTLE, {"occurrence": after.occurrence, **became})
    if after.fate is not Fate.skipped:
        return
    gone = (await _occurrences(unit, [after.occurrence]))[after.occurrence]
    if gone.week and not gone.extra:
        where = {"schedule": gone.schedule, "group": gone.group, "due": utc(gone.due_at)}
        await unit.run(_GIVE_BACK, {**where, "new_season": gone.season, "new_week": gone.week})
