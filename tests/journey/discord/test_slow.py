"""Answers that take long: deferred with the right privacy, then edited; forms are never late."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.core.intents import Intent
from bot.intents.person import ChangeSettings, Export
from bot.intents.quizzes import Quiz
from bot.intents.roadmap import Roadmap, SetMark
from tests.journey.discord.stage import Running, Stage

MESSAGE, DEFERRED, DEFERRED_UPDATE, FORM = 4, 5, 6, 9


@dataclass
class Slow:
    """What is slow from now on: it is answered when somebody lets go."""

    running: Running
    patch: pytest.MonkeyPatch
    go: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, kind: type[Intent]) -> None:
        """Let the answer to an intent come late."""
        self._hold(self.running.bot.registry.handlers, kind)
        self.patch.setattr("adapters.discord.answers.READY_WITHIN", 0.02)

    def seeds(self, kind: type[Intent]) -> None:
        """Let what a form is filled in with come late."""
        self._hold(self.running.bot.registry.seeders, kind)
        self.patch.setattr("adapters.discord.answers.FORM_WITHIN", 0.02)

    def _hold(self, table: Mapping[type[Intent], Callable[..., Any]], kind: type[Intent]) -> None:
        quick = table[kind]

        async def late(*arguments: object) -> object:
            await self.go.wait()
            return await quick(*arguments)

        loose: Mapping[Any, Any] = table
        self.patch.setitem(loose, kind, late)


@pytest.fixture
def slow(stage: Stage, running: Running, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Let go of what is slow as soon as Discord has heard of a deferral."""
    made = Slow(running, monkeypatch)

    def watch() -> None:
        if set(stage.responses()) & {DEFERRED, DEFERRED_UPDATE}:
            made.go.set()

    ring = stage.world.bell.ring

    def rung() -> None:
        watch()
        ring()

    monkeypatch.setattr(stage.world.bell, "ring", rung)
    return made


async def test_a_slow_command_is_deferred_in_private(stage: Stage, slow: Slow) -> None:
    slow.answers(Quiz)
    card = await stage.alice.slash("quiz")
    assert stage.responses() == [DEFERRED]
    assert card.private
    assert "1 of 5" in card.text
    assert stage.public() == []


async def test_a_slow_press_on_the_own_card_changes_it(stage: Stage, slow: Slow) -> None:
    card = await stage.alice.slash("roadmap")
    slow.answers(SetMark)
    begun = await stage.alice.press(card, "Start")
    assert begun.deferred
    assert await begun.more() is card.message
    assert "Started on" in begun.text
    assert stage.responses() == [MESSAGE, DEFERRED_UPDATE]
    assert begun.follow_ups == []


async def test_a_slow_press_on_a_public_card_is_deferred_in_private(
    stage: Stage, slow: Slow
) -> None:
    await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    (post,) = stage.public()
    before = post.body
    slow.answers(Roadmap)
    answer = await stage.ben.press(post, "Open mine")
    assert stage.responses()[-1] == DEFERRED
    assert answer.private
    assert "New here?" in answer.text
    assert post.body == before
    assert stage.public() == [post]


async def test_a_slow_file_follows_the_own_card(stage: Stage, slow: Slow) -> None:
    await stage.alice.press(await stage.alice.slash("roadmap"), "Start")
    privacy = await stage.alice.slash("privacy")
    before = privacy.message.body
    slow.answers(Export)
    answer = await stage.alice.press(privacy, "Get my data")
    told = await answer.more()
    assert told.viewer is stage.alice.user
    assert len(told.body.attachments) == 1
    assert privacy.message.body == before


async def test_a_form_is_never_deferred(stage: Stage, slow: Slow) -> None:
    card = await stage.alice.slash("settings")
    slow.seeds(ChangeSettings)
    form = await stage.alice.press(card, "Change")
    assert stage.responses() == [MESSAGE, FORM]
    assert form.modal.title == "Your settings"
    saved = await stage.alice.submit(form, {"Hours a week": "5"})
    assert "Saved." in saved.text


async def test_a_form_that_is_sent_may_be_slow(stage: Stage, slow: Slow) -> None:
    form = await stage.alice.press(await stage.alice.slash("settings"), "Change")
    slow.answers(ChangeSettings)
    saved = await stage.alice.submit(form, {"Hours a week": "7"})
    assert saved.deferred
    await saved.more()
    assert "7 hours a week" in saved.text


async def test_nobody_waits_for_somebody_else(stage: Stage, slow: Slow) -> None:
    slow.answers(Quiz)
    slow.patch.setattr("adapters.discord.answers.READY_WITHIN", 2.5)
    waiting = asyncio.create_task(stage.alice.slash("quiz"))
    other = await stage.ben.slash("roadmap")
    assert "New here?" in other.text
    assert not waiting.done()
    slow.go.set()
    assert "1 of 5" in (await waiting).text
