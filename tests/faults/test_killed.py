"""Programs are killed, left and frozen in the midst of their work (engine, section 9: 1, 4-6)."""

import pytest

from tests.faults import scenarios
from tests.faults.scenarios import Make, Size

MAIN_POINTS = ("after-plan", "after-claim", "before-send", "after-send", "after-finish")


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "queue"])
async def test_killed_again_and_again_everything_comes_once(make: Make, kind: str) -> None:
    await scenarios.killed(make, kind, Size())


@pytest.mark.parametrize("kind", ["sqlite", "queue"])
async def test_another_does_the_work_of_one_that_never_comes_back(make: Make, kind: str) -> None:
    await scenarios.left_alone(make, kind, Size(posts=60, channels=6))


async def test_frozen_for_longer_than_its_lease_it_repeats_nothing(make: Make) -> None:
    await scenarios.frozen(make, "sqlite", Size(posts=150, faults=2, spread=12))


@pytest.mark.parametrize("kind", ["sqlite", "queue"])
async def test_killed_at_each_point_the_next_one_finishes(make: Make, kind: str) -> None:
    await scenarios.at_each_point(make, kind, MAIN_POINTS)


async def test_killed_around_the_request_we_look_where_no_nonce_is_known(make: Make) -> None:
    await scenarios.at_each_point(make, "sqlite", ("before-send", "after-send"), nonce=False)
