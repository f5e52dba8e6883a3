"""Answers that take long: acknowledged in time, and given by the address, a window, or the API."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.core.intents import Intent
from bot.intents.person import ChangeSettings
from bot.intents.quizzes import Choose, Quiz
from bot.intents.roadmap import Roadmap, SetMark
from tests.doubles.slack.faults import Trouble, fails, refuses, resets
from tests.doubles.slack.views import View
from tests.journey.slack.stage import Running, Stage


@dataclass
class Slow:
    """What is slow from now on: it is answered when somebody lets go."""

    running: Running
    patch: pytest.MonkeyPatch
    go: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, kind: type[Intent]) -> None:
        """Let the answer to an intent come late."""
        self._hold(self.running.bot.registry.handlers, kind)

    def seeds(self, kind: type[Intent]) -> None:
        """Let what a form is filled in with come late."""
        self._hold(self.running.bot.registry.seeders, kind)

    def _hold(self, table: Mapping[type[Intent], Callable[..., Any]], kind: type[Intent]) -> None:
        for name in ("READY_WITHIN", "OPEN_WITHIN"):
            self.patch.setattr(f"adapters.slack.answers.{name}", 0.02)
        quick = table[kind]

        async def late(*arguments: object) -> object:
            await self.go.wait()
            return await quick(*arguments)

        loose: Mapping[Any, Any] = table
        self.patch.setitem(loose, kind, late)


@pytest.fixture
def slow(running: Running, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Prepare to slow things down."""
    return Slow(running, monkeypatch)


async def test_a_slow_command_is_acknowledged_and_answered_by_its_address(
    stage: Stage, slow: Slow
) -> None:
    slow.answers(Roadmap)
    waiting = asyncio.create_task(stage.alice.types("/roadmap"))
    assert await stage.world.bell.until(lambda: _acked(stage), 5)
    slow.go.set()
    card = await waiting
    assert not card.ack
    assert "New here?" in card.text
    assert card.private


async def test_an_answer_that_the_address_does_not_take_comes_by_the_api(
    stage: Stage, slow: Slow
) -> None:
    slow.answers(Roadmap)
    waiting = asyncio.create_task(stage.alice.types("/roadmap"))
    assert await stage.world.bell.until(lambda: _acked(stage), 5)
    stage.world.passes(1_801)
    slow.go.set()
    card = await waiting
    assert "New here?" in card.text
    assert card.private
    assert len(stage.double.web.asked("chat.postEphemeral")) == 1


async def test_where_the_bot_is_not_it_comes_in_the_own_conversation(
    stage: Stage, slow: Slow
) -> None:
    lounge = stage.world.channel("lounge", [stage.alice.user], invited=False)
    slow.answers(Roadmap)
    waiting = asyncio.create_task(stage.alice.types("/roadmap", lounge))
    assert await stage.world.bell.until(lambda: _acked(stage), 5)
    stage.world.passes(1_801)
    slow.go.set()
    card = await waiting
    assert card.message.channel is stage.alice.dm
    begun = await stage.alice.presses(card, "Start")
    assert begun.message is card.message, "and it is a card like any other"


@pytest.mark.parametrize("trouble", [resets(), fails(500)], ids=["reset", "500"])
async def test_an_address_that_stumbles_is_asked_again(
    stage: Stage, slow: Slow, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.speech.PAUSE", 0.01)
    card = await stage.alice.types("/roadmap")
    message = card.message
    stage.double.faults.plan(trouble, "POST", "^/actions/")
    begun = await stage.alice.presses(card, "Start")
    assert begun.message is message
    assert "Started on" in begun.text
    assert slow.go


async def test_a_slow_window_opens_at_once_and_is_filled(stage: Stage, slow: Slow) -> None:
    slow.answers(Quiz)
    opened = await stage.alice.types("/quiz")
    window = opened.view
    assert "One moment" in window.text
    assert window.title == "Quiz"
    slow.go.set()
    await opened.shows("1 of 5")
    assert stage.alice.view is window


async def test_a_slow_form_opens_at_once_and_is_filled(stage: Stage, slow: Slow) -> None:
    card = await stage.alice.types("/milepost settings")
    slow.seeds(ChangeSettings)
    opened = await stage.alice.presses(card, "Change")
    assert "One moment" in opened.view.text
    slow.go.set()
    shown = await opened.more()
    assert isinstance(shown, View)
    assert list(shown.inputs) == ["Language", "Time zone", "Hours a week"]
    await stage.alice.submits(shown, {"Hours a week": "5"})
    await opened.shows("5 hours a week")


async def test_a_form_that_is_sent_may_be_slow(stage: Stage, slow: Slow) -> None:
    form = await stage.alice.presses(await stage.alice.types("/milepost settings"), "Change")
    slow.answers(ChangeSettings)
    sent = await stage.alice.submits(form, {"Hours a week": "7"})
    assert "One moment" in sent.view.text
    slow.go.set()
    await sent.shows("7 hours a week")


async def test_a_slow_form_with_a_mistake_keeps_what_was_written(stage: Stage, slow: Slow) -> None:
    form = await stage.alice.presses(await stage.alice.types("/milepost settings"), "Change")
    slow.answers(ChangeSettings)
    sent = await stage.alice.submits(form, {"Hours a week": "six"})
    slow.go.set()
    await sent.shows("0 to 60")
    (box,) = (each["element"] for each in sent.view.blocks if each.get("block_id") == "pace")
    assert box["initial_value"] == "six"
    await stage.alice.submits(sent.view, {"Hours a week": "6"})
    await form.shows("6 hours a week")


async def test_a_slow_press_in_a_window_changes_it(stage: Stage, slow: Slow) -> None:
    card = await stage.alice.types("/quiz")
    window = card.view
    slow.answers(Choose)
    letter = next(each for each in card.view.buttons if each == "A")
    pressed = await stage.alice.presses(card, letter, waits=False)
    assert not pressed.failed
    slow.go.set()
    await pressed.more()
    assert stage.alice.view is window


async def test_a_slow_press_is_acknowledged_at_once(stage: Stage, slow: Slow) -> None:
    card = await stage.alice.types("/roadmap")
    message = card.message
    slow.answers(SetMark)
    pressed = await stage.alice.presses(card, "Start", waits=False)
    assert not pressed.failed
    slow.go.set()
    assert await pressed.more() is message
    assert "Started on" in message.text


async def test_a_trigger_that_died_is_no_loss(stage: Stage, slow: Slow) -> None:
    stage.double.faults.plan(refuses("expired_trigger_id"), "POST", r"/views\.open$", times=2)
    card = await stage.alice.types("/quiz")
    assert "1 of 5" in card.text
    assert card.private
    assert card.messages, "a message in place of the window"
    settings = await stage.alice.types("/milepost settings")
    late = await stage.alice.presses(settings, "Change")
    assert "The form is ready now." in late.text
    form = await stage.alice.presses(late, "Open the form")
    assert "Hours a week" in form.view.inputs
    assert slow.go


async def test_nobody_waits_for_somebody_else(stage: Stage, slow: Slow) -> None:
    slow.answers(Roadmap)
    slow.patch.setattr("adapters.slack.answers.READY_WITHIN", 2.5)
    waiting = asyncio.create_task(stage.alice.types("/roadmap"))
    other = await stage.ben.types("/milepost help")
    assert "What you can ask" in other.text
    assert not waiting.done()
    slow.go.set()
    assert "New here?" in (await waiting).text


def _acked(stage: Stage) -> bool:
    return any(each.kind == "command" and each.acked for each in stage.double.desk.done)
