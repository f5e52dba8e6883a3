"""The socket breaks in every way it can, and people go on being answered."""

import asyncio
import dataclasses

import pytest

from adapters.slack.connection import Brake, Waits
from bot.intents.roadmap import SetMark
from bot.serve import Stopped
from tests.doubles.slack.faults import Trouble, fails, limited, refuses, resets
from tests.doubles.slack.install import Token
from tests.journey.slack.stage import QUICK, Running, Stage, until
from tests.journey.tables import tables

OPEN, WHO = r"/apps\.connections\.open$", r"/auth\.test$"


@pytest.mark.usefixtures("running")
async def test_a_refresh_leaves_no_gap(stage: Stage) -> None:
    sockets = stage.double.sockets
    (old,) = sockets.live
    await sockets.warn()
    await sockets.until_connected(2)
    assert old in sockets.live, "the new one is open before the old one is closed"
    assert await stage.world.bell.until(lambda: old not in sockets.live, 5)
    assert len(sockets.live) == 1
    assert "New here?" in (await stage.alice.types("/roadmap")).text


@pytest.mark.parametrize("how", ["refresh", "cut", "closed"])
@pytest.mark.usefixtures("running")
async def test_a_socket_that_ends_is_replaced(stage: Stage, how: str) -> None:
    sockets = stage.double.sockets
    card = await stage.alice.types("/roadmap")
    (old,) = sockets.live
    match how:
        case "refresh":
            await sockets.refresh()
        case "cut":
            sockets.cut_all()
        case _:
            await sockets.close_all()
    assert await stage.world.bell.until(
        lambda: bool(sockets.live) and old not in sockets.live, stage.world.timing.patience
    )
    begun = await stage.alice.presses(card, "Start")
    assert "Started on" in begun.text
    assert sockets.opened == 2


async def test_a_zombie_is_noticed(stage: Stage) -> None:
    stage.waits = dataclasses.replace(QUICK, ping=0.1)
    sockets = stage.double.sockets
    async with stage.running():
        (old,) = sockets.live
        sockets.hush()
        assert await stage.world.bell.until(
            lambda: any(each is not old for each in sockets.live), stage.world.timing.patience
        )
        old.cut()
        await until(lambda: old not in sockets.live)
        assert "New here?" in (await stage.alice.types("/roadmap")).text


