"""Homes for the program, and booths for the bot."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.core.ports import SystemClock
from bot.storage.memory import MemoryStore
from bot.storage.schema import prepare
from bot.storage.store import SqlStore
from tests.journey.booth import AnyStore, Booth
from tests.journey.chat import Home


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Read the pack that comes with the bot."""
    return load([builtin()])


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with tables, to copy from."""
    path = tmp_path_factory.mktemp("tables") / "milepost.db"
    asyncio.run(prepare(str(path), SystemClock()))
    return path


@pytest.fixture
def home(tmp_path: Path, tables: Path) -> Home:
    """Make a working folder with an empty database."""
    return moved_in(tmp_path, tables)


def moved_in(folder: Path, tables: Path) -> Home:
    """Put a database without anybody into a folder."""
    shutil.copy2(tables, folder / "milepost.db")
    return Home(folder, f"sqlite:///{folder / 'milepost.db'}")


@pytest.fixture(params=["memory", "sqlite"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, tables: Path
) -> AsyncIterator[AnyStore]:
    """Open a store that forgets, and one over a file."""
    if request.param == "memory":
        yield MemoryStore()
        return
    opened = SqlStore.open(moved_in(tmp_path, tables).database)
    yield opened
    await opened.close()


@pytest.fixture
def booth(catalog: Catalog, store: AnyStore) -> Booth:
    """Set up the bot with its own pack over each store."""
    return Booth(catalog, store)
