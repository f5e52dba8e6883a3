"""Describing one's habits on Slack: one window, through a restart."""

import pytest

from bot.catalog.catalog import Catalog
from tests.journey.slack.quizzing import seen
from tests.journey.slack.stage import Stage

TRAIT = "detail-quality"


async def test_one_window_from_first_to_last(stage: Stage, catalog: Catalog) -> None:
    items = catalog.assessments(TRAIT)
    async with stage.running():
        first = await stage.alice.types(f"/milepost assess {TRAIT}")
        assert items[0].question in seen(first).text
        assert first.view.body["close"]["text"] == "Pause"
        second = await stage.alice.presses(first, "D")
        assert items[1].question in seen(second).text
    async with stage.running():
        card = second
        for letter in ("D", "Skip", "D"):
            card = await stage.alice.presses(card, letter)
            assert card.view.id == first.view.id
        assert "firm habits, 3 of 4" in seen(card).text
        rest = await stage.alice.presses(card, "Answer the rest")
        assert items[2].question in seen(rest).text
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_all_answers_go(stage: Stage) -> None:
    first = await stage.alice.presses(await stage.alice.types("/milepost assess"), "Start")
    await stage.alice.presses(first, "A")
    whole = await stage.alice.types("/milepost assess")
    asked = await stage.alice.presses(whole, "Delete my answers")
    gone = await stage.alice.presses(asked, "Delete the answers")
    assert "Deleted: 1 answer." in seen(gone).text
    assert "Start" in (await stage.alice.types("/milepost assess")).view.buttons
