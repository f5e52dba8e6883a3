"""The program itself: `milepost run` on Slack, told to stop, and beside a live Discord."""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests.doubles.discord import Double as DiscordDouble
from tests.doubles.discord import World as DiscordWorld
from tests.doubles.discord import serving as serving_discord
from tests.doubles.slack.faults import slows
from tests.doubles.slack.install import Token
from tests.journey.chat import Home
from tests.journey.slack.stage import Stage, free_port

LEAVES_WITHIN = 60.0
"""Seconds, for a machine that is busy with other things."""
WARNINGS = "error,ignore:'audioop' is deprecated:DeprecationWarning"


@asynccontextmanager
async def program(stage: Stage, **more: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run `milepost run` against the double."""
    home = Home(stage.database.parent, f"sqlite:///{stage.database}")
    install = stage.world.install
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=home.folder,
        env=home.environment(
            SLACK_BOT_TOKEN=install.bot_token,
            MILEPOST_SLACK_API=stage.double.api,
            MILEPOST_LOG="debug",
            PYTHONWARNINGS=WARNINGS,
            **more,
        ),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """Wait until it has left; return its code and what it wrote."""
    out, err = await asyncio.wait_for(process.communicate(), LEAVES_WITHIN)
    assert out == b"", "what is said is said in the log"
    return process.returncode, err.decode()


async def test_told_to_stop_it_finishes_what_is_in_hand(stage: Stage) -> None:
    install = stage.world.install
    async with program(stage, SLACK_APP_TOKEN=install.app_token) as process:
        await stage.double.sockets.until_connected()
        card = await stage.alice.types("/roadmap")
        stage.double.faults.plan(slows(0.7), "POST", "^/actions/")
        waiting = asyncio.create_task(stage.alice.presses(card, "Start"))
        assert await stage.world.bell.until(
            lambda: stage.double.faults.happened == 1, LEAVES_WITHIN
        )
        process.send_signal(signal.SIGTERM)
        assert "Started on" in (await waiting).text
        code, written = await ended(process)
    assert code == 0
    assert "Traceback" not in written
    secrets = [install.bot_token, install.app_token, *stage.double.desk.addresses]
    assert not [each for each in secrets if each in written]
    assert not [each for each in stage.double.desk.triggers if each in written]
    assert stage.double.sockets.live == []


async def test_http_mode_from_the_settings(stage: Stage) -> None:
    install, port = stage.world.install, free_port()
    more = {"SLACK_SIGNING_SECRET": install.signing_secret, "MILEPOST_HTTP": f"127.0.0.1:{port}"}
    async with program(stage, **more) as process:
        endpoint = stage.double.calls_app_at(f"http://127.0.0.1:{port}/slack/events")
        async with asyncio.timeout(LEAVES_WITHIN):
            while "New here?" not in await _typed(stage):  # noqa: ASYNC110 (no bell rings for a port)
                await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        code, written = await ended(process)
    assert code == 0
    assert "Traceback" not in written
    assert install.signing_secret not in written
    assert endpoint.sent


async def _typed(stage: Stage) -> str:
    """Ask, whether or not somebody listens already."""
    answer = await stage.alice.types("/roadmap")
    return "" if answer.failed else answer.text


async def test_a_token_that_is_refused_ends_in_words(stage: Stage) -> None:
    install = stage.world.install
    install.token = Token.REVOKED
    async with program(stage, SLACK_APP_TOKEN=install.app_token) as process:
        code, written = await ended(process)
    assert code == 1
    assert "Bot User OAuth Token" in written
    assert "Traceback" not in written
    assert install.bot_token not in written


async def test_a_dead_slack_does_not_stop_discord(stage: Stage) -> None:
    install = stage.world.install
    install.token = Token.INACTIVE
    discord = DiscordDouble(DiscordWorld())
    async with serving_discord(discord):
        owner = discord.person("owner")
        guild = discord.world.guild("Study Hall", owner.user)
        discord.world.channel(guild, "general")
        more = {
            "SLACK_APP_TOKEN": install.app_token,
            "DISCORD_TOKEN": discord.world.token,
            "MILEPOST_DISCORD_API": discord.api,
        }
        async with program(stage, **more) as process:
            await discord.gateway.until_ready(within=LEAVES_WITHIN)
            assert "New here?" in (await owner.slash("roadmap")).text
            process.send_signal(signal.SIGTERM)
            code, written = await ended(process)
    assert code == 0
    assert "Slack has stopped" in written
    assert "Traceback" not in written


async def test_two_platforms_in_one_process(stage: Stage) -> None:
    install = stage.world.install
    discord = DiscordDouble(DiscordWorld())
    async with serving_discord(discord):
        owner = discord.person("owner")
        guild = discord.world.guild("Study Hall", owner.user)
        discord.world.channel(guild, "general")
        more = {
            "SLACK_APP_TOKEN": install.app_token,
            "DISCORD_TOKEN": discord.world.token,
            "MILEPOST_DISCORD_API": discord.api,
        }
        async with program(stage, **more) as process:
            await discord.gateway.until_ready(within=LEAVES_WITHIN)
            await stage.double.sockets.until_connected()
            here, there = await asyncio.gather(
                owner.slash("roadmap"), stage.alice.types("/roadmap")
            )
            assert "New here?" in here.text
            assert "New here?" in there.text
            process.send_signal(signal.SIGTERM)
            code, _ = await ended(process)
    assert code == 0


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MILEPOST_SLACK_COMMANDS", "roadmap,remind", "/remind is a command of Slack itself"),
        ("MILEPOST_SLACK_COMMANDS", "Road Map", "/Road Map cannot be a command"),
        ("MILEPOST_SLACK_PREFIX", "x" * 30, "cannot be a command"),
    ],
)
async def test_names_that_slack_does_not_take_are_refused(
    stage: Stage, name: str, value: str, says: str
) -> None:
    more = {"SLACK_APP_TOKEN": stage.world.install.app_token, name: value}
    async with program(stage, **more) as process:
        code, written = await ended(process)
    assert code == 2
    assert says in written
    assert stage.double.web.calls == []
