"""A moderator's month on Slack: set up in a window, post, throttle, lose, find, correct, move."""

import datetime as dt
from dataclasses import dataclass

import pytest

from bot.compose import Parts, engine
from bot.core.clocks import MovedClock
from bot.core.people import Platform
from bot.schedule.engine import Engine
from bot.storage.directory import StoreDirectory
from tests.doubles.slack.faults import limited, loses_reply
from tests.doubles.slack.messages import Message
from tests.journey.slack.stage import Running, Stage

PATH = "chat.postMessage"


@dataclass(repr=False)
class Month:
    """A stage on which time passes as if the engine ran all the while."""

    stage: Stage
    engine: Engine
    clock: MovedClock
    """Runs, as the engine's waits want it; the stage's stands still between two moves."""

    async def passes(self, **span: float) -> None:
        """Let time pass."""
        await self.engine.live_until(self.stage.clock.now() + dt.timedelta(**span), self.move)

    def move(self, at: dt.datetime) -> None:
        """Set both clocks."""
        self.clock.set(at)
        self.stage.clock.set(at)

    @property
    def posts(self) -> list[Message]:
        """What stands in the group's channel."""
        return self.stage.public()

    def titles(self) -> list[str]:
        """Return what a lock screen shows of each post."""
        return [each.text.replace("*", "").partition("\n")[0] for each in self.posts]


@pytest.fixture
def month(stage: Stage, either: Running) -> Month:
    """Keep the schedules of the bot that runs, in both modes."""
    clock = MovedClock(stage.clock.now())
    directory = StoreDirectory(either.store, clock)
    posters = {Platform.slack: either.face.poster}
    parts = Parts(stage.catalog, either.store, directory, {}, posters=posters)
    return Month(stage, engine(parts, either.store, clock), clock)


async def started(month: Month) -> None:
    """Set up a weekly nudge: command, template, Start."""
    card = await month.stage.mona.types("/milepost schedule new nudge")
    assert "Nothing is posted yet." in card.text
    done = await month.stage.mona.presses(card, "Start")
    await done.shows("Started")
    assert month.posts == []


async def test_it_is_set_up_in_a_window_and_keeps_coming(month: Month) -> None:
    await started(month)
    await month.passes(days=21)
    weeks = [each.split(":")[0] for each in month.titles() if each.startswith("Week")]
    assert weeks == ["Week 1", "Week 2", "Week 3"]


async def test_too_fast_is_waited_for(month: Month) -> None:
    await started(month)
    month.stage.double.faults.plan(limited(30), "POST", PATH)
    await month.passes(days=7)
    assert len(month.posts) == 1


async def test_a_lost_reply_is_not_posted_twice(month: Month) -> None:
    await started(month)
    month.stage.double.faults.plan(loses_reply(), "POST", PATH)
    await month.passes(days=6)
    assert len(month.posts) == 1


async def test_a_lost_channel_is_told_once_and_comes_back(month: Month) -> None:
    stage = month.stage
    await started(month)
    await month.passes(days=7)
    stage.world.kick(stage.channel)
    await month.passes(hours=8)
    told = [each for each in stage.public(stage.mona.dm) if "On hold" in each.text]
    assert len(told) == 1
    stage.world.invite(stage.channel)
    await month.engine.holds.look(stage.clock.now())
    await month.passes(minutes=1)
    assert any(each.startswith("Week 2") for each in month.titles())


async def test_a_post_is_corrected_and_taken_back(month: Month) -> None:
    mona = month.stage.mona
    await started(month)
    await month.passes(days=7)
    (post,) = month.posts
    ref = post.text.rpartition("ref ")[2][:5]
    receipt = await mona.types(f"/milepost schedule history ref={ref}")
    form = await mona.presses(receipt, "Correct")
    await mona.submits(form, {"Text": "Please *read* this first."})
    await month.stage.settled()
    assert "Please" in month.posts[0].text
    assert "corrected" in month.posts[0].text
