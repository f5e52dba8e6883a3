"""The connection breaks in every way it can, and people go on being answered."""

import asyncio
import dataclasses
from collections.abc import Callable

import pytest

from adapters.discord.connection import Waits
from bot.serve import Stopped
from tests.doubles.discord import Answer, Timing
from tests.doubles.discord.faults import fails, refuses, resets
from tests.doubles.discord.gateway import Gateway
from tests.journey.discord.stage import QUICK, Running, Stage

BREAKS: dict[str, Callable[[Gateway], None]] = {
    "asked to reconnect": Gateway.ask_to_reconnect,
    "cut": Gateway.cut_all,
    "invalid but resumable": lambda gateway: gateway.invalidate(resumable=True),
    **{
        f"closed with {code}": lambda gateway, code=code: gateway.close_all(code)
        for code in (1000, 1001, 4000, 4001, 4002, 4008, 4009)
    },
}
ENDS: dict[str, Callable[[Gateway], None]] = {
    "invalid": Gateway.invalidate,
    "forgotten": lambda gateway: (gateway.forget(), gateway.cut_all())[0],
}
FATAL = (4010, 4011, 4012, 4013, 4014)


async def answered(stage: Stage) -> Answer:
    """Ask something once the bot is there again."""
    await stage.double.gateway.until_ready()
    return await stage.alice.slash("roadmap")


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.usefixtures("running")
async def test_a_session_goes_on_after_a_break(stage: Stage, name: str) -> None:
    gateway = stage.double.gateway
    (session,) = gateway.live()
    card = await stage.alice.slash("roadmap")
    BREAKS[name](gateway)
    assert await stage.world.bell.until(lambda: session.resumed == 1, 5)
    begun = await stage.alice.press(card, "Start")
    assert "Started on" in begun.text
    assert gateway.used == 1, "no session was started for it"


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.usefixtures("running")
async def test_a_new_session_is_started_when_the_old_one_is_over(stage: Stage, name: str) -> None:
    gateway = stage.double.gateway
    (session,) = gateway.live()
    card = await stage.alice.slash("roadmap")
    ENDS[name](gateway)
    assert await stage.world.bell.until(lambda: gateway.used == 2, 5)
    assert session not in gateway.live()
    await gateway.until_ready()
    begun = await stage.alice.press(card, "Start")
    assert "Started on" in begun.text


@pytest.mark.usefixtures("running")
async def test_what_people_did_in_the_gap_is_answered(stage: Stage) -> None:
    gateway = stage.double.gateway
    (session,) = gateway.live()
    gateway.cut_all()
    assert await stage.world.bell.until(lambda: session.connection is None, 5)
    card = await stage.alice.slash("roadmap")
    assert "New here?" in card.text
    assert session.resumed == 1


async def test_a_zombie_is_noticed(stage: Stage) -> None:
    stage.waits = dataclasses.replace(QUICK, silence=0.4)
    stage.world.timing = Timing(heartbeat=0.1)
    gateway = stage.double.gateway
    async with stage.running():
        (session,) = gateway.live()
        (connection,) = gateway.connections
        gateway.acknowledges = False
        assert await stage.world.bell.until(lambda: connection not in gateway.connections, 5)
        gateway.acknowledges = True
        assert await stage.world.bell.until(lambda: session.resumed > 0, 5)
        assert "New here?" in (await stage.alice.slash("roadmap")).text
        assert gateway.used == 1


async def test_the_gateway_is_down_at_the_start(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = stage.double.gateway
    gateway.turned_away = 1
    async with stage.started():
        assert "New here?" in (await answered(stage)).text
    assert gateway.used == 1
    assert not [record for record in caplog.records if record.exc_info], "in words, not in traces"


@pytest.mark.parametrize(
    ("trouble", "path"),
    [
        pytest.param(fails(503), "/users/@me", id="log in"),
        pytest.param(resets(), "/users/@me", id="log in, cut"),
        pytest.param(refuses(429, 0), "/users/@me", id="shut out"),
        pytest.param(fails(503), "/gateway/bot", id="address"),
    ],
)
async def test_the_api_is_down_at_the_start(
    stage: Stage, trouble: object, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.faults.plan(trouble, "GET", f"^{path}$", times=3)  # pyright: ignore[reportArgumentType] (a Trouble)
    async with stage.started():
        assert "New here?" in (await answered(stage)).text
    assert stage.double.faults.happened == 3
    assert stage.double.gateway.used == 1, "no session is spent before the API answers"
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_token_that_is_none(stage: Stage) -> None:
    stage.world.token_is_reset = True
    async with stage.started() as made:
        with pytest.raises(Stopped, match="DISCORD_TOKEN"):
            await made.task
    assert len(stage.double.rest.calls) == 1, "it is not tried again"
    assert stage.double.gateway.used == 0


async def test_a_token_that_is_taken_back_in_the_middle(stage: Stage, running: Running) -> None:
    await stage.alice.slash("roadmap")
    stage.double.gateway.reset_token()
    with pytest.raises(Stopped, match="Reset Token"):
        await asyncio.wait_for(running.task, 5)
    assert stage.double.gateway.used == 1


@pytest.mark.parametrize("code", FATAL)
async def test_a_code_that_means_never(stage: Stage, running: Running, code: int) -> None:
    stage.double.gateway.close_all(code)
    with pytest.raises(Stopped, match=str(code) if code != 4014 else "intents"):
        await asyncio.wait_for(running.task, 5)
    assert stage.double.gateway.used == 1


async def test_leaving_while_nothing_answers(stage: Stage) -> None:
    stage.double.faults.plan(fails(503), "GET", "^/users/@me$", times=99)
    stage.waits = Waits()
    async with stage.started() as made:
        assert await stage.world.bell.until(lambda: stage.double.faults.happened > 0, 5)
        made.stop.set()
        await asyncio.wait_for(made.task, 5)


async def test_leaving_is_polite(stage: Stage, running: Running) -> None:
    await running.leaves()
    assert stage.double.gateway.live() == []
    assert stage.double.gateway.sessions == {}, "the session is given back"


async def test_what_is_in_hand_is_answered_before_leaving(stage: Stage, running: Running) -> None:
    quick = running.bot.registry.handlers
    kind = next(each for each in quick if each.__name__ == "Roadmap")
    handle, begun = quick[kind], asyncio.Event()

    async def slow(ctx: object, ask: object) -> object:
        begun.set()
        await asyncio.sleep(0.4)
        return await handle(ctx, ask)  # pyright: ignore[reportArgumentType] (passed on as it came)

    quick[kind] = slow  # pyright: ignore[reportArgumentType] (a handler, for a moment)
    waiting = asyncio.create_task(stage.alice.slash("roadmap"))
    await begun.wait()
    await running.leaves()
    assert "New here?" in (await waiting).text
