"""What moderators decide is honoured by every feature, in their community alone."""

from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from bot.core import tokens
from bot.core.cards import Card
from bot.core.people import Rank
from bot.intents.career import Define, Job, OpenProject, Projects, ReadStatement
from bot.intents.content import (
    Decide,
    ListChanges,
    OpenPiece,
)
from bot.intents.interview import Interview
from bot.intents.quizzes import Lock, NextQuestion, Quiz, WordHelp
from bot.intents.tips import Tip as AskTip
from tests.journey.booth import THERE, AnyStore, Booth, goes, kept, texts
from tests.journey.desk import RECALL, Desk
from tests.journey.quizzing import said
from tests.journey.tiny import Tiny


@pytest.fixture
def desk(booth: Booth) -> Desk:
    return Desk(booth)


async def test_only_this_community_is_changed(desk: Desk) -> None:
    await desk.decide(RECALL)
    alone = desk.booth.visitor("ana", community=None)
    found = [await desk.defines(each) for each in (desk.ana, desk.elsewhere, alone)]
    assert found == [False, True, True]
    foreign = desk.booth.visitor("mod", rank=Rank.moderator, community=THERE)
    assert "as the pack has it" in texts(await foreign.asks(OpenPiece(piece=RECALL)))
    assert "Everything" in texts(await foreign.asks(ListChanges()))


async def test_tips_honour_it(desk: Desk, catalog: Catalog) -> None:
    tips = catalog.tips(trait="versatility", step="network")
    assert tips
    for tip in tips[1:]:
        await desk.decide(f"tip-{tip.id}")
    for visitor, count in ((desk.ana, 1), (desk.elsewhere, len(tips))):
        seen = set[str]()
        for _ in tips:
            desk.booth.clock.on(minutes=1)
            seen.add((await visitor.asks(AskTip(trait="versatility", step=6))).title)
        assert len(seen) == count
    assert tips[0].title in (await desk.ana.asks(AskTip(trait="versatility", step=6))).title
    await desk.decide(f"tip-{tips[0].id}")
    assert "There is no tip" in texts(await desk.ana.asks(AskTip(trait="versatility", step=6)))


async def test_statements_honour_it_even_when_none_of_a_part_is_left(
    desk: Desk, catalog: Catalog
) -> None:
    found = catalog.statements("role")
    for each in found:
        await desk.decide(f"statement-{each.id}")
    card = await desk.ana.asks(Job())
    assert not any(said(each.title) in texts(card) for each in found)
    assert goes(card), "and nothing breaks"
    old = await desk.ana.presses(tokens.write(ReadStatement(statement=found[0].id)))
    assert "old" in texts(old)
    assert found[0].title in texts(await desk.elsewhere.asks(Job()))


async def test_projects_and_interview_questions_honour_it(desk: Desk, catalog: Catalog) -> None:
    project = catalog.projects()[0]
    await desk.decide(f"project-{project.id}")
    assert project.title not in texts(await desk.ana.asks(Projects()))
    old = await desk.ana.presses(tokens.write(OpenProject(project=project.id)))
    assert "old" in texts(old)
    for question in catalog.questions(family="design"):
        await desk.decide(f"question-{question.id}")
    assert "There is no question" in texts(await desk.ana.asks(Interview(family="design")))


async def test_completions_honour_it(desk: Desk) -> None:
    await desk.decide(RECALL)
    for visitor, found in ((desk.ana, False), (desk.elsewhere, True)):
        choices = await desk.booth.bot.complete(visitor.request(), Define, "term", "recall")
        assert ("recall" in [choice.value for choice in choices]) is found


TINY = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def small(tmp_path: Path, store: AnyStore) -> Desk:
    """Set up a bot whose rounds hold every question but one."""
    return Desk(Booth(Tiny(TINY).load(tmp_path / "pack"), store))


def lock_of(card: Card) -> Lock:
    """Return the way to say "Don't know"."""
    (lock,) = (go for go in goes(card, Lock) if not go.picked)
    return lock


def word_of(card: Card) -> str:
    """Return the word that a card's question asks for."""
    return next(word for word in TINY if f"is written {word}?" in texts(card))


async def test_a_disabled_question_leaves_new_rounds(small: Desk) -> None:
    for word in TINY[1:]:
        await small.decide(f"item-item-{word}")
    card = await small.ana.asks(Quiz())
    assert word_of(card) == "one"
    assert "Only 1 question" in texts(card)


async def test_in_an_open_round_a_disabled_question_is_passed_over(small: Desk) -> None:
    first = await small.ana.asks(Quiz())
    lock = lock_of(first)
    await small.ana.presses(tokens.write(lock))
    second = word_of(await small.ana.goes(NextQuestion))
    await small.decide(f"item-item-{second}")
    pressed = await small.ana.presses(tokens.write(lock_of(small.ana.shown)))
    assert word_of(pressed) != second, "its own buttons lead on"
    resumed = await small.ana.asks(Quiz())
    assert word_of(resumed) == word_of(pressed)
    assert lock_of(resumed).round == lock.round, "the round is the same"
    rounds = (await kept(small.booth.store))["rounds"]
    assert len(rounds) == 1


async def test_a_question_whose_words_are_disabled_is_asked_all_the_same(
    desk: Desk, catalog: Catalog
) -> None:
    for term in catalog.terms:
        desk.booth.clock.on(seconds=1)
        await desk.mod.asks(Decide(piece=f"term-{term.id}", what="disable"))
    for item in catalog.items(trait="maths-statistics", level=1):
        await desk.decide(f"item-{item.id}", "disable" if not item.words else "enable")
    card = await desk.ana.asks(Quiz(trait="maths-statistics", level=1))
    assert lock_of(card)
    assert goes(card, WordHelp) == []


async def test_a_decision_survives_a_new_name_of_the_piece(small: Desk, tmp_path: Path) -> None:
    await small.decide("tip-tip-one")
    small.booth.refit(Tiny(TINY, renamed={"tip-one": "new-tip-one"}).load(tmp_path / "next"))
    seen = set[str]()
    for _ in range(12):
        small.booth.clock.on(minutes=1)
        seen.add((await small.ana.asks(AskTip())).title)
    assert "Tip one" not in seen
    assert len(seen) == 5
    await small.decide("tip-new-tip-one", "enable")
    small.booth.clock.on(minutes=1)
    assert (await small.ana.asks(AskTip())).title == "Tip one"
