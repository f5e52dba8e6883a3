"""Arenas over databases of each kind."""

from pathlib import Path

import pytest

from tests.contract.conftest import postgres, server
from tests.faults.places import making
from tests.faults.scenarios import Make

__all__ = ["postgres", "server"]


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Make arenas, each with a folder and a database of its own."""
    return making(tmp_path, lambda: request.getfixturevalue("postgres"))
