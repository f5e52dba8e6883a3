"""The database is busy, gone, or not there yet: 17 and 18 of engine, section 9."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from bot.core.faults import Fault
from tests.doubles.databases import Databases
from tests.faults.arena import Arena
from tests.faults.scenarios import Make, Size, clean, told


@asynccontextmanager
async def _held(arena: Arena) -> AsyncGenerator[None]:
    """Let nobody write to a SQLite file."""
    file = arena.database.removeprefix("sqlite:///")
    connection = sqlite3.connect(file, timeout=60, check_same_thread=False)
    try:
        await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
        yield
        connection.rollback()
    finally:
        connection.close()


@asynccontextmanager
async def _shut(arena: Arena) -> AsyncGenerator[None]:
    """Let nobody into a PostgreSQL database, and throw out who is in it."""
    base, _, name = arena.database.rpartition("/")
    databases = Databases(base)
    await databases.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    await databases.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 (a name of our own)
    )
    try:
        yield
    finally:
        await databases.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


async def absent(make: Make, kind: str, size: Size) -> str:
    """17: the database is busy or gone while posts come due: nobody falls over, nothing is lost."""
    async with make(kind, channels=size.channels) as arena:
        field = await arena.plant(size.posts, within=size.spread)
        programs = [await arena.start() for _ in range(2)]
        await arena.until(lambda: all(each.working for each in programs), "a start")
        async with _held(arena) if kind == "sqlite" else _shut(arena):
            await asyncio.sleep(size.faults)
        took = await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        codes = [await each.leaves() if each.alive else "gone" for each in programs]
        assert codes == [0, 0], f"{codes}\n{arena.said()}"
        return told(verdict, f"away for {size.faults} s, done {took:.0f} s later")


async def first_starts(make: Make, kind: str, size: Size) -> str:
    """18: several programs start at once on an empty database, and post."""
    async with make(kind, channels=size.channels, tables=False) as arena:
        programs = [await arena.start() for _ in range(size.faults)]
        while not await _there(arena):
            assert all(each.alive for each in programs), arena.said()
            await asyncio.sleep(0.2)
        field = await arena.plant(size.posts)
        await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        assert {await each.leaves() for each in programs} == {0}, arena.said()
        return told(verdict, f"{size.faults} at once")


async def _there(arena: Arena) -> bool:
    try:
        await arena.open()
    except (Fault, DBAPIError):
        return False
    return True
