"""A stage for each story; on most of them the bot runs already."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.manifest import Tree, content
from bot.catalog.catalog import Catalog
from bot.compose import registered
from bot.core.clocks import MovedClock
from tests.doubles.slack import Double, World, serving
from tests.doubles.slack.clock import StillClock
from tests.journey.slack.stage import MONDAY, NAMES, Running, Stage, staged


@pytest.fixture(scope="session")
def manifest(catalog: Catalog) -> Tree:
    """Make the manifest by which the app is installed."""
    return content(registered(catalog), NAMES)


@pytest.fixture
async def stage(
    catalog: Catalog, manifest: Tree, tables: Path, tmp_path: Path
) -> AsyncIterator[Stage]:
    """Set up the double with people in it, our app installed, and an empty database."""
    database = tmp_path / "milepost.db"
    shutil.copy2(tables, database)
    clock = MovedClock(MONDAY, StillClock())
    double = Double(World(clock))
    double.world.install.read(manifest)
    async with serving(double):
        yield staged(double, catalog, database, clock)
        assert double.breaches == []


@pytest.fixture
async def running(stage: Stage) -> AsyncIterator[Running]:
    """Run the bot on the stage."""
    async with stage.running() as made:
        yield made


@pytest.fixture(params=["socket", "http"])
async def either(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[Running]:
    """Run the bot in Socket Mode, and in HTTP mode."""
    stage.http = request.param == "http"
    async with stage.running() as made:
        yield made
