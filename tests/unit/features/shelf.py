"""A store with shelves for schedules above the one in memory, and a bot that answers presses."""

import datetime as dt
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from bot.app import Bot
from bot.catalog.catalog import Catalog
from bot.compose import catalogue
from bot.core.guards import place, rank
from bot.core.people import Community, Request
from bot.core.registry import Registry
from bot.core.words import Lexicon
from bot.features.desk import Desk
from bot.features.posts import PostFeature
from bot.features.posts_questions import QuestionFeature
from bot.features.posts_seasons import SeasonFeature
from bot.intents.person import Help
from bot.storage.directory import StoreDirectory
from bot.storage.memory import MemoryStore
from bot.study.groups import Change, Group, Setup
from bot.study.ports import Store, Work
from bot.study.schedules import (
    Checkin,
    Delivery,
    Occurrence,
    Override,
    Schedule,
    Target,
    occurrence_id,
)
from bot.study.spacing import Spacing
from tests.journey.booth import HandClock, digest

Past = tuple[Occurrence, tuple[Delivery, ...]]


@dataclass
class Shelf:
    """Keeps what schedules need, besides all that the store in memory keeps."""

    memory: MemoryStore = field(default_factory=MemoryStore)
    plans: dict[str, Schedule] = field(default_factory=dict[str, Schedule])
    aims: list[Target] = field(default_factory=list[Target])
    rooms: dict[str, Group] = field(default_factory=dict[str, Group])
    people: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    past: list[Past] = field(default_factory=list[Past])
    answers: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    decided: list[Override] = field(default_factory=list[Override])
    lines: list[Change] = field(default_factory=list[Change])
    setups: dict[Community, Setup] = field(default_factory=dict[Community, Setup])

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Work]:
        async with self.memory.read() as work:
            yield cast("Work", _Both(work, self))

    @asynccontextmanager
    async def write(self, request: Request) -> AsyncGenerator[Work]:
        async with self.memory.write(request) as work:
            yield cast("Work", _Both(work, self))


class _Both:
    def __init__(self, work: object, shelf: Shelf) -> None:
        self._work = work
        self.groups, self.schedules = _Groups(shelf), _Schedules(shelf)
        self.receipts, self.checkins, self.audit = _Receipts(shelf), _Checkins(shelf), _Audit(shelf)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the memory has)
        return getattr(self._work, name)


@dataclass
class _Groups:
    shelf: Shelf

    async def get(self, community: Community, group: str) -> Group | None:
        found = self.shelf.rooms.get(group)
        return found if found and found.community == community else None

    async def all(self, community: Community) -> tuple[Group, ...]:
        return tuple(each for each in self.shelf.rooms.values() if each.community == community)

    async def setup(self, community: Community) -> Setup:
        return self.shelf.setups.get(community, Setup(community))

    async def arrange(self, setup: Setup) -> None:
        self.shelf.setups[setup.community] = setup

    async def members(self, group: str) -> tuple[str, ...]:
        return tuple(person for room, person in sorted(self.shelf.people) if room == group)

    async def leave(self, group: str, person: str) -> bool:
        was = (group, person) in self.shelf.people
        self.shelf.people.discard((group, person))
        return was


@dataclass
class _Schedules:
    shelf: Shelf

    async def get(self, community: Community, schedule: str) -> Schedule | None:
        found = self.shelf.plans.get(schedule)
        return found if found and found.community == community else None

    async def targets(self, schedule: str) -> tuple[Target, ...]:
        return tuple(each for each in self.shelf.aims if each.schedule == schedule)

    async def aim(self, schedule: str, targets: Sequence[Target]) -> None:
        others = [each for each in self.shelf.aims if each.schedule != schedule]
        self.shelf.aims = [*others, *targets]

    async def overrides(self, schedule: str) -> tuple[Override, ...]:
        return tuple(each for each in self.shelf.decided if each.schedule == schedule)


@dataclass
class _Receipts:
    shelf: Shelf

    async def get(self, community: Community, occurrence: str) -> Past | None:
        plan = self.shelf.plans.get(occurrence.split(":", maxsplit=1)[0])
        if plan is None or plan.community != community:
            return None
        return next((each for each in self.shelf.past if key(each[0]) == occurrence), None)

    async def history(
        self, community: Community, schedule: str, limit: int, before: dt.datetime | None = None
    ) -> tuple[Past, ...]:
        del community
        found = [
            each
            for each in self.shelf.past
            if each[0].schedule == schedule and (before is None or each[0].due_at < before)
        ]
        return tuple(sorted(found, key=lambda each: each[0].due_at, reverse=True)[:limit])


@dataclass
class _Checkins:
    shelf: Shelf

    async def put(self, answer: Checkin) -> None:
        self.shelf.answers[answer.occurrence, answer.person] = answer.choice

    async def of(self, occurrence: str, person: str) -> str:
        return self.shelf.answers.get((occurrence, person), "")

    async def counts(self, occurrence: str) -> Mapping[str, int]:
        said = [choice for (of, _), choice in self.shelf.answers.items() if of == occurrence]
        return {each: said.count(each) for each in said}


@dataclass
class _Audit:
    shelf: Shelf

    async def add(self, change: Change) -> None:
        self.shelf.lines.append(change)


def key(one: Occurrence) -> str:
    """Return the key of an occurrence."""
    return occurrence_id(one.schedule, one.group, one.local, one.extra)


def answering(catalog: Catalog, shelf: Shelf, clock: HandClock) -> Bot:
    """Build a bot that answers presses on posts, over the shelf."""
    store = cast("Store", shelf)
    directory = StoreDirectory(shelf.memory, clock)
    desk, registry = Desk(store, directory), Registry()
    for feature in (
        PostFeature(catalog, desk),
        QuestionFeature(catalog, desk, Spacing()),
        SeasonFeature(catalog, desk),
    ):
        registry.add(feature)
    return Bot(registry, Lexicon(catalogue), directory, clock, (rank, place), Help(), digest)
