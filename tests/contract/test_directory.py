"""The directory remembers who somebody is, for a moment, and forgets when told."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.core.faults import CannotLookUp
from bot.core.people import Account, Person, Platform
from bot.storage.directory import StoreDirectory
from bot.storage.memory import MemoryStore, MemoryWork
from tests.contract.samples import ANA, BEN, NOON, AnyStore, asked, known


@dataclass
class HandClock:
    at: dt.datetime = NOON

    def now(self) -> dt.datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


@dataclass
class CountingStore(MemoryStore):
    """Counts what is read, can be away, and can take its time."""

    reads: int = 0
    away: bool = False
    pause: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        super().__init__()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[MemoryWork]:
        self.reads += 1
        if self.away:
            raise CannotLookUp
        async with super().read() as work:
            if self.pause:
                self.reached.set()
                await self.pause.wait()
            yield work


@dataclass
class Room:
    store: CountingStore = field(default_factory=CountingStore)
    clock: HandClock = field(default_factory=HandClock)

    def directory(self, size: int = 10_000) -> StoreDirectory:
        return StoreDirectory(self.store, self.clock, size=size)


async def test_finds_who_is_there(store: AnyStore) -> None:
    person = await known(store)
    directory = StoreDirectory(store, HandClock())
    assert await directory.find(ANA) == Person(person)
    assert await directory.find(BEN) is None


async def test_asks_once_in_thirty_seconds() -> None:
    room = Room()
    directory = room.directory()
    person = await known(room.store)
    for _ in range(3):
        assert await directory.find(ANA) == Person(person)
        room.clock.move(14.9)
    assert room.store.reads == 1
    room.clock.move(0.4)
    await directory.find(ANA)
    assert room.store.reads == 2


async def test_remembers_that_somebody_is_nobody() -> None:
    room = Room()
    directory = room.directory()
    assert await directory.find(ANA) is None
    assert await directory.find(ANA) is None
    assert room.store.reads == 1


async def test_forgets_when_told() -> None:
    room = Room()
    directory = room.directory()
    assert await directory.find(ANA) is None
    person = await known(room.store)
    directory.forget(ANA)
    directory.forget(BEN)
    assert await directory.find(ANA) == Person(person)


async def test_what_was_read_before_forgetting_is_not_remembered() -> None:
    room = Room()
    directory = room.directory()
    room.store.pause = asyncio.Event()
    slow = asyncio.create_task(directory.find(ANA))
    await room.store.reached.wait()
    person = await known(room.store)
    directory.forget(ANA)
    room.store.pause.set()
    assert await slow is None
    assert await directory.find(ANA) == Person(person)


async def test_drops_who_was_not_asked_for_longest() -> None:
    room = Room()
    directory = room.directory(size=2)
    third = Account(Platform.slack, "T1", "U1")
    for account in (ANA, BEN, ANA, third):
        await directory.find(account)
    assert room.store.reads == 3
    await directory.find(ANA)
    assert room.store.reads == 3
    await directory.find(BEN)
    assert room.store.reads == 4


async def test_a_clock_that_is_set_back_makes_nothing_last_longer() -> None:
    room = Room()
    directory = room.directory()
    await directory.find(ANA)
    room.clock.move(-3600)
    await directory.find(ANA)
    assert room.store.reads == 2


async def test_an_outage_is_said_and_not_remembered() -> None:
    room = Room()
    directory = room.directory()
    room.store.away = True
    with pytest.raises(CannotLookUp):
        await directory.find(ANA)
    room.store.away = False
    async with room.store.write(asked()) as work:
        person = await work.people.ensure(ANA, NOON)
    assert await directory.find(ANA) == Person(person)
