"""Describing one's habits on Discord: one private card, through a restart."""

import pytest

from bot.catalog.catalog import Catalog
from tests.journey.discord.quizzing import seen
from tests.journey.discord.stage import Stage

TRAIT = "detail-quality"


async def test_one_card_from_first_to_last(stage: Stage, catalog: Catalog) -> None:
    items = catalog.assessments(TRAIT)
    async with stage.running():
        first = await stage.alice.slash("assess", {"trait": TRAIT})
        assert items[0].question in seen(first).text
        second = await stage.alice.press(first, "D")
        assert items[1].question in seen(second).text
    async with stage.running():
        card = second
        for letter in ("D", "Skip", "D"):
            card = await stage.alice.press(card, letter)
            assert card.message is first.message
        assert "firm habits, 3 of 4" in seen(card).text
        assert card.private
        rest = await stage.alice.press(card, "Answer the rest")
        assert items[2].question in seen(rest).text
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_all_answers_go(stage: Stage) -> None:
    first = await stage.alice.press(await stage.alice.slash("assess"), "Start")
    await stage.alice.press(first, "A")
    whole = await stage.alice.slash("assess")
    asked = await stage.alice.press(whole, "Delete my answers")
    gone = await stage.alice.press(asked, "Delete the answers")
    assert "Deleted: 1 answer." in seen(gone).text
    assert "Start" in (await stage.alice.slash("assess")).message.buttons
