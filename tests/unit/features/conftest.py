"""A booth over a memory, for each test."""

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.storage.memory import MemoryStore
from tests.journey.booth import Booth


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Read the pack that comes with the bot."""
    return load([builtin()])


@pytest.fixture
def booth(catalog: Catalog) -> Booth:
    """Set up the bot with its own pack over an empty memory."""
    return Booth(catalog, MemoryStore())
