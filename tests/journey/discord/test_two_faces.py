"""Two processes on one token, as in a rolling restart: both hear everything, one acts."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.discord import Answer, Timing
from tests.journey.discord.quizzing import Player, seen
from tests.journey.discord.stage import Running, Stage


@pytest.fixture
async def pair(stage: Stage) -> AsyncIterator[tuple[Running, Running]]:
    """Run the bot twice over one database."""
    async with stage.running() as first, stage.running() as second:
        yield first, second


async def no_noise(stage: Stage, caplog: pytest.LogCaptureFixture) -> bool:
    """Wait until both are done and tell whether neither of them complained."""
    await stage.settled()
    return not [each for each in caplog.records if each.exc_info or each.levelname == "ERROR"]


@pytest.mark.usefixtures("pair")
async def test_a_card_is_shared_once(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    receipts = list[Answer]()
    for number in range(1, 4):
        card = await stage.alice.slash("roadmap")
        receipts.append(await stage.alice.press(card, "Share here"))
        assert "Shared in" in receipts[-1].text
        assert await no_noise(stage, caplog)
        assert len(stage.public()) == number
    gone = await stage.alice.press(receipts[0], "Take it back")
    assert "aken back" in gone.text
    assert await no_noise(stage, caplog)
    assert len(stage.public()) == 2


@pytest.mark.usefixtures("pair")
async def test_a_whole_round_counts_once(
    stage: Stage, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    player = Player(stage.alice, catalog)
    card = await stage.alice.slash("quiz")
    for number in range(1, 6):
        assert f"{number} of 5" in seen(card)
        feedback = await player.right(card)
        assert "Right" in feedback.text
        card = await player.further(feedback)
    assert card.text.startswith("### 5 of 5")
    assert await no_noise(stage, caplog)


@pytest.mark.usefixtures("pair")
async def test_forms_and_lists_come_from_whoever_is_first(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await stage.alice.autocomplete("roadmap", "step", "1")).choices
    form = await stage.alice.press(await stage.alice.slash("settings"), "Change")
    saved = await stage.alice.submit(form, {"Hours a week": "5"})
    assert "Saved." in saved.text
    assert await no_noise(stage, caplog)


@pytest.mark.usefixtures("pair")
async def test_nobody_is_left_thinking(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Both are slow and both defer; one of them is refused and gives up what it began."""
    monkeypatch.setattr("adapters.discord.answers.READY_WITHIN", 0.0)
    for _ in range(5):
        card = await stage.alice.slash("quiz")
        assert not card.message.loading
        await stage.alice.press(card, "Don't know")
    assert await no_noise(stage, caplog)


async def test_one_leaves_and_the_other_goes_on(
    stage: Stage, pair: tuple[Running, Running]
) -> None:
    card = await stage.alice.slash("roadmap")
    await pair[0].leaves()
    begun = await stage.alice.press(card, "Start")
    assert "Started on" in begun.text
    assert not pair[1].task.done()


async def test_both_at_once_for_many_people(stage: Stage, pair: tuple[Running, Running]) -> None:
    stage.world.timing = Timing(respond=30.0, patience=60.0)
    people = [stage.double.person(f"guest-{n}") for n in range(8)]
    for each in people:
        stage.world.join(stage.guild, each.user)
    cards = await asyncio.gather(*(each.slash("roadmap") for each in people))
    begun = await asyncio.gather(
        *(each.press(card, "Start") for each, card in zip(people, cards, strict=True))
    )
    assert all("Started on" in each.text for each in begun)
    assert not any(each.task.done() for each in pair)
