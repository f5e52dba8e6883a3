"""Workers that share one PostgreSQL through pgqueuer: every post once, also when one goes away."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg  # pyright: ignore[reportMissingTypeStubs] (has none)
import pytest

from bot.catalog.loader import builtin, load
from bot.schedule import fleet
from bot.schedule.engine import Engine
from bot.schedule.fleet import Fleet
from bot.storage.address import server
from bot.storage.store import SqlStore
from bot.study.schedules import Fate
from tests.contract.conftest import Fresh
from tests.contract.keeper import START, Keeper

PATIENCE = 60.0
"""Seconds within which something has to come true; nearly always it is far less."""


@pytest.fixture
async def address(fresh: Fresh) -> str:
    """Name a PostgreSQL database with tables."""
    return await fresh("postgres")


@pytest.fixture
async def keeper(address: str) -> AsyncIterator[Keeper]:
    """Open a keeper over it."""
    store = SqlStore.open(address)
    yield Keeper(store, load([builtin()]))
    await store.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 (a worker tells nobody what it did)
            await asyncio.sleep(0.02)


@asynccontextmanager
async def working(engine: Engine) -> AsyncGenerator[asyncio.Event]:
    """Run a worker; set the event to let it go early."""
    stop = asyncio.Event()
    task = asyncio.create_task(engine.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await task


async def test_two_workers_share_the_posts(keeper: Keeper, address: str) -> None:
    for name in "abcdefghij":
        await keeper.planted(name, channel=name)
    fleets = [Fleet(server(address)) for _ in range(2)]
    one, two = (keeper.another(fleet) for fleet in fleets)
    async with working(one), working(two) as leave:
        await until(lambda: all(fleet.up for fleet in fleets))
        keeper.clock.set(START + dt.timedelta(hours=1))
        await asyncio.gather(one.sweep(), two.sweep())
        await until(lambda: len(keeper.wall.effects) == 10)
        leave.set()
        await until(lambda: not fleets[1].up)
        keeper.clock.set(START + dt.timedelta(days=1, hours=1))
        await one.sweep()
        await until(lambda: len(keeper.wall.effects) == 20)
    assert len({each.key for each in keeper.wall.effects}) == 20
    assert {each.fate for each, _ in await keeper.receipts()} == {Fate.sent}


async def test_without_the_queue_each_process_helps_itself(keeper: Keeper) -> None:
    await keeper.planted()
    nobody = Fleet("postgresql://127.0.0.1:1/nothing")
    async with working(keeper.another(nobody)):
        keeper.clock.set(START + dt.timedelta(hours=1))
        await until(lambda: len(keeper.wall.effects) == 1)
        assert not nobody.up


async def test_whatever_breaks_the_queue_it_is_made_again(
    keeper: Keeper, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles: list[Exception] = [
        asyncpg.InternalClientError("cannot switch to state 11"),
        asyncpg.InterfaceError("connection is closed"),
        OSError("no route"),
        RuntimeError("listener died"),
    ]
    connect = fleet.connect

    async def broken(where: str) -> object:
        if troubles:
            raise troubles.pop()
        return await connect(where)

    monkeypatch.setattr(fleet, "connect", broken)
    monkeypatch.setattr(fleet, "REST", 0.05)
    queue = Fleet(server(address))
    async with working(keeper.another(queue)):
        await until(lambda: queue.up)
    assert troubles == []


def test_only_a_server_has_an_address() -> None:
    assert server("sqlite:///milepost.db") == ""
    assert server("postgresql://ann:secret@db:5432/m") == "postgresql://ann:secret@db:5432/m"
