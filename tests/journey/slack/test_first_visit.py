"""Somebody comes for the first time: the roadmap, one mark, and second thoughts."""

import pytest

from bot.catalog.catalog import Catalog
from tests.journey.slack.stage import Stage


@pytest.mark.usefixtures("either")
async def test_the_first_mark_and_back(stage: Stage, catalog: Catalog) -> None:
    first = catalog.milestones(catalog.steps[0].id)[0].title
    card = await stage.alice.types("/milepost roadmap")
    assert "Six steps" in card.text
    assert "New here?" in card.text
    assert card.ack, "the answer stands in the acknowledgement"
    begun = await stage.alice.presses(card, "Start")
    assert first in begun.text
    assert "Started on" in begun.text
    done = await stage.alice.presses(begun, "Mark as done")
    assert f"Marked as done: {first}." in done.text
    assert "1 of 8 done" in done.text
    undone = await stage.alice.presses(done, "Undo")
    assert first in undone.text
    assert "Mark as done" in undone.message.buttons
    assert card.message is begun.message is done.message is undone.message, "one card all along"
    assert stage.public() == [], "nobody else saw any of it"
    assert undone.private


@pytest.mark.usefixtures("running")
async def test_the_next_visit_begins_with_the_own_next_step(stage: Stage, catalog: Catalog) -> None:
    first, second, *_ = catalog.milestones(catalog.steps[0].id)
    begun = await stage.alice.presses(await stage.alice.types("/roadmap"), "Start")
    await stage.alice.presses(begun, "Mark as done")
    again = await stage.alice.types("/roadmap")
    assert f"Next: {second.title}" in again.text
    assert first.title not in again.message.line
    assert again.message.line.startswith("Your roadmap"), "what a lock screen shows"
