"""Presses that come twice, at once, late, or on somebody else's card."""

import asyncio

import pytest

from bot.core import tokens
from bot.core.replies import Edit, Quiet, Say
from bot.intents.quizzes import Choose, Lock, NextQuestion, Quiz, WhyNot
from bot.intents.roadmap import Roadmap
from bot.intents.tips import Tip
from bot.study.spacing import Spacing
from tests.journey.booth import Booth, Visitor, goes, kept, texts


async def chosen(visitor: Visitor) -> Lock:
    """Open a round, choose something that can be locked, and return the way to lock it."""
    card = await visitor.asks(Quiz())
    for _ in range(5):
        locks = [go for go in goes(card, Lock) if go.picked and go.sure]
        if locks:
            return locks[0]
        most = max(goes(card, Choose), key=lambda go: len(go.picked))
        card = await visitor.presses(tokens.write(most))
    raise AssertionError(texts(card))


async def test_two_fast_presses_count_once(booth: Booth) -> None:
    ana = booth.visitor()
    token = tokens.write(await chosen(ana))
    replies = await asyncio.gather(
        *(booth.bot.pressed(ana.request(public=False), token) for _ in range(2))
    )
    rows = await kept(booth.store)
    assert all(isinstance(reply, Edit) for reply in replies)
    first, second = (reply.card for reply in replies if isinstance(reply, Edit))
    assert first == second, "both see the same feedback"
    assert len(rows["answers"]) == 1
    assert len(rows["memories"]) == 1
    assert [row["position"] for row in rows["rounds"]] == [1]


async def test_one_press_delivered_twice_is_answered_once(booth: Booth) -> None:
    ana = booth.visitor()
    token = tokens.write(await chosen(ana))
    request = ana.request("event-1", public=False)
    replies = await asyncio.gather(*(booth.bot.pressed(request, token) for _ in range(2)))
    assert sorted(type(reply).__name__ for reply in replies) == ["Edit", "Quiet"]
    assert isinstance(await booth.bot.pressed(request, token), Quiet)
    assert len((await kept(booth.store))["answers"]) == 1


async def test_an_answer_that_breaks_in_the_middle_is_not_half_kept(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = booth.visitor()
    lock = await chosen(ana)
    before = await kept(booth.store)
    monkeypatch.setattr(Spacing, "review", None)
    broken = await ana.asks(lock)
    assert "on my side" in texts(broken)
    assert await kept(booth.store) == before
    monkeypatch.undo()
    assert goes(await ana.goes(Lock), NextQuestion), "and the same press again counts"
    assert len((await kept(booth.store))["answers"]) == 1


async def test_an_answer_is_final(booth: Booth) -> None:
    ana = booth.visitor()
    lock = await chosen(ana)
    feedback = await ana.asks(lock)
    before = await kept(booth.store)
    changed = lock.model_copy(update={"picked": "", "sure": False})
    choose = Choose(round=lock.round, position=lock.position, picked="a")
    assert await ana.asks(changed) == feedback
    assert await ana.asks(choose) == feedback
    assert await kept(booth.store) == before


async def test_the_last_answer_is_final_as_well(booth: Booth) -> None:
    ana = booth.visitor()
    card = await ana.asks(Quiz())
    locks: list[Lock] = []
    feedback = card
    while goes(card, Lock):
        locks += goes(card, Lock)
        feedback = await ana.asks(locks[-1])
        card = await ana.goes(NextQuestion)
    before = await kept(booth.store)
    assert len(before["answers"]) == 10, "five unknown, and each once more"
    assert await ana.asks(locks[-1]) == feedback
    assert await kept(booth.store) == before


async def test_a_repeat_in_the_round_changes_nothing_about_later(booth: Booth) -> None:
    ana = booth.visitor()
    card = await ana.asks(Quiz())
    memories: list[object] = []
    while goes(card, Lock):
        booth.clock.on(minutes=5)
        await ana.goes(Lock)
        memories.append((await kept(booth.store))["memories"])
        card = await ana.goes(NextQuestion)
    assert len(memories) == 10
    assert memories[4:] == [memories[4]] * 6


async def test_a_press_on_a_public_card_is_answered_privately(booth: Booth) -> None:
    ana = booth.visitor()
    for intent in (Roadmap(), Tip(), Quiz()):
        token = tokens.write(intent)
        public = await booth.bot.pressed(ana.request(public=True), token)
        own = await booth.bot.pressed(ana.request(public=False), token)
        typed = await booth.bot.typed(ana.request(), f"/{intent.spec.name}")
        assert isinstance(public, Say)
        assert isinstance(own, Edit)
        assert isinstance(typed, Say)


@pytest.mark.parametrize("intent", [Choose, Lock, WhyNot])
async def test_a_card_of_a_round_that_is_gone_becomes_a_fresh_one(
    booth: Booth, intent: type[Choose | Lock | WhyNot]
) -> None:
    ana = booth.visitor()
    lock = await chosen(ana)
    await ana.asks(lock)
    ahead = intent(round=lock.round, position=3)
    card = await ana.presses(tokens.write(ahead))
    assert "old" in texts(card)
    assert goes(card, Lock), "the open question is shown"
    assert len((await kept(booth.store))["answers"]) == 1


async def test_two_rounds_opened_at_once_leave_one_open(booth: Booth) -> None:
    ana = booth.visitor()
    replies = await asyncio.gather(*(booth.bot.typed(ana.request(), "/quiz") for _ in range(3)))
    cards = [reply.card for reply in replies if isinstance(reply, Say)]
    rounds = (await kept(booth.store))["rounds"]
    assert len(cards) == 3
    assert [row["is_open"] for row in rounds].count(True) == 1
    (current,) = (row["id"] for row in rounds if row["is_open"])
    assert current in {go.round for card in cards for go in goes(card, Lock)}
