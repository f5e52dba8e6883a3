"""A whole round, a pause, a restart in the middle, and somebody who looks in."""

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Skill
from bot.intents.quizzes import NextQuestion
from tests.doubles.discord import Answer
from tests.journey.discord.quizzing import Player, seen
from tests.journey.discord.stage import Stage, ids, token


async def play(player: Player, answers: str) -> tuple[list[str], list[Answer], Answer]:
    """Answer r(ight), w(rong) or d(on't know); return the questions, the cards and the end."""
    card = await player.person.slash("quiz")
    first, questions = card, list[str]()
    cards = [card]
    for answer in answers:
        questions.append(player.item(card).id)
        match answer:
            case "r":
                feedback = await player.right(card)
            case "w":
                feedback = await player.wrong(card)
            case _:
                feedback = await player.person.press(card, "Don't know")
        cards.append(feedback)
        card = await player.further(feedback)
    assert all(each.message is first.message for each in cards), "one card from first to last"
    return questions, cards, card


@pytest.mark.usefixtures("running")
async def test_a_round_in_which_misses_come_back(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    questions, _, end = await play(player, "rwdrrrr")
    assert len(set(questions[:5])) == 5
    assert questions[5:] == questions[1:3], "misses come back once, in their order"
    assert end.text.startswith("### 3 of 5")
    for missed in questions[1:3]:
        assert catalog.get(Skill, catalog.get(Item, missed).skill).title in end.text
    assert "Nobody else sees this result" in end.text
    assert "Another round" in end.message.buttons
    assert end.private
    assert stage.public() == []


async def test_a_round_goes_on_after_a_restart(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    async with stage.running():
        second = await player.further(await player.right(await stage.alice.slash("quiz")))
    async with stage.running():
        third = await player.further(await player.wrong(second))
        fourth = await player.further(await player.right(third))
        resumed = await stage.alice.slash("quiz")
    assert third.message is second.message, "the old card still answers"
    assert "Question 4 of 5 is open" in resumed.text
    assert player.item(resumed) == player.item(fourth)
    assert resumed.message is not fourth.message
    assert "Start a new round" in resumed.message.buttons


@pytest.mark.usefixtures("running")
async def test_two_cards_of_one_round_agree(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    old = await stage.alice.slash("quiz")
    new = await stage.alice.slash("quiz")
    assert player.item(old) == player.item(new)
    answered = await player.right(new)
    late = await stage.alice.press(old, "Don't know")
    assert seen(late).text == seen(answered).text, "the first answer counts, on either card"


@pytest.mark.usefixtures("running")
async def test_a_round_of_somebody_else_is_refused_kindly(stage: Stage, catalog: Catalog) -> None:
    mine = await stage.alice.slash("quiz")
    own = await stage.ben.slash("roadmap")
    for label in ("A", "Don't know"):
        refused = await stage.forged(stage.ben, own, ids(mine)[label])
        assert "another member" in refused.text
        assert refused.private
    begun = await stage.ben.press(refused, "Start mine")
    assert Player(stage.ben, catalog).item(begun)
    made_up = NextQuestion(round="A" * 16)
    gone = await stage.forged(stage.ben, begun, token(made_up))
    assert gone.private
    assert "Traceback" not in gone.text
    unmoved = await stage.alice.slash("quiz")
    assert Player(stage.alice, catalog).item(unmoved) == Player(stage.alice, catalog).item(mine)
