"""What the log tells: no secret, no name, no word that somebody wrote."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.watch import logs
from tests.doubles.discord.faults import fails, resets
from tests.journey.discord.stage import Stage

CALLBACK = r"/callback$"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Send every log to a text as the program does, the libraries' at their most talkative."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    out = io.StringIO()
    logs.start("debug", secrets=(), stream=out)
    yield out
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)


async def test_no_token_and_no_address_is_ever_written(stage: Stage, log: io.StringIO) -> None:
    async with stage.running():
        talkative = [name for name in logging.root.manager.loggerDict if name.startswith("discord")]
        for name in talkative:
            logging.getLogger(name).setLevel(logging.DEBUG)
        try:
            stage.double.faults.plan(fails(500), "POST", CALLBACK)
            card = await stage.alice.slash("roadmap")
            begun = await stage.alice.press(card, "Start")
            await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
            form = await stage.alice.press(await stage.alice.slash("settings"), "Change")
            await stage.alice.submit(form, {"Hours a week": "5"})
            stage.double.faults.plan(resets(), "POST", CALLBACK)
            await stage.alice.press(begun, "Mark as done")
        finally:
            for name in talkative:
                logging.getLogger(name).setLevel(logging.NOTSET)
    written = log.getvalue()
    assert "INTERACTION_CREATE" in written, "the library's own lines are there"
    assert "callback" not in written
    tokens = [opened.token for opened in stage.double.desk.opened.values()]
    assert len(tokens) == 8
    assert not [token for token in (*tokens, stage.world.token) if token in written]


async def test_what_people_say_is_not_written_even_at_debug(stage: Stage, log: io.StringIO) -> None:
    stage.alice.user.display_name = "Alice Liddell"
    async with stage.running():
        form = await stage.alice.press(await stage.alice.slash("tip"), "Report")
        await stage.alice.submit(form, note="This is my own opinion.")
        await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    own = "".join(line for line in log.getvalue().splitlines() if "aiosqlite" not in line)
    assert "Roadmap answered" in own
    assert "Liddell" not in own
    assert "opinion" not in own
    assert str(stage.alice.id) not in own
