"""Answers that take long: deferred with the right privacy, then edited; forms are never late."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.core.intents import Intent
from bot.intents.person import ChangeSettings, Export, Settings
from bot.intents.quizzes import Quiz
from bot.intents.roadmap import Roadmap, SetMark
from tests.journey.discord.stage import Running, Stage

MESSAGE, DEFERRED, DEFERRED_UPDATE, FORM = 4, 5, 6, 9

Slow = Callable[[type[Intent]], None]


@pytest.fixture
def slow(running: Running, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Make what answers an intent slower than an answer may be."""
    monkeypatch.setattr("adapters.discord.answers.READY_WITHIN", 0.05)
    monkeypatch.setattr("adapters.discord.answers.FORM_WITHIN", 0.1)

    def slower(kind: type[Intent]) -> None:
        seeder = kind in running.bot.registry.seeders
        table: dict[type[Intent], Any] = (
            running.bot.registry.seeders if seeder else running.bot.registry.handlers
        )
        quick = table[kind]

        async def late(*arguments: object) -> object:
            await asyncio.sleep(0.3)
            return await quick(*arguments)

        monkeypatch.setitem(table, kind, late)

    return slower


async def test_a_slow_command_is_deferred_in_private(stage: Stage, slow: Slow) -> None:
    slow(Quiz)
    card = await stage.alice.slash("quiz")
    assert stage.responses() == [DEFERRED]
    assert card.private
    assert "1 of 5" in card.text
    assert stage.public() == []


async def test_a_slow_press_on_the_own_card_changes_it(stage: Stage, slow: Slow) -> None:
    slow(SetMark)
    card = await stage.alice.slash("roadmap")
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
    slow(Roadmap)
    answer = await stage.ben.press(post, "Open mine")
    assert stage.responses()[-1] == DEFERRED
    assert answer.private
    assert "New here?" in answer.text
    assert post.body == before
    assert len(stage.public()) == 1


async def test_a_slow_file_follows_the_own_card(stage: Stage, slow: Slow) -> None:
    await stage.alice.press(await stage.alice.slash("roadmap"), "Start")
    slow(Export)
    privacy = await stage.alice.slash("privacy")
    before = privacy.message.body
    answer = await stage.alice.press(privacy, "Get my data")
    told = await answer.more()
    assert told.viewer is stage.alice.user
    assert len(told.body.attachments) == 1
    assert privacy.message.body == before
    late = await stage.alice.slash("settings")
    assert not late.deferred


async def test_a_form_is_never_deferred(stage: Stage, slow: Slow) -> None:
    slow(ChangeSettings)
    card = await stage.alice.slash("settings")
    form = await stage.alice.press(card, "Change")
    assert stage.responses() == [MESSAGE, FORM]
    assert form.modal.title == "Your settings"
    saved = await stage.alice.submit(form, {"Hours a week": "5"})
    assert "Saved." in saved.text


async def test_a_form_that_is_sent_may_be_slow(
    stage: Stage, running: Running, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await stage.alice.press(await stage.alice.slash("settings"), "Change")
    slow(Settings)
    quick = running.bot.registry.handlers[ChangeSettings]

    async def late(*arguments: object) -> object:
        await asyncio.sleep(0.2)
        return await quick(*arguments)  # pyright: ignore[reportArgumentType] (passed on as it came)

    handlers: Mapping[Any, Any] = running.bot.registry.handlers
    monkeypatch.setitem(handlers, ChangeSettings, late)
    saved = await stage.alice.submit(form, {"Hours a week": "7"})
    assert saved.deferred
    await saved.more()
    assert "7 hours a week" in saved.text


async def test_a_list_and_a_form_beside_a_slow_answer(stage: Stage, slow: Slow) -> None:
    slow(Quiz)
    waiting = asyncio.create_task(stage.alice.slash("quiz"))
    other = await stage.ben.slash("roadmap")
    assert not other.deferred
    assert not waiting.done(), "nobody waits for somebody else"
    assert "1 of 5" in (await waiting).text
