"""What schedules need from storage: one protocol per record.

The repositories are part of a unit of work, like those in `bot.study.ports`; what the engine does
in bulk is in `bot.study.outbox`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.core.people import Community
from bot.study.groups import Change, Group, Setup
from bot.study.schedules import (
    Checkin,
    Deck,
    Delivery,
    Occurrence,
    Override,
    Schedule,
    Target,
)


class Groups(Protocol):
    """Study groups, who is in them, and how communities are set up."""

    async def all(self, community: Community) -> tuple[Group, ...]:
        """Return a community's open groups, by name."""
        ...

    async def get(self, community: Community, group: str) -> Group | None:
        """Return a group of this community."""
        ...

    async def put(self, group: Group) -> None:
        """Keep a group."""
        ...

    async def join(self, group: str, person: str, at: dt.datetime) -> bool:
        """Add somebody; False when they are in it."""
        ...

    async def leave(self, group: str, person: str) -> bool:
        """Take somebody out; False when they are not in it."""
        ...

    async def members(self, group: str) -> tuple[str, ...]:
        """Return the persons in a group, in the order they joined."""
        ...

    async def of(self, person: str, community: Community | None) -> tuple[Group, ...]:
        """Return the open groups somebody is in, in one community or in all."""
        ...

    async def setup(self, community: Community) -> Setup:
        """Return how a community is set up; what was never chosen is empty."""
        ...

    async def arrange(self, setup: Setup) -> None:
        """Keep how a community is set up."""
        ...


class Schedules(Protocol):
    """Schedules with their targets. Every call is scoped by the community."""

    async def all(self, community: Community) -> tuple[Schedule, ...]:
        """Return a community's schedules that are not deleted, oldest first."""
        ...

    async def get(self, community: Community, schedule: str) -> Schedule | None:
        """Return a schedule, also a deleted one that can still come back."""
        ...

    async def put(self, schedule: Schedule) -> None:
        """Keep a new schedule, or the changed one."""
        ...

    async def targets(self, schedule: str) -> tuple[Target, ...]:
        """Return a schedule's targets."""
        ...

    async def aim(self, schedule: str, targets: Sequence[Target]) -> None:
        """Keep exactly these targets."""
        ...

    async def overrides(self, schedule: str) -> tuple[Override, ...]:
        """Return what was decided about single dates."""
        ...

    async def override(self, change: Override) -> None:
        """Keep a decision about one date; one without any content removes it."""
        ...

    async def void(self, schedule: str, reason: str, at: dt.datetime) -> int:
        """Skip what is planned and not yet claimed, and return how many posts that are (T0)."""
        ...

    async def run(self, occurrence: Occurrence, deliveries: Sequence[Delivery]) -> bool:
        """Plan one post in addition; False when it was planned before."""
        ...


class Receipts(Protocol):
    """What was posted, and what was not."""

    async def history(
        self, community: Community, schedule: str, limit: int, before: dt.datetime | None = None
    ) -> tuple[tuple[Occurrence, tuple[Delivery, ...]], ...]:
        """Return occurrences with their messages, newest first; "" for every schedule."""
        ...

    async def get(
        self, community: Community, occurrence: str
    ) -> tuple[Occurrence, tuple[Delivery, ...]] | None:
        """Return one occurrence by its key or by its reference."""
        ...

    async def settle(self, delivery: Delivery) -> None:
        """Keep what a moderator did to a message: corrected, taken back, found."""
        ...


class Checkins(Protocol):
    """Answers to nudges and questions of the week; figures only from five answers on."""

    async def put(self, answer: Checkin) -> None:
        """Keep an answer in place of the one before."""
        ...

    async def of(self, occurrence: str, person: str) -> str:
        """Return somebody's answer, or an empty string."""
        ...

    async def counts(self, occurrence: str) -> Mapping[str, int]:
        """Count the answers by choice."""
        ...


class Decks(Protocol):
    """Stored shuffles: what channels have seen."""

    async def get(self, community: Community, channel: str, pool: str) -> Deck | None:
        """Return a channel's deck."""
        ...

    async def put(self, deck: Deck) -> None:
        """Keep a deck."""
        ...


class Audit(Protocol):
    """Who changed what."""

    async def add(self, change: Change) -> None:
        """Keep a line."""
        ...

    async def newest(self, community: Community, limit: int, skip: int = 0) -> tuple[Change, ...]:
        """Return a community's lines, newest first."""
        ...
