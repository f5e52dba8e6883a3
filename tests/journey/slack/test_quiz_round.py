"""A whole round in a window, a pause, a restart in the middle, and somebody who looks in."""

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Skill
from bot.intents.quizzes import NextQuestion
from tests.doubles.slack import Answer
from tests.doubles.slack.faults import refuses
from tests.journey.slack.quizzing import Player, seen
from tests.journey.slack.stage import Stage, ids, token


async def play(player: Player, answers: str) -> tuple[list[str], list[Answer], Answer]:
    """Answer r(ight), w(rong) or d(on't know); return the questions, the cards and the end."""
    card = await player.person.types("/quiz")
    questions, views = list[str](), {card.view.id}
    cards = [card]
    for answer in answers:
        questions.append(player.item(card).id)
        match answer:
            case "r":
                feedback = await player.right(card)
            case "w":
                feedback = await player.wrong(card)
            case _:
                feedback = await player.person.presses(card, "Don't know")
        cards.append(feedback)
        card = await player.further(feedback)
        views |= {feedback.view.id, card.view.id}
    assert len(views) == 1, "one window from first to last"
    return questions, cards, card


@pytest.mark.usefixtures("either")
async def test_a_round_in_which_misses_come_back(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    questions, cards, end = await play(player, "rwdrrrr")
    assert len(set(questions[:5])) == 5
    assert questions[5:] == questions[1:3], "misses come back once, in their order"
    assert cards[0].view.title == "Quiz"
    assert cards[0].view.body["close"]["text"] == "Pause"
    assert not cards[0].messages, "the command itself shows nothing"
    assert "3 of 5" in end.text
    for missed in questions[1:3]:
        assert catalog.get(Skill, catalog.get(Item, missed).skill).title in end.text
    assert "Nobody else sees this result" in end.text
    assert "Another round" in end.view.buttons
    assert stage.public() == []


async def test_a_round_goes_on_after_a_restart(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    async with stage.running():
        second = await player.further(await player.right(await stage.alice.types("/quiz")))
        window = second.view
    async with stage.running():
        third = await player.further(await player.wrong(second))
        fourth = await player.further(await player.right(third))
        assert fourth.view is window, "the old window still answers"
        item = player.item(fourth)
        await stage.alice.closes(fourth)
        resumed = await stage.alice.types("/milepost quiz")
    assert "Question 4 of 5 is open" in resumed.text
    assert player.item(resumed) == item
    assert "Start a new round" in resumed.view.buttons


@pytest.mark.usefixtures("running")
async def test_a_choice_is_free_until_it_is_locked(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    card = await stage.alice.types("/quiz")
    while player.item(card).type != "single":
        card = await player.further(await stage.alice.presses(card, "Don't know"))
        if "Another round" in card.view.buttons:
            card = await stage.alice.presses(card, "Another round")
    for letter in ("A", "B", "A"):
        card = await stage.alice.presses(card, letter)
        assert f"You chose {letter}" in seen(card)
    locked = await stage.alice.presses(card, "Not sure")
    assert "Next question" in locked.view.buttons or "See the result" in locked.view.buttons


@pytest.mark.usefixtures("running")
async def test_a_round_of_somebody_else_is_refused_kindly(stage: Stage, catalog: Catalog) -> None:
    mine = await stage.alice.types("/quiz")
    own = await stage.ben.types("/roadmap")
    for label in ("A", "Don't know"):
        refused = await stage.forged(stage.ben, own, ids(mine)[label])
        assert "another member" in refused.text
        assert refused.private
    begun = await stage.ben.presses(refused, "Start mine")
    assert begun.view.title == "Quiz", "what has more than one step opens a window"
    assert Player(stage.ben, catalog).item(begun)
    gone = await stage.forged(stage.ben, begun, token(NextQuestion(round="A" * 16)))
    assert gone.private
    assert "Something broke" not in gone.text
    unmoved = await stage.alice.types("/quiz")
    assert Player(stage.alice, catalog).item(unmoved) == Player(stage.alice, catalog).item(mine)


@pytest.mark.usefixtures("running")
async def test_two_fast_presses_are_one(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    card = await stage.alice.types("/quiz")
    feedback = await stage.alice.presses(card, "Don't know")
    await stage.double.delivery.again(-1)
    await stage.settled()
    second = await player.further(feedback)
    assert "2 of 5" in seen(second)


@pytest.mark.usefixtures("running")
async def test_a_window_that_changed_or_closed_meanwhile_makes_no_noise(stage: Stage) -> None:
    card = await stage.alice.types("/quiz")
    said = len(stage.world.messages)
    for error in ("hash_conflict", "not_found"):
        stage.double.faults.plan(refuses(error), "POST", r"/views\.update$")
        await stage.alice.presses(card, "Don't know", waits=False)
        await stage.settled()
    assert len(stage.world.messages) == said
    assert "1 of 5" in card.text, "the first of two presses counts"


@pytest.mark.usefixtures("running")
async def test_what_is_wrong_is_reported_in_a_window_above(stage: Stage) -> None:
    feedback = await stage.alice.presses(await stage.alice.types("/quiz"), "Don't know")
    question = feedback.view
    form = await stage.alice.presses(feedback, "Report")
    assert form.view.title == "What is wrong?"
    assert form.view is not question
    with pytest.raises(ValueError, match="has to be filled in"):
        await stage.alice.submits(form)
    empty = await stage.alice.submits(form, {"Say it in one line": "  "})
    assert list(empty.errors) == ["Say it in one line"]
    sent = await stage.alice.submits(form, {"Say it in one line": "The key is wrong."})
    assert not sent.errors
    assert "Thank you" in sent.text
    await stage.alice.closes(sent)
    assert stage.alice.view is question, "below it, the question is still there"
    reports = await stage.mona.types("/milepost manage content")
    assert "The key is wrong." in reports.text
