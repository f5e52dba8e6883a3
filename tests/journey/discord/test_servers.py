"""Servers come and go: a removal is noted, an outage is not, and what was missed is found."""

import pytest

from bot.core.faults import CannotLookUp, CannotSave
from bot.core.people import Platform
from bot.storage.ledger import StoreLedger
from tests.doubles.discord.places import Guild
from tests.journey.discord.stage import Running, Stage, until
from tests.journey.tables import tables


def known(stage: Stage) -> dict[str, bool]:
    """Return the servers that are remembered, by name, and whether the bot is still in them."""
    names = {str(guild.id): guild.name for guild in stage.world.guilds.values()}
    rows = tables(stage.database)["communities"]
    assert {row["community_platform"] for row in rows} <= {Platform.discord}
    return {names[row["community_id"]]: row["left_at"] is None for row in rows}


@pytest.fixture
def other(stage: Stage) -> Guild:
    """Make a second server with the bot in it."""
    made = stage.world.guild("Other", stage.ben.user)
    stage.world.channel(made, "den")
    return made


async def test_servers_are_found_at_the_start(stage: Stage, other: Guild) -> None:
    async with stage.running():
        await until(lambda: known(stage) == {"Study Hall": True, other.name: True})


async def test_an_invitation_and_a_removal(stage: Stage, running: Running) -> None:
    await until(lambda: known(stage) == {"Study Hall": True})
    new = stage.world.guild("New", stage.ben.user)
    await until(lambda: known(stage) == {"Study Hall": True, "New": True})
    stage.world.remove_app(new)
    await until(lambda: known(stage) == {"Study Hall": True, "New": False})
    stage.world.install(new)
    await until(lambda: known(stage) == {"Study Hall": True, "New": True})
    assert not running.task.done()


async def test_an_outage_changes_nothing(stage: Stage, other: Guild) -> None:
    async with stage.running():
        await until(lambda: known(stage) == {"Study Hall": True, "Other": True})
        stage.world.outage(other)
        assert "New here?" in (await stage.alice.slash("roadmap")).text
        assert known(stage) == {"Study Hall": True, "Other": True}
        stage.world.recover(other)
        stage.world.outage(stage.guild)
        stage.double.gateway.invalidate()
        assert await stage.world.bell.until(lambda: stage.double.gateway.used == 2, 5)
        await stage.double.gateway.until_ready()
        stage.world.recover(stage.guild)
        assert "New here?" in (await stage.alice.slash("roadmap")).text
    assert known(stage) == {"Study Hall": True, "Other": True}


async def test_a_removal_while_the_bot_was_off_is_found(stage: Stage, other: Guild) -> None:
    async with stage.running():
        await until(lambda: known(stage) == {"Study Hall": True, "Other": True})
    stage.world.remove_app(other)
    async with stage.running():
        await until(lambda: known(stage) == {"Study Hall": True, "Other": False})
    stage.world.install(other)
    async with stage.running():
        await until(lambda: known(stage) == {"Study Hall": True, "Other": True})


async def test_a_removal_between_two_sessions_is_found(
    stage: Stage, running: Running, other: Guild
) -> None:
    await until(lambda: known(stage) == {"Study Hall": True, "Other": True}, 3)
    gateway = stage.double.gateway
    for guild in (other, stage.guild):
        gateway.sessions.clear()
        stage.world.remove_app(guild)
        gateway.cut_all()
        await until(lambda guild=guild: known(stage)[guild.name] is False)
    stage.world.install(other)
    await until(lambda: known(stage)["Other"])
    gateway.invalidate()
    assert await stage.world.bell.until(lambda: gateway.used == 4, 5)
    await gateway.until_ready()
    await stage.settled()
    assert known(stage) == {"Study Hall": False, "Other": True}
    assert not running.task.done()


async def test_a_database_that_is_away_is_no_reason_to_be_silent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def no_saving(*_: object) -> None:
        raise CannotSave

    async def no_reading(*_: object) -> str:
        raise CannotLookUp

    monkeypatch.setattr(StoreLedger, "present", no_saving)
    monkeypatch.setattr(StoreLedger, "recall", no_reading)
    async with stage.running():
        stage.double.commands.replace([{"name": "roadmap", "description": "From last time"}])
        assert "New here?" in (await stage.alice.slash("roadmap")).text
    assert "I cannot save now" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]
