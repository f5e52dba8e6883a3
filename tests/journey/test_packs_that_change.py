"""A new release of a pack takes pieces away or renames them; nobody loses what they did."""

from pathlib import Path
from typing import cast

import pytest

from bot.core import tokens
from bot.core.cards import Card
from bot.intents.quizzes import Choose, Lock, NextQuestion, Quiz, WhyNot
from bot.intents.roadmap import MarkKnown, OpenMilestone, Roadmap, SetMark
from bot.intents.sharing import Share
from bot.intents.tips import Tip
from tests.journey.booth import AnyStore, Booth, Visitor, goes, kept, picks, texts
from tests.journey.tiny import Tiny

WORDS = ("one", "two", "three", "four", "five")
NEW_NAMES = {
    f"{kind}-{word}": f"new-{kind}-{word}"
    for kind in ("milestone", "tip", "item")
    for word in WORDS
}


@pytest.fixture
def booth(tmp_path: Path, store: AnyStore) -> Booth:
    """Set up the bot with the tiny pack."""
    return Booth(Tiny().load(tmp_path / "pack"), store)


def release(booth: Booth, tmp_path: Path, tiny: Tiny) -> None:
    """Start again with another release of the pack."""
    booth.refit(tiny.load(tmp_path / "next"))


def lock_of(card: Card) -> Lock:
    """Return the way to say "Don't know"."""
    (lock,) = goes(card, Lock)
    return lock


def word_of(card: Card) -> str:
    """Return the word that a card's question asks for."""
    return next(word for word in WORDS if f"is written {word}?" in texts(card))


async def answer(visitor: Visitor, card: Card, *, right: bool) -> Card:
    """Answer a question and be sure."""
    wanted = f"The one that is written {word_of(card)}" if right else "Another one"
    letter = next(line[0] for line in texts(card).splitlines() if line[2:] == wanted)
    lock = lock_of(card)
    picked = Lock(round=lock.round, position=lock.position, picked=letter.lower(), sure=True)
    return await visitor.presses(tokens.write(picked))


