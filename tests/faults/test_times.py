"""Absences, clocks that jump, and moderators who change their minds (engine, section 9)."""

import pytest

from tests.faults import times
from tests.faults.scenarios import Make, Size


async def test_after_an_absence_only_what_is_in_grace_comes(make: Make) -> None:
    await times.away(make, "sqlite", Size(posts=6, channels=3))


async def test_a_clock_that_jumps_repeats_no_date(make: Make) -> None:
    await times.stepped(make, "sqlite", Size(posts=12, channels=4))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_nothing_is_posted_while_paused_and_no_date_twice(make: Make, kind: str) -> None:
    await times.paused(make, kind, Size(posts=10, channels=4, faults=30))
