"""Somebody comes for the first time: the roadmap, one mark, and second thoughts."""

import pytest

from bot.catalog.catalog import Catalog
from tests.journey.discord.stage import Stage

pytestmark = pytest.mark.usefixtures("running")

MESSAGE, UPDATE = 4, 7


async def test_the_first_mark_and_back(stage: Stage, catalog: Catalog) -> None:
    first = catalog.milestones(catalog.steps[0].id)[0].title
    card = await stage.alice.slash("roadmap")
    assert "Six steps" in card.text
    assert "New here?" in card.text
    begun = await stage.alice.press(card, "Start")
    assert first in begun.text
    assert "Started on" in begun.text
    done = await stage.alice.press(begun, "Mark as done")
    assert f"Marked as done: {first}." in done.text
    assert "1 of 8 done" in done.text
    undone = await stage.alice.press(done, "Undo")
    assert first in undone.text
    assert "Mark as done" in undone.message.buttons
    assert card.message is begun.message is done.message is undone.message, "one card all along"
    assert stage.responses() == [MESSAGE, UPDATE, UPDATE, UPDATE]
    assert stage.public() == [], "nobody else saw any of it"
    assert undone.private


async def test_the_next_visit_begins_with_the_own_next_step(stage: Stage, catalog: Catalog) -> None:
    first, second, *_ = catalog.milestones(catalog.steps[0].id)
    card = await stage.alice.slash("roadmap")
    begun = await stage.alice.press(card, "Start")
    await stage.alice.press(begun, "Mark as done")
    again = await stage.alice.slash("roadmap")
    assert f"Next: {second.title}" in again.text
    assert first.title not in again.text
    assert "New here?" in (await stage.ben.slash("roadmap")).text, "marks are one's own"


async def test_a_menu_opens_a_step_and_its_milestones(stage: Stage, catalog: Catalog) -> None:
    step = catalog.steps[1]
    milestone = catalog.milestones(step.id)[0]
    card = await stage.alice.slash("roadmap")
    opened = await stage.alice.pick(card, "Open a step", f"2 {step.title}")
    assert step.title in opened.text
    shown = await stage.alice.pick(opened, "Open a milestone", milestone.id)
    assert milestone.title in shown.text
    assert "Done when" in shown.text
    assert shown.message is card.message


async def test_every_command_answers_its_asker_alone(stage: Stage) -> None:
    given: dict[str, dict[str, str | int]] = {"define": {"term": "recall"}}
    for name in stage.alice.offered():
        answer = await stage.alice.slash(name, given.get(name, {}))
        assert answer.private, name
        assert answer.text, name
        assert answer not in stage.ben.sees(), name
    assert stage.public() == []
    assert set(stage.responses()) == {MESSAGE}, "none of them was slow"