async def test_a_question_that_left_is_passed_over(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    card = await ana.asks(Quiz())
    await answer(ana, card, right=True)
    following = await ana.goes(NextQuestion)
    gone = word_of(following)
    release(booth, tmp_path, Tiny(gone=[f"item-{gone}"]))
    old = [await ana.presses(tokens.write(go)) for go in goes(following, Choose)]
    seen: list[str] = []
    card = old[-1]
    while goes(card, Lock):
        seen.append(word_of(card))
        await answer(ana, card, right=True)
        card = await ana.goes(NextQuestion)
    assert gone not in seen
    assert len(set(seen)) == 3
    assert card.title == "4 of 4"
    rows = await kept(booth.store)
    assert [row["is_open"] for row in rows["rounds"]] == [False]
    assert len(rows["answers"]) == 4


async def test_the_round_goes_on_from_the_command_as_well(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    await answer(ana, await ana.asks(Quiz()), right=True)
    gone = word_of(await ana.goes(NextQuestion))
    release(booth, tmp_path, Tiny(gone=[f"item-{gone}"]))
    resumed = await ana.asks(Quiz())
    rounds = (await kept(booth.store))["rounds"]
    assert len(rounds) == 1, "the open round is not given up"
    assert lock_of(resumed).round == rounds[0]["id"]
    assert word_of(resumed) != gone


async def test_the_command_starts_anew_when_nothing_of_the_round_is_left(
    booth: Booth, tmp_path: Path
) -> None:
    ana = booth.visitor()
    await answer(ana, await ana.asks(Quiz()), right=True)
    queue = cast("list[str]", (await kept(booth.store))["rounds"][0]["queue"])
    release(booth, tmp_path, Tiny(gone=[item for item in queue if item != queue[0]]))
    again = await ana.asks(Quiz())
    assert "answered every question" in texts(again)


async def test_a_round_of_which_nothing_is_left_ends(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    await answer(ana, await ana.asks(Quiz()), right=False)
    going = goes(ana.shown, NextQuestion)[0]
    release(booth, tmp_path, Tiny(gone=[f"item-{word}" for word in WORDS]))
    end = await ana.presses(tokens.write(going))
    again = await ana.asks(Quiz())
    assert end.title == "0 of 1"
    assert not goes(again, Lock)
    assert "no question" in texts(again)


async def test_feedback_on_a_question_that_left(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    card = await ana.asks(Quiz())
    lock = lock_of(card)
    await ana.asks(lock)
    release(booth, tmp_path, Tiny(gone=[f"item-{word_of(card)}"]))
    for intent in (lock, WhyNot(round=lock.round, position=0)):
        fresh = await ana.presses(tokens.write(intent))
        assert goes(fresh, Lock), "the next question instead"


async def test_marks_survive_new_ids(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    await ana.asks(SetMark(milestone="milestone-one", mark="done"))
    await ana.asks(MarkKnown(step=1, known="milestone-two"))
    before = texts(await ana.asks(Roadmap()))
    release(booth, tmp_path, Tiny(renamed=NEW_NAMES))
    after = await ana.asks(Roadmap())
    opened = await ana.presses(tokens.write(OpenMilestone(milestone="milestone-one")))
    assert "1 of 5 done, 1 known" in before
    assert texts(after) == before
    assert "Done" in texts(opened)
    await ana.asks(SetMark(milestone="new-milestone-one", mark="none"))
    await ana.asks(MarkKnown(step=1, known="new-milestone-two", undo="none"))
    assert goes(await ana.asks(Roadmap()), MarkKnown), "as on the first day: nothing came back"


async def test_tips_survive_new_ids(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    seen: list[str] = []
    for _ in range(4):
        booth.clock.on(minutes=1)
        seen.append((await ana.asks(Tip())).title)
    release(booth, tmp_path, Tiny(renamed=NEW_NAMES))
    booth.clock.on(minutes=1)
    last = await ana.asks(Tip())
    booth.clock.on(minutes=1)
    again = await ana.asks(Tip())
    assert last.title not in seen
    assert "seen every tip" in texts(again)
    assert again.title == seen[0]


async def test_memories_and_the_open_round_survive_new_ids(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    card = await ana.asks(Quiz())
    first = word_of(card)
    await answer(ana, card, right=True)
    second = word_of(await ana.goes(NextQuestion))
    release(booth, tmp_path, Tiny(renamed=NEW_NAMES))
    resumed = await ana.asks(Quiz())
    assert "Question 2 of 5 is open" in texts(resumed)
    assert word_of(resumed) == second
    card = resumed
    while goes(card, Lock):
        await answer(ana, card, right=True)
        card = await ana.goes(NextQuestion)
    assert not goes(await ana.asks(Quiz()), Lock), "nothing is due, under whichever name"
    booth.clock.on(days=7)
    card = await ana.asks(Quiz())
    assert word_of(card) == first, "due first"
    assert "21 days" in texts(await answer(ana, card, right=True))
    booth.refit(booth.catalog)
    memories = [row["item"] for row in (await kept(booth.store))["memories"]]
    assert f"new-item-{first}" in memories


async def test_an_old_press_on_a_piece_that_left(booth: Booth, tmp_path: Path) -> None:
    ana = booth.visitor()
    await ana.asks(SetMark(milestone="milestone-one", mark="done"))
    release(booth, tmp_path, Tiny(gone=["milestone-one", "tip-one"]))
    for intent in (
        OpenMilestone(milestone="milestone-one"),
        SetMark(milestone="milestone-one", mark="known"),
        MarkKnown(step=1, known="milestone-one"),
    ):
        fresh = await ana.presses(tokens.write(intent))
        assert "old" in texts(fresh)
        assert picks(fresh, Roadmap), "the map instead"
    tip = await ana.presses(tokens.write(Share(what="tip", target="tip-one")))
    assert tip.title.startswith("Tip ")
    assert booth.pigeon.posted == []
