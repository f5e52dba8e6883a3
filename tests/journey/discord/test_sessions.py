"""Sessions are few a day, and one too many resets the token: no loop may ever use them up."""

import asyncio
import math
from collections.abc import Callable

import pytest

from adapters.discord.connection import Brake, Waits
from tests.doubles.discord.library import beating
from tests.journey.discord.stage import QUICK, Stage, until

TOTAL = 10
RESERVE = 2


def quarrel(stage: Stage) -> None:
    """End every session there is."""
    stage.double.gateway.invalidate()


def crash(stage: Stage) -> None:
    """Send what the library cannot read."""
    for session in stage.double.gateway.live():
        session.emit("GUILD_UPDATE", {"nonsense": True})


@pytest.mark.parametrize("trouble", [quarrel, crash])
async def test_a_reserve_is_never_touched(
    stage: Stage,
    trouble: Callable[[Stage], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    gateway = stage.double.gateway
    gateway.total = TOTAL
    stage.waits = Waits(first=0.001, longest=0.002, gap=0.001, patience=1.0)
    async with stage.started() as made:

        def waits() -> bool:
            trouble(stage)
            return "nearly used" in caplog.text

        await until(waits, 30)
        for _ in range(30):
            trouble(stage)
            await asyncio.sleep(0.01)
        assert gateway.used == TOTAL - RESERVE
        assert not stage.world.token_is_reset
        assert not made.task.done(), "it waits for tomorrow"
        made.stop.set()
        await asyncio.wait_for(made.task, 5)


async def test_a_quarrel_gets_slower(stage: Stage) -> None:
    stage.waits = Waits(first=0.05, longest=10.0, gap=0.0, patience=0.3)
    began = asyncio.get_running_loop().time()
    async with stage.started():
        for _ in range(120):
            quarrel(stage)
            await asyncio.sleep(0.01)
        now = asyncio.get_running_loop().time()
    assert 2 <= stage.double.gateway.used <= 3 + math.log2((now - began) / 0.05)


async def test_it_starts_again_when_there_are_sessions_again(stage: Stage) -> None:
    gateway = stage.double.gateway
    gateway.total, gateway.used = TOTAL, TOTAL - RESERVE
    offer = gateway.offer

    def soon() -> dict[str, object]:
        told = offer()
        told["session_start_limit"]["reset_after"] = 0
        return told

    gateway.offer = soon  # a day is too long to wait
    async with stage.started():
        await asyncio.sleep(0.3)
        assert gateway.live() == []
        gateway.used = 0
        await gateway.until_ready()
        assert "New here?" in (await stage.alice.slash("roadmap")).text


async def test_shards_start_one_after_the_other(stage: Stage) -> None:
    gateway = stage.double.gateway
    gateway.shards, gateway.identify_gap = 2, 0.15
    stage.waits = Waits(gap=0.2)
    far = stage.world.guild("Far", stage.ben.user, number=(1 << 22) + stage.guild.id)
    place = stage.world.channel(far, "far")
    async with stage.started():
        await gateway.until_ready(2)
        assert gateway.used == 2
        for channel in (stage.channel, place):
            assert "New here?" in (await stage.ben.slash("roadmap", channel=channel)).text


def test_pauses_double_and_a_calm_connection_clears_the_record() -> None:
    brake = Brake(Waits())
    assert [brake.next(float(n)) for n in range(11)] == [
        1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 300.0, 300.0,
    ]  # fmt: skip
    brake.connected(100.0)
    assert brake.next(399.0) == 300.0, "five minutes are not over"
    brake.connected(500.0)
    assert brake.next(800.0) == 1.0
    assert brake.next(801.0) == 2.0, "a calm time counts once"


def test_a_day_of_trouble_stays_within_the_budget() -> None:
    """The worst that can be: every session holds just long enough to clear the record."""
    waits = Waits()
    for holds in (0.0, waits.longest - 1, waits.longest, waits.longest + 1):
        brake, now, used = Brake(waits), 0.0, 0
        while now < 86_400:
            used += 1
            brake.connected(now)
            now += holds
            now += brake.next(now)
        assert used <= 300, holds


async def test_waiting_for_a_session_does_not_hold_up_a_stop(stage: Stage) -> None:
    stage.double.gateway.total = stage.double.gateway.used = TOTAL
    stage.waits = QUICK
    async with stage.started() as made:
        await until(lambda: len(stage.double.rest.calls) >= 3)
        made.stop.set()
        await asyncio.wait_for(made.task, 5)
    assert not stage.world.token_is_reset


async def test_a_stop_in_the_pause_before_a_session_leaves_nothing_behind(stage: Stage) -> None:
    """The library has forgotten the connection that is made by then, and its heartbeat."""
    gateway = stage.double.gateway
    stage.waits = Waits(first=30.0, close=5.0)
    async with stage.running() as made:
        quarrel(stage)
        assert await stage.world.bell.until(lambda: not gateway.live(), 5)
        await until(lambda: bool(gateway.connections) and bool(beating()))
        await made.leaves()
        assert beating() == set()
        assert await stage.world.bell.until(lambda: not gateway.connections, 5)
