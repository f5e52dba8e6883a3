"""Stores of every kind, each test with a database of its own."""

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.core.ports import SystemClock
from bot.storage.memory import MemoryStore
from bot.storage.schema import prepare
from bot.storage.store import SqlStore
from tests.contract.samples import AnyStore
from tests.doubles.databases import Databases
from tests.doubles.postgres import Server

Fresh = Callable[[str], Awaitable[str]]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a PostgreSQL server of the tests' own."""
    own = Server.make()
    try:
        own.start()
        yield own
    finally:
        own.remove()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Make databases on the server that MILEPOST_TEST_POSTGRES names, else on our own."""
    given = urlsplit(os.environ.get("MILEPOST_TEST_POSTGRES", ""))
    if given.netloc:
        databases = Databases(f"postgresql://{given.netloc}")
        yield databases
        asyncio.run(databases.close())
    else:
        own: Server = request.getfixturevalue("server")
        yield Databases(own.base)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the file that SQLite databases are copied from; the first test makes it."""
    return tmp_path_factory.mktemp("template") / "milepost.db"


@pytest.fixture
async def fresh(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> AsyncIterator[Fresh]:
    """Make a database of a kind, with tables, and return what would stand in DATABASE_URL."""
    numbers = itertools.count()
    made: list[tuple[Databases, str]] = []

    async def make(kind: str) -> str:
        if kind == "postgres":
            databases: Databases = request.getfixturevalue("postgres")
            made.append((databases, await databases.ready()))
            return made[-1][1]
        await prepare(str(sqlite_template), SystemClock())
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy2(sqlite_template, path)
        return f"sqlite:///{path}"

    yield make
    for databases, address in made:
        await databases.drop(address)


@pytest.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, fresh: Fresh) -> str:
    """Name a database of each kind that outlives the process."""
    return await fresh(request.param)


@pytest.fixture
async def sql_store(database: str) -> AsyncIterator[SqlStore]:
    """Open a store over each kind of database."""
    store = SqlStore.open(database)
    yield store
    await store.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, fresh: Fresh) -> AsyncIterator[AnyStore]:
    """Open a store of every kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    opened = SqlStore.open(await fresh(request.param))
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Name a place of each kind for a database that has nothing yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/data/milepost.db"
        return
    databases: Databases = request.getfixturevalue("postgres")
    address = await databases.empty()
    yield address
    await databases.drop(address)
