"""What the engine does to the rows, in bulk: due targets, what is planned, claims, outcomes.

Each call of `Outbox` is a transaction of its own: T1, T2 and T3 of engine, section 7.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.people import Community, Platform
from bot.core.posting import Lane
from bot.study.groups import Group
from bot.study.schedules import Deck, Delivery, Occurrence, Override, Schedule, Target

LEASE = dt.timedelta(seconds=30)
"""How long a claimed delivery is somebody's own (engine, section 7)."""


@dataclass(frozen=True, slots=True)
class Due:
    """A target whose time has come, with everything that planning it needs.

    `overrides` are the target's own, `decks` those of its channel by pool.
    """

    schedule: Schedule
    target: Target
    group: Group
    overrides: tuple[Override, ...]
    decks: Mapping[str, Deck]


@dataclass(frozen=True, slots=True)
class Planned:
    """The outcome of planning one due target: rows to insert, and the target's new cursor.

    `ended`: nothing follows on this target. `awake`: the schedule was paused until now.
    """

    due: Due
    occurrences: tuple[Occurrence, ...]
    deliveries: tuple[Delivery, ...]
    target: Target
    decks: tuple[Deck, ...] = ()
    ended: bool = False
    awake: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours until `delivery.lease_until`; send it at `slot`, not before.

    `due` is None when its group was taken off the schedule meanwhile. `post` is the post whose
    thread a recap goes into, None for the post itself.
    """

    delivery: Delivery
    slot: dt.datetime
    occurrence: Occurrence
    due: Due | None
    post: Delivery | None = None

    @property
    def doubtful(self) -> bool:
        """Whether an earlier try may have reached the platform."""
        return self.delivery.first_sent_at is not None


@dataclass(frozen=True, slots=True)
class Claims:
    """What was claimed; `again` says when there may be more, None when nothing waits."""

    taken: tuple[Claim, ...] = ()
    again: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What an operator watches: posts that wait, since when the oldest is due, what is on hold."""

    waiting: int
    oldest: dt.datetime | None
    suspended: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one community's posts that were due in a time."""

    community: Community
    late: int
    skipped: int
    doubtful: tuple[Delivery, ...]
    editor: str | None
    zone: str
    language: str


Limits = Callable[[Delivery], tuple[Lane, ...]]
"""Names the limits that a delivery counts against."""


class Outbox(Protocol):
    """What the engine does to the rows; each call is one transaction, safe between processes.

    Raises CannotLookUp and CannotSave when the database is away.
    """

    async def due(self, now: dt.datetime, limit: int = 500) -> tuple[Due, ...]:
        """Return targets that are due, earliest first (part of T1)."""
        ...

    async def plan(self, planned: Sequence[Planned]) -> tuple[Planned, ...]:
        """Keep what is planned where nothing changed meanwhile, and return what was kept (T1)."""
        ...

    async def claim(
        self,
        shard: int,
        now: dt.datetime,
        platforms: Collection[Platform],
        limits: Limits,
        limit: int = 20,
    ) -> Claims:
        """Claim what can be sent now: late ones expire, heads of line only, slots reserved (T2)."""
        ...

    async def starting(self, claim: Claim, now: dt.datetime) -> bool:
        """Note that the request is about to leave; False when the claim was lost."""
        ...

    async def slot(self, wanted: Sequence[Lane], now: dt.datetime) -> dt.datetime:
        """Reserve the next slot for one post that missed its own. Raises CannotSave."""
        ...

    async def finish(self, claim: Claim, after: Delivery) -> bool:
        """Keep the outcome where the fence still matches (T3); False when the claim was lost."""
        ...

    async def push(self, lane: str, until: dt.datetime) -> None:
        """Let everybody on a lane wait until an instant."""
        ...

    async def suspend(
        self, community: Community, channel: str, reason: str, now: dt.datetime
    ) -> tuple[Due, ...]:
        """Put on hold what posts to a channel, "" for all; return what was not on hold before."""
        ...

    async def suspended(self) -> tuple[Due, ...]:
        """Return the targets that are on hold, those of one channel together."""
        ...

    async def heal(self, due: Due, now: dt.datetime) -> int:
        """Go on with a target; return how many posts still go out late: the newest in grace."""
        ...

    async def told(self, target: Target, at: dt.datetime) -> None:
        """Note that a person knows that a target is on hold."""
        ...

    async def next_at(
        self, now: dt.datetime, platforms: Collection[Platform]
    ) -> dt.datetime | None:
        """Return the instant after now at which something is due next, for the clock."""
        ...

    async def open_shards(
        self, now: dt.datetime, platforms: Collection[Platform]
    ) -> tuple[int, ...]:
        """Return the shards with something to send or an expired lease."""
        ...

    async def last(self, claim: Claim) -> Delivery | None:
        """Return our newest post in a claim's channel that is there."""
        ...

    async def alive(self, now: dt.datetime) -> dt.datetime | None:
        """Note that somebody keeps schedules now, and return when that was noted before."""
        ...

    async def forget(self, now: dt.datetime) -> tuple[Community, ...]:
        """Erase what belongs to communities that removed us long ago; return which they are."""
        ...

    async def load(self, now: dt.datetime) -> Load:
        """Count what waits, for metrics."""
        ...

    async def outcomes(self, since: dt.datetime, until: dt.datetime) -> tuple[Outcome, ...]:
        """Say what became of the posts that were due from `since` to `until`, by community."""
        ...
