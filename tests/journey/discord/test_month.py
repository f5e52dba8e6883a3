"""A moderator's month on Discord: set up, test, post, throttle, lose, find, correct, move."""

import datetime as dt
from dataclasses import dataclass

import pytest

from bot.compose import Parts, engine
from bot.core.people import Platform
from bot.schedule.engine import Engine
from bot.storage.directory import StoreDirectory
from tests.doubles.discord import Overwrite
from tests.doubles.discord.faults import limited
from tests.doubles.discord.messages import Message
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.journey.discord.stage import Running, Stage

PATH = r"/channels/\d+/messages$"
WEEK = dt.timedelta(days=7)


@dataclass(repr=False)
class Month:
    """A stage on which time passes as if the engine ran all the while."""

    stage: Stage
    engine: Engine

    async def passes(self, **span: float) -> None:
        """Let time pass."""
        clock = self.stage.clock
        await self.engine.live_until(clock.now() + dt.timedelta(**span), clock.set)

    @property
    def posts(self) -> list[Message]:
        """What stands in the group's channel."""
        return self.stage.public()

    def titles(self) -> list[str]:
        """Return the first line of each post."""
        return [each.text.partition("\n")[0] for each in self.posts]


@pytest.fixture
def month(stage: Stage, running: Running) -> Month:
    """Keep the schedules of the bot that runs."""
    directory = StoreDirectory(running.store, stage.clock)
    posters = {Platform.discord: running.face.poster}
    parts = Parts(stage.catalog, running.store, directory, {}, posters=posters)
    return Month(stage, engine(parts, running.store, stage.clock))


async def started(month: Month) -> None:
    """Set up a weekly nudge in three steps: command, template, Start."""
    card = await month.stage.mona.slash("schedule new", what="nudge")
    assert "Nothing is posted yet." in card.text
    assert "all there" in card.text
    done = await month.stage.mona.press(card, "Start")
    assert "Started" in done.text
    assert month.posts == []


async def test_three_steps_set_it_up_and_it_keeps_coming(month: Month) -> None:
    await started(month)
    await month.passes(days=21)
    assert [each.split(":")[0] for each in month.titles()] == ["Week 1", "Week 2", "Week 3"]
    assert len(month.stage.calls("POST", "/threads")) == 3
    assert month.stage.double.breaches == []


async def test_a_test_is_marked_and_counts_nothing(month: Month) -> None:
    mona = month.stage.mona
    card = await mona.slash("schedule new", what="nudge")
    asked = await mona.press(card, "Send a test")
    await mona.press(asked, "To this channel")
    assert [each.startswith("TEST: Week 1") for each in month.titles()] == [True]
    card = await mona.slash("schedule new", what="nudge")
    await mona.press(card, "Start")
    await month.passes(days=7)
    assert month.titles()[-1].startswith("Week 1")


async def test_too_fast_is_waited_for(month: Month) -> None:
    await started(month)
    month.stage.double.faults.plan(limited(30, everywhere=True), "POST", PATH)
    await month.passes(days=7)
    assert len(month.posts) == 1


async def test_a_lost_channel_is_told_once_and_comes_back(month: Month) -> None:
    stage = month.stage
    await started(month)
    await month.passes(days=7)
    deny = Overwrite(stage.world.bot, deny=Permission.SEND_MESSAGES)
    stage.world.change(stage.channel, [deny])
    await month.passes(hours=8)
    told = [each.text for each in stage.public(stage.mona.dm)]
    assert len(told) == 1
    assert "Missing: Send Messages" in told[0]
    stage.world.change(stage.channel, [])
    await month.engine.holds.look(stage.clock.now())
    await month.passes(minutes=1)
    assert month.titles()[-1].startswith("Week 2")
    assert "Late by" in month.posts[-1].text
    assert "You need to do nothing." in stage.public(stage.mona.dm)[-1].text


async def test_a_post_is_found_by_its_reference_corrected_and_taken_back(month: Month) -> None:
    mona = month.stage.mona
    await started(month)
    await month.passes(days=7)
    (post,) = month.posts
    ref = post.text.rpartition("ref ")[2][:5]
    receipt = await mona.slash("schedule history", ref=ref)
    form = await mona.press(receipt, "Correct")
    await mona.submit(form, Text="Please *read* this first.")
    assert "Please" in month.posts[0].text
    assert "corrected" in month.posts[0].text
    receipt = await mona.slash("schedule history", ref=ref)
    sure = await mona.press(receipt, "Take back")
    await mona.press(sure, "Take it back")
    assert month.posts == []
    assert "taken back" in (await mona.slash("schedule history", ref=ref)).text


async def test_a_set_up_moves_to_another_server(month: Month) -> None:
    stage = month.stage
    await started(month)
    taken = await stage.mona.slash("manage setup", do="export")
    (file,) = taken.message.body.attachments
    other = stage.world.guild("New Home", stage.mona.user)
    hall = stage.world.channel(other, "hall")
    stage.world.install(other, EVERYONE)
    form = await stage.mona.slash("manage setup", do="import", channel=hall)
    done = await stage.mona.submit(form, **{"The text that you took along": file.data.decode()})
    assert "all paused" in done.text
    listed = await stage.mona.slash("schedule list", channel=hall)
    assert "paused" in listed.text
    await stage.mona.slash("schedule resume", channel=hall)
    await month.passes(days=7)
    assert [each.text.partition(":")[0] for each in stage.public(hall)] == ["Week 1"]


async def test_what_changes_nothing_says_so_and_what_is_not_there_leads_back(month: Month) -> None:
    mona = month.stage.mona
    await started(month)
    assert "It is running. Nothing was changed." in (await mona.slash("schedule resume")).text
    await mona.slash("schedule pause")
    for command in ("schedule pause", "schedule skip"):
        assert "It is paused. Nothing was changed." in (await mona.slash(command)).text
    lost = await mona.slash("schedule history", ref="ZZZZZ")
    assert "Nothing was posted yet" in (await mona.press(lost, "History")).text