@pytest.mark.parametrize(
    "trouble",
    [fails(500), resets(), limited(1), refuses("internal_error")],
    ids=["500", "reset", "429", "internal_error"],
)
async def test_slack_is_down_at_the_start(
    stage: Stage, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    for path in (WHO, OPEN):
        stage.double.faults.plan(trouble, "POST", path, times=2)
    async with stage.running():
        assert "New here?" in (await stage.alice.types("/roadmap")).text
    assert not [record for record in caplog.records if record.exc_info], "in words, not in traces"


async def test_sockets_that_are_turned_away_are_asked_for_again(stage: Stage) -> None:
    stage.double.sockets.turned_away = 2
    async with stage.running():
        assert "New here?" in (await stage.alice.types("/roadmap")).text


async def test_a_quarrel_gets_slower() -> None:
    brake = Brake(Waits(first=1.0, longest=60.0))
    waits = list[float]()
    for second in range(10):
        brake.connected(float(second))
        waits.append(brake.next(float(second)))
    assert waits == [0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]
    brake.connected(100.0)
    assert brake.next(160.0) == 0.0, "an hourly refresh is no quarrel"
    never = Brake(Waits(first=1.0, longest=60.0))
    assert [never.next(0.0) for _ in range(3)] == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("when", ["at the start", "later"])
async def test_socket_mode_switched_off_is_said(stage: Stage, when: str) -> None:
    if when == "at the start":
        stage.double.sockets.enabled = False
        stage.double.faults.plan(refuses("not_allowed_token_type"), "POST", OPEN)
        async with stage.started() as made:
            with pytest.raises(Stopped, match="connections:write"):
                await asyncio.wait_for(made.task, 10)
        return
    async with stage.running() as made:
        await stage.double.sockets.disable()
        with pytest.raises(Stopped, match="Socket Mode is switched off"):
            await asyncio.wait_for(made.task, 10)


@pytest.mark.parametrize("state", [Token.REVOKED, Token.INVALID, Token.INACTIVE])
async def test_a_void_token_is_said_at_the_start(stage: Stage, state: Token) -> None:
    stage.world.install.token = state
    async with stage.started() as made:
        with pytest.raises(Stopped, match="Bot User OAuth Token") as stopped:
            await asyncio.wait_for(made.task, 10)
    assert stage.world.install.bot_token not in str(stopped.value)
    assert str(state) in str(stopped.value)


async def test_a_void_app_token_is_said(stage: Stage) -> None:
    stage.double.faults.plan(refuses("invalid_auth"), "POST", OPEN)
    async with stage.started() as made:
        with pytest.raises(Stopped, match="SLACK_APP_TOKEN"):
            await asyncio.wait_for(made.task, 10)


@pytest.mark.parametrize("http", [False, True])
async def test_an_app_that_is_removed_stops_and_says_so(stage: Stage, *, http: bool) -> None:
    stage.http = http
    async with stage.running() as made:
        stage.world.uninstall()
        with pytest.raises(Stopped, match="Install the app again"):
            await asyncio.wait_for(made.task, 10)
        (row,) = tables(stage.database)["communities"]
        assert (row["community_platform"], row["community_id"]) == ("slack", stage.world.team.id)
        assert row["left_at"] is not None


async def test_a_token_that_is_revoked_later_is_noticed_by_a_call(stage: Stage) -> None:
    stage.world.install.events.clear()
    async with stage.running() as made:
        card = await stage.alice.types("/roadmap")
        stage.world.install.token = Token.REVOKED
        await stage.alice.presses(card, "Share here")
        with pytest.raises(Stopped, match="token_revoked"):
            await asyncio.wait_for(made.task, 10)


async def test_what_is_in_hand_is_finished_before_leaving(stage: Stage) -> None:
    async with stage.running() as made:
        kind = made.bot.commands["roadmap"]
        quick, begun = made.bot.registry.handlers[kind], asyncio.Event()

        async def late(*arguments: object) -> object:
            begun.set()
            await asyncio.sleep(0.3)
            return await quick(*arguments)  # pyright: ignore[reportArgumentType] (passed on as they came)

        made.bot.registry.handlers[kind] = late  # pyright: ignore[reportArgumentType] (as above)
        waiting = asyncio.create_task(stage.alice.types("/roadmap"))
        await begun.wait()
        await made.leaves()
        made.bot.registry.handlers[kind] = quick
        assert "New here?" in (await waiting).text


async def test_what_was_acknowledged_is_finished_before_leaving(stage: Stage) -> None:
    async with stage.running() as made:
        card = await stage.alice.types("/roadmap")
        kind, go = SetMark, asyncio.Event()
        quick, begun = made.bot.registry.handlers[kind], asyncio.Event()

        async def late(*arguments: object) -> object:
            begun.set()
            await go.wait()
            return await quick(*arguments)  # pyright: ignore[reportArgumentType] (passed on as they came)

        made.bot.registry.handlers[kind] = late  # pyright: ignore[reportArgumentType] (as above)
        pressed = await stage.alice.presses(card, "Start", waits=False)
        await begun.wait()
        made.stop.set()
        await stage.world.bell.until(lambda: not stage.double.sockets.live, 5)
        assert not made.task.done()
        go.set()
        await made.task
        assert "Started on" in pressed.text


async def test_two_processes_share_the_work(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async with stage.running() as first, stage.running() as second:
        await stage.double.sockets.until_connected(2)
        card = await stage.alice.types("/roadmap")
        for number in range(1, 4):
            card = await stage.alice.types("/roadmap")
            shared = await stage.alice.presses(card, "Share here")
            await shared.shows("Shared in")
            await stage.double.delivery.again()
            await stage.settled()
            assert len(stage.public()) == number, "whoever hears of it again does nothing"
        await first.leaves()
        begun = await stage.ben.presses(await stage.ben.types("/roadmap"), "Start")
        assert "Started on" in begun.text
        assert not second.task.done()
    assert not [each for each in caplog.records if each.exc_info]


async def test_the_session_is_closed_with_everything_in_it(stage: Stage, running: Running) -> None:
    web = running.face.web
    assert web is not None
    await running.leaves()
    assert web.session.closed
    assert stage.double.sockets.live == []
