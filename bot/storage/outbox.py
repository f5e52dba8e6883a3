"""What the engine does to the rows, each call a transaction of its own: T1, T2 and T3."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    RowMapping,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from bot.core.people import Community, Platform
from bot.core.posting import Lane
from bot.storage import claiming, farewell, holding, limits, planning
from bot.storage.plan_rows import delivery_of
from bot.storage.plan_tables import PENDING, SENDING, deliveries, occurrences, targets
from bot.storage.planning import JOINED, joined
from bot.storage.rows import community_key, utc
from bot.storage.store import SqlStore
from bot.storage.tables import meta
from bot.storage.unit import keep_last
from bot.study.outbox import LEASE, Claim, Claims, Due, Limits, Load, Outcome, Planned
from bot.study.schedules import SHARDS, Delivery, Fate, Part, Reason, Target

LATE = dt.timedelta(minutes=5)
"""From so much delay on a post is counted as late."""

_ON = deliveries.c.community_platform.in_(bindparam("platforms", expanding=True))
_OPEN = union_all(
    *(
        select(literal(shard).label("shard")).where(
            or_(
                exists().where(
                    PENDING,
                    deliveries.c.shard == shard,
                    deliveries.c.not_before <= bindparam("now"),
                    _ON,
                ),
                exists().where(
                    SENDING,
                    deliveries.c.shard == shard,
                    deliveries.c.lease_until < bindparam("now"),
                ),
            )
        )
        for shard in range(SHARDS)
    )
)
_NEXT = union(
    select(func.min(targets.c.next_at).label("at")).where(targets.c.next_at > bindparam("now")),
    select(func.min(deliveries.c.not_before)).where(
        PENDING, deliveries.c.not_before > bindparam("now"), _ON
    ),
    select(func.min(deliveries.c.lease_until)).where(SENDING),
)
_WAITING = select(
    func.count().label("waiting"), func.min(deliveries.c.due_at).label("oldest")
).where(
    PENDING,
    deliveries.c.due_at <= bindparam("now"),
    deliveries.c.reason.in_(("", str(Reason.away))),
)
_LAST = (
    select(deliveries)
    .where(
        deliveries.c.community_platform == bindparam("community_platform"),
        deliveries.c.community_id == bindparam("community_id"),
        deliveries.c.channel == bindparam("in_channel"),
        deliveries.c.part == str(Part.post),
        deliveries.c.fate == str(Fate.sent),
    )
    .order_by(deliveries.c.sent_at.desc())
    .limit(1)
)
ALIVE = "alive"
_ALIVE = select(meta.c.value).where(meta.c.key == ALIVE).with_for_update()
_KEEP = keep_last(meta)
_ON_HOLD = select(func.count().label("held")).where(targets.c.suspended != "")
_PASSED = (
    JOINED.add_columns(occurrences.c.fate, occurrences.c.reason, occurrences.c.key)
    .join(
        occurrences,
        and_(
            occurrences.c.schedule_id == targets.c.schedule_id,
            occurrences.c.group_id == targets.c.group_id,
        ),
    )
    .where(
        occurrences.c.due_at >= bindparam("since"),
        occurrences.c.due_at < bindparam("until"),
        or_(
            occurrences.c.fate.in_((str(Fate.sent), str(Fate.uncertain))),
            occurrences.c.reason.in_((str(Reason.late), str(Reason.newer))),
        ),
    )
)
_MESSAGES = select(deliveries).where(
    deliveries.c.part == str(Part.post),
    deliveries.c.due_at >= bindparam("since"),
    deliveries.c.due_at < bindparam("until"),
    deliveries.c.fate.in_((str(Fate.sent), str(Fate.uncertain))),
)


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    """Implements `bot.study.outbox.Outbox`."""

    store: SqlStore
    lease: dt.timedelta = LEASE

    async def due(self, now: dt.datetime, limit: int = 500) -> tuple[Due, ...]:
        """Return targets that are due, earliest first (part of T1)."""
        async with self.store.reading() as unit:
            return await planning.due(unit, now, limit)

    async def plan(self, planned: Sequence[Planned]) -> tuple[Planned, ...]:
        """Keep what is planned where nothing changed meanwhile, and return what was kept (T1)."""
        async with self.store.writing() as unit:
            return await planning.plan(unit, planned)

    async def claim(
        self,
        shard: int,
        now: dt.datetime,
        platforms: Collection[Platform],
        limits: Limits,
        limit: int = 20,
    ) -> Claims:
        """Claim what can be sent now: late ones expire, heads of line only, slots reserved (T2)."""
        async with self.store.writing() as unit:
            return await claiming.claim(unit, shard, now, platforms, limits, limit, self.lease)

    async def starting(self, claim: Claim, now: dt.datetime) -> bool:
        """Note that the request is about to leave; False when the claim was lost."""
        async with self.store.writing() as unit:
            return await claiming.starting(unit, claim, now)

    async def slot(self, wanted: Sequence[Lane], now: dt.datetime) -> dt.datetime:
        """Reserve the next slot for one post that missed its own."""
        async with self.store.writing() as unit:
            return await limits.another(unit, wanted, now)

    async def finish(self, claim: Claim, after: Delivery) -> bool:
        """Keep the outcome where the fence still matches (T3); False when the claim was lost."""
        async with self.store.writing() as unit:
            return await claiming.finish(unit, claim, after)

    async def push(self, lane: str, until: dt.datetime) -> None:
        """Let everybody on a lane wait until an instant."""
        async with self.store.writing() as unit:
            await limits.push(unit, lane, until)

    async def suspend(
        self, community: Community, channel: str, reason: str, now: dt.datetime
    ) -> tuple[Due, ...]:
        """Put on hold what posts to a channel, "" for all; return what was not on hold before."""
        async with self.store.writing() as unit:
            return await holding.suspend(unit, community, channel, reason, now)

    async def suspended(self) -> tuple[Due, ...]:
        """Return the targets that are on hold, those of one channel together."""
        async with self.store.reading() as unit:
            return await holding.suspended(unit)

    async def heal(self, due: Due, now: dt.datetime) -> int:
        """Go on with a target; return how many posts still go out late: the newest in grace."""
        async with self.store.writing() as unit:
            return await holding.heal(unit, due, now)

    async def told(self, target: Target, at: dt.datetime) -> None:
        """Note that a person knows that a target is on hold."""
        async with self.store.writing() as unit:
            await holding.told(unit, target, at)

    async def next_at(
        self, now: dt.datetime, platforms: Collection[Platform]
    ) -> dt.datetime | None:
        """Return the instant after now at which something is due next, for the clock."""
        asked = {"now": utc(now), "platforms": sorted(map(str, platforms))}
        async with self.store.reading() as unit:
            rows = await unit.rows(_NEXT, asked)
        return min((row["at"] for row in rows if row["at"] is not None), default=None)

    async def open_shards(
        self, now: dt.datetime, platforms: Collection[Platform]
    ) -> tuple[int, ...]:
        """Return the shards with something to send or an expired lease."""
        asked = {"now": utc(now), "platforms": sorted(map(str, platforms))}
        async with self.store.reading() as unit:
            return tuple(sorted(row["shard"] for row in await unit.rows(_OPEN, asked)))

    async def last(self, claim: Claim) -> Delivery | None:
        """Return our newest post in a claim's channel that is there."""
        mine = claim.delivery
        where = {**community_key(mine.community), "in_channel": mine.channel}
        async with self.store.reading() as unit:
            row = await unit.row(_LAST, where)
        return delivery_of(row) if row else None

    async def alive(self, now: dt.datetime) -> dt.datetime | None:
        """Note that somebody keeps schedules now, and return when that was noted before."""
        async with self.store.writing() as unit:
            row = await unit.row(_ALIVE)
            await unit.run(_KEEP, {"key": ALIVE, "value": utc(now).isoformat()})
        return dt.datetime.fromisoformat(row["value"]) if row else None

    async def forget(self, now: dt.datetime) -> tuple[Community, ...]:
        """Erase what belongs to communities that removed us long ago; return which they are."""
        async with self.store.writing() as unit:
            return await farewell.forget(unit, now)

    async def load(self, now: dt.datetime) -> Load:
        """Count what waits, for metrics; what is on hold is counted apart."""
        async with self.store.reading() as unit:
            waiting = await unit.row(_WAITING, {"now": utc(now)})
            held = await unit.row(_ON_HOLD)
        if waiting is None or held is None:
            return Load(0, None, 0)
        return Load(waiting["waiting"], waiting["oldest"], held["held"])

    async def outcomes(self, since: dt.datetime, until: dt.datetime) -> tuple[Outcome, ...]:
        """Say what became of the posts that were due from `since` to `until`, by community."""
        span = {"since": utc(since), "until": utc(until)}
        async with self.store.reading() as unit:
            passed = await unit.rows(_PASSED, span)
            sent = {row["occurrence"]: delivery_of(row) for row in await unit.rows(_MESSAGES, span)}
        found: dict[Community, Outcome] = {}
        for row in passed:
            each = _outcome(row, sent.get(row["key"]))
            known = found.get(each.community)
            found[each.community] = _added(known, each) if known else each
        return tuple(each for each in found.values() if each.late or each.skipped or each.doubtful)


def _outcome(row: RowMapping, message: Delivery | None) -> Outcome:
    _, schedule, group = joined(row)
    fate = Fate(row[occurrences.c.fate])
    late = (
        message is not None
        and message.sent_at is not None
        and message.sent_at - message.due_at > LATE
    )
    doubtful = (message,) if message and fate is Fate.uncertain else ()
    return Outcome(
        schedule.community,
        int(fate is Fate.sent and late),
        int(fate is Fate.skipped),
        doubtful,
        schedule.editor,
        group.zone,
        group.language,
    )


def _added(one: Outcome, other: Outcome) -> Outcome:
    return replace(
        one,
        late=one.late + other.late,
        skipped=one.skipped + other.skipped,
        doubtful=one.doubtful + other.doubtful,
        editor=one.editor or other.editor,
    )
