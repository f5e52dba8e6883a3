"""The database is busy, gone, or new (engine, section 9: 17, 18)."""

import pytest

from tests.faults import databases
from tests.faults.scenarios import Make, Size


@pytest.mark.parametrize("kind", ["sqlite", "queue"])
async def test_a_database_that_is_away_loses_nothing(make: Make, kind: str) -> None:
    await databases.absent(make, kind, Size(posts=60, channels=6, faults=6))


@pytest.mark.parametrize("kind", ["sqlite", "queue"])
async def test_two_first_starts_at_once_post_once(make: Make, kind: str) -> None:
    await databases.first_starts(make, kind, Size(posts=8, channels=4, faults=2))
