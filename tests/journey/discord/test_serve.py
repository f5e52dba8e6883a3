"""The program itself: `milepost run` beside other faces, told to stop, with nothing to work on."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.discord.app import DiscordFace
from adapters.terminal.poster import TerminalPoster
from bot.app import Bot
from bot.core.cards import Card
from bot.core.people import Platform
from bot.core.ports import Courier, Ledger, SystemClock
from bot.core.posting import Poster
from bot.serve import serve
from bot.settings import read
from tests.doubles.discord.faults import slows
from tests.doubles.discord.library import pointed_at
from tests.journey.booth import Pigeon
from tests.journey.chat import Home
from tests.journey.discord.stage import Stage, until

LEAVES_WITHIN = 10.0
"""What SIGTERM allows; a start that fails may take as long as a busy machine makes it."""

PATIENCE = 60.0
WARNINGS = "error,ignore:'audioop' is deprecated:DeprecationWarning"
"""discord.py imports the old module on 3.11 and 3.12."""


@asynccontextmanager
async def program(stage: Stage, database: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run `milepost run` against the double."""
    home = Home(stage.database.parent, database)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=home.folder,
        env=home.environment(
            DISCORD_TOKEN=stage.world.token,
            MILEPOST_DISCORD_API=stage.double.api,
            MILEPOST_LOG="debug",
            PYTHONWARNINGS=WARNINGS,
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


async def ended(
    process: asyncio.subprocess.Process, within: float = PATIENCE
) -> tuple[int | None, str]:
    """Wait until it has left; return its code and what it wrote."""
    out, err = await asyncio.wait_for(process.communicate(), within)
    assert out == b"", "what is said is said in the log"
    return process.returncode, err.decode()


async def test_told_to_stop_it_finishes_what_is_in_hand(stage: Stage) -> None:
    async with program(stage, f"sqlite:///{stage.database}") as process:
        await stage.double.gateway.until_ready()
        card = await stage.alice.slash("roadmap")
        stage.double.faults.plan(slows(0.7), "POST", "/callback$")
        waiting = asyncio.create_task(stage.alice.press(card, "Start"))
        assert await stage.world.bell.until(lambda: stage.double.faults.happened == 1, 5)
        process.send_signal(signal.SIGTERM)
        assert "Started on" in (await waiting).text
        code, written = await ended(process, LEAVES_WITHIN)
    assert code == 0
    assert "Traceback" not in written
    assert stage.world.token not in written
    tokens = [opened.token for opened in stage.double.desk.opened.values()]
    assert not [token for token in tokens if token in written]
    assert stage.double.gateway.sessions == {}


async def test_a_dead_database_is_said_before_anything_else(stage: Stage) -> None:
    async with program(stage, str(stage.database / "no" / "milepost.db")) as process:
        code, written = await ended(process)
    assert code == 1
    assert "milepost.db" in written
    assert "Traceback" not in written
    assert stage.double.rest.calls == [], "Discord is not bothered"


async def test_a_token_that_is_refused_ends_in_words(stage: Stage) -> None:
    stage.world.token_is_reset = True
    async with program(stage, f"sqlite:///{stage.database}") as process:
        code, written = await ended(process)
    assert code == 1
    assert "Reset Token" in written
    assert "Traceback" not in written
    assert stage.world.token not in written


def _unseen(where: str, card: Card) -> None:
    del where, card


class Quiet:
    """A face on which nothing happens; `breaks` makes it end with a mistake."""

    def __init__(self, breaks: str = "") -> None:
        self.breaks = breaks
        self.left = asyncio.Event()
        self.running = asyncio.Event()

    @property
    def courier(self) -> Courier:
        """Return what remembers."""
        return Pigeon()

    @property
    def poster(self) -> Poster:
        """Return what prints into nothing."""
        return TerminalPoster(_unseen)

    async def run(self, bot: Bot, ledger: Ledger, stop: asyncio.Event) -> None:
        """Wait until told to stop."""
        del bot, ledger
        self.running.set()
        if self.breaks:
            raise RuntimeError(self.breaks)
        await stop.wait()
        self.left.set()


async def test_a_dead_discord_does_not_stop_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage.world.token_is_reset = True
    monkeypatch.chdir(stage.database.parent)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{stage.database}")
    other, broken = Quiet(), Quiet(breaks="it fell over")
    clock = SystemClock()
    faces = {
        Platform.discord: DiscordFace(stage.world.token, clock, stage.double.api),
        Platform.terminal: other,
        Platform.slack: broken,
    }
    with pointed_at(stage.double):
        task = asyncio.create_task(serve(read(), clock, faces))
        await _written(caplog, "Discord has stopped: Discord refuses the token", "it fell over")
        assert other.running.is_set()
        assert not other.left.is_set()
        assert not task.done()
        os.kill(os.getpid(), signal.SIGINT)
        assert await asyncio.wait_for(task, 5) == 0
    assert other.left.is_set()


async def _written(caplog: pytest.LogCaptureFixture, *words: str) -> None:
    await until(lambda: all(each in caplog.text for each in words))


async def test_when_all_have_given_up_so_does_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "milepost.db"))
    faces = {Platform.terminal: Quiet(breaks="nothing works")}
    assert await asyncio.wait_for(serve(read(), SystemClock(), faces), 20) == 1
    assert [each.levelno for each in caplog.records if "broke" in each.getMessage()] == [
        logging.ERROR
    ]
