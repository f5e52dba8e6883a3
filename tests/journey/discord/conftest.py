"""A stage for each story; on most of them the bot runs already."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.discord.library import nothing_beats_on
from tests.journey.discord.stage import Running, Stage, opened


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """See that no connection outlives the face that made it."""
    with nothing_beats_on():
        yield


@pytest.fixture
async def stage(catalog: Catalog, tables: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """Set up the double with people in it, and an empty database."""
    database = tmp_path / "milepost.db"
    shutil.copy2(tables, database)
    async with opened(catalog, database) as made:
        yield made


@pytest.fixture
async def running(stage: Stage) -> AsyncIterator[Running]:
    """Run the bot on the stage."""
    async with stage.running() as made:
        yield made
