"""The platform loses replies, breaks, and holds us back (engine, section 9: 2, 3, 8, 9)."""

from tests.faults import scenarios
from tests.faults.scenarios import Make, Size


async def test_without_a_nonce_we_look_before_we_send_again(make: Make) -> None:
    await scenarios.looked_for(make, "sqlite", Size(posts=80))


async def test_where_nobody_can_look_nothing_comes_twice(make: Make) -> None:
    await scenarios.not_to_be_known(make, "sqlite", Size(posts=50, channels=12))


async def test_slack_gets_one_message_a_second_in_a_channel(make: Make) -> None:
    await scenarios.gate(make, "sqlite", Size(posts=15, channels=3))


async def test_one_is_told_to_wait_and_all_wait(make: Make) -> None:
    await scenarios.pushed(make, "sqlite", Size(posts=160, channels=40))
