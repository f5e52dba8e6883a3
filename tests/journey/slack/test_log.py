"""What the log tells: no secret, no name, no word that somebody wrote."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.watch import logs
from tests.doubles.slack.faults import fails, resets
from tests.journey.slack.stage import Stage


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Send every log to a text as the program does, the libraries' at their most talkative."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    out = io.StringIO()
    logs.start("debug", secrets=(), stream=out)
    double = logging.getLogger("aiohttp.access")  # of the double's server; ours writes none
    double.disabled = True
    yield out
    double.disabled = False
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("http", [False, True])
async def test_no_token_and_no_address_is_ever_written(
    stage: Stage, log: io.StringIO, *, http: bool
) -> None:
    stage.http = http
    async with stage.running():
        card = await stage.alice.types("/roadmap")
        stage.double.faults.plan(fails(500), "POST", "^/actions/")
        begun = await stage.alice.presses(card, "Start")
        stage.double.faults.plan(resets(), "POST", "^/actions/", times=2)
        await stage.alice.presses(begun, "Mark as done")
        await stage.alice.presses(await stage.alice.types("/roadmap"), "Share here")
        form = await stage.alice.presses(await stage.alice.types("/milepost settings"), "Change")
        await stage.alice.submits(form, {"Hours a week": "5"})
        await stage.alice.types("/quiz")
        stage.double.sockets.cut_all()
        await stage.settled()
    written = log.getvalue()
    assert "Roadmap answered" in written
    desk, install = stage.double.desk, stage.world.install
    secrets = [install.bot_token, install.app_token, install.signing_secret]
    secrets += [*desk.addresses, *desk.triggers, *stage.double.sockets.tickets]
    assert len(secrets) > 12
    assert not [each for each in secrets if each in written]


async def test_what_people_say_is_not_written_even_at_debug(stage: Stage, log: io.StringIO) -> None:
    stage.alice.user.name = "alice.liddell"
    async with stage.running():
        form = await stage.alice.presses(await stage.alice.types("/tip"), "Report")
        note = {"Say it in one line": "This is my own opinion."}
        await stage.alice.submits(form, note)
        await stage.alice.presses(await stage.alice.types("/roadmap"), "Share here")
    own = "".join(line for line in log.getvalue().splitlines() if "aiosqlite" not in line)
    assert "Roadmap answered" in own
    assert "liddell" not in own
    assert "opinion" not in own
    assert stage.alice.id not in own
