"""Moderators decide about pieces of the pack: for their own community, at once, and undoably."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.edition import CHANGEABLE
from bot.catalog.models import KINDS, Item, Project, Statement, Term, Tip
from bot.core import tokens
from bot.core.cards import Card
from bot.core.intents import Intent
from bot.core.people import Rank
from bot.core.replies import Amend, Ask, Edit
from bot.intents.career import Define, Job, OpenProject, Projects, ReadStatement
from bot.intents.content import (
    Decide,
    FindPiece,
    ListChanges,
    OpenPiece,
    RewordStatement,
    RewordTerm,
    RewordTip,
    UndoDecision,
)
from bot.intents.interview import Interview
from bot.intents.person import Erase
from bot.intents.quizzes import Lock, NextQuestion, Quiz, Report, WordHelp
from bot.intents.sharing import ManageContent
from bot.intents.tips import Tip as AskTip
from tests.journey.booth import HERE, THERE, AnyStore, Booth, Visitor, goes, kept, picks, texts
from tests.journey.quizzing import said
from tests.journey.tiny import Tiny

RECALL = "term-recall"
DECISIONS: tuple[Intent, ...] = (
    OpenPiece(piece=RECALL),
    FindPiece(name="term recall"),
    ListChanges(),
    Decide(piece=RECALL, what="disable"),
    UndoDecision(piece=RECALL, at=0),
    RewordTip(piece="tip-x", title="a title", why="It is.", today="Do."),
    RewordTerm(piece=RECALL, says="A share.", example="Half."),
    RewordStatement(piece="statement-x", text="It is."),
)


@dataclass(repr=False)
class Desk:
    """A moderator, a member of the same community, and one of another."""

    booth: Booth
    mod: Visitor = field(init=False)
    ana: Visitor = field(init=False)
    elsewhere: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.mod = self.booth.visitor("mod", rank=Rank.moderator)
        self.ana = self.booth.visitor("ana")
        self.elsewhere = self.booth.visitor("ben", community=THERE)

    async def decide(self, piece: str, what: str = "disable") -> Card:
        """Decide, a moment later than before."""
        self.booth.clock.on(seconds=1)
        return await self.mod.asks(Decide.model_validate({"piece": piece, "what": what}))

    async def reported(self, kind: str, target: str, *people: str) -> None:
        """Let people report a piece, a second after the other."""
        for name in people:
            self.booth.clock.on(seconds=1)
            visitor = self.booth.visitor(name)
            await visitor.sends(Report(kind=kind, target=target), note=f"False, says {name}.")

    async def defines(self, visitor: Visitor | None = None) -> bool:
        """Tell whether somebody finds the word."""
        return (await (visitor or self.ana).asks(Define(term="recall"))).title == "recall"


@pytest.fixture
def desk(booth: Booth) -> Desk:
    return Desk(booth)


async def test_from_a_report_to_a_disabled_piece(desk: Desk) -> None:
    await desk.reported("term", "recall", "ana")
    (menu,) = picks(await desk.mod.asks(ManageContent()), OpenPiece)
    assert menu.label == "See it"
    assert [option.label for option in menu.options] == ["term recall"]
    card = await desk.mod.presses(tokens.write(menu.into, into="piece"), menu.options[0].value)
    assert "False, says ana." in texts(card)
    assert "the share that was found" in texts(card)
    done = await desk.mod.goes(Decide)
    assert "Disabled" in texts(done)
    assert not await desk.defines()
    listed = texts(await desk.mod.asks(ManageContent()))
    assert "term recall (disabled)" in listed


async def test_only_this_community_is_changed(desk: Desk) -> None:
    await desk.decide(RECALL)
    alone = desk.booth.visitor("ana", community=None)
    found = [await desk.defines(each) for each in (desk.ana, desk.elsewhere, alone)]
    assert found == [False, True, True]
    foreign = desk.booth.visitor("mod", rank=Rank.moderator, community=THERE)
    assert "as the pack has it" in texts(await foreign.asks(OpenPiece(piece=RECALL)))
    assert "Everything" in texts(await foreign.asks(ListChanges()))


async def test_what_a_moderator_did_can_be_undone(desk: Desk) -> None:
    await desk.decide(RECALL)
    desk.booth.clock.on(seconds=1)
    undone = await desk.mod.goes(UndoDecision)
    assert await desk.defines()
    assert goes(undone, UndoDecision), "and that as well"
    desk.booth.clock.on(seconds=1)
    await desk.mod.goes(UndoDecision)
    assert not await desk.defines()


async def test_an_old_undo_changes_nothing(desk: Desk) -> None:
    await desk.decide(RECALL)
    (old,) = goes(desk.mod.shown, UndoDecision)
    await desk.decide(RECALL, "enable")
    await desk.decide(RECALL, "disable")
    card = await desk.mod.presses(tokens.write(old))
    assert "Somebody decided about this piece since" in texts(card)
    assert not await desk.defines()


async def test_every_answer_to_a_decision_has_its_way_back(desk: Desk) -> None:
    for what in ("disable", "enable", "restore"):
        card = await desk.decide(RECALL, what)
        assert len(goes(card, UndoDecision)) == 1
        assert goes(card, ManageContent)


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


async def test_every_kind_that_can_be_changed_can_be_opened(desk: Desk, catalog: Catalog) -> None:
    for kind in CHANGEABLE:
        longest = max(catalog.all(KINDS[kind]), key=lambda each: len(each.model_dump_json()))
        card = await desk.mod.asks(OpenPiece(piece=f"{kind}-{longest.id}"))
        assert card.title == f"{kind} {longest.id}"
        assert [go.what for go in goes(card, Decide) if isinstance(go, Decide)] == ["disable"]


TINY = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def small(tmp_path: Path, store: AnyStore) -> Desk:
    """Set up a bot whose rounds hold every question but one."""
    return Desk(Booth(Tiny(TINY).load(tmp_path / "pack"), store))


def lock_of(card: Card) -> Lock:
    """Return the way to say "Don't know"."""
    (lock,) = (go for go in goes(card, Lock) if isinstance(go, Lock) and not go.picked)
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
    assert goes(await desk.elsewhere.asks(Quiz(trait="maths-statistics", level=1)), WordHelp)


async def test_four_members_leave_a_piece_out_until_a_moderator_decides(desk: Desk) -> None:
    await desk.reported("term", "recall", "a", "b", "c", "a", "a")
    assert await desk.defines()
    await desk.reported("term", "recall", "d")
    assert not await desk.defines()
    assert await desk.defines(desk.elsewhere)
    listed = texts(await desk.mod.asks(ManageContent()))
    assert "1 piece is left out until you decide" in listed
    assert "term recall (suspended)" in listed
    card = await desk.mod.asks(OpenPiece(piece=RECALL))
    assert "4 members reported it" in texts(card)
    assert "Reported 6 times." in texts(card)
    desk.booth.clock.on(seconds=1)
    await desk.mod.asks(Decide(piece=RECALL, what="enable"))
    assert await desk.defines()
    assert "until you decide" not in texts(await desk.mod.asks(ManageContent()))


async def test_after_a_decision_reports_count_anew(desk: Desk) -> None:
    await desk.reported("term", "recall", "a", "b", "c", "d")
    await desk.decide(RECALL, "enable")
    await desk.reported("term", "recall", "a", "b", "e")
    assert await desk.defines()
    await desk.reported("term", "recall", "f")
    assert not await desk.defines()


async def test_reports_of_other_communities_do_not_count(desk: Desk) -> None:
    await desk.reported("term", "recall", "a", "b", "c")
    for community in (THERE, None):
        stranger = desk.booth.visitor("d", community=community)
        await stranger.sends(Report(kind="term", target="recall"), note="It is false.")
    assert await desk.defines()


@pytest.mark.parametrize(("kind", "target"), [("step", "foundations"), ("term", "no-such-word")])
async def test_reports_on_what_cannot_be_left_out_are_kept(
    desk: Desk, kind: str, target: str
) -> None:
    await desk.reported(kind, target, "a", "b", "c", "d")
    listed = await desk.mod.asks(ManageContent())
    assert f"{kind} {target}," in texts(listed)
    assert "until you decide" not in texts(listed)
    assert "Everything" in texts(await desk.mod.asks(ListChanges()))


async def test_words_are_replaced_for_this_community(desk: Desk, catalog: Catalog) -> None:
    ask = RewordTerm(piece=RECALL)
    form = await desk.booth.bot.pressed(desk.mod.request(public=False), tokens.write(ask))
    assert isinstance(form, Ask)
    assert form.seed["says"] == catalog.get(Term, "recall").says
    sent = await desk.mod.sends(ask, says="A *share*.", example="`1 / 2`")
    assert isinstance(sent, Edit)
    shown = await desk.ana.asks(Define(term="recall"))
    assert "A share." in texts(shown)
    assert "A share." not in texts(await desk.elsewhere.asks(Define(term="recall")))
    again = await desk.booth.bot.pressed(desk.mod.request(public=False), tokens.write(ask))
    assert isinstance(again, Ask)
    assert again.seed == {"says": "A *share*.", "example": "`1 / 2`"}
    desk.booth.clock.on(seconds=1)
    await desk.mod.asks(Decide(piece=RECALL, what="restore"))
    assert "A share." not in texts(await desk.ana.asks(Define(term="recall")))
    desk.booth.clock.on(seconds=1)
    await desk.mod.goes(UndoDecision)
    assert "A share." in texts(await desk.ana.asks(Define(term="recall")))


async def test_a_tip_and_a_statement_get_new_words(desk: Desk, catalog: Catalog) -> None:
    tip = catalog.tips(trait="versatility", step="network")[0]
    for other in catalog.tips(trait="versatility", step="network")[1:]:
        await desk.decide(f"tip-{other.id}")
    words = {"title": "Look twice", "why": "It helps.", "today": "Look again."}
    await desk.mod.sends(RewordTip(piece=f"tip-{tip.id}"), **words)
    card = await desk.ana.asks(AskTip(trait="versatility", step=6))
    assert card.title == "Look twice"
    assert "Look again." in texts(card)
    statement = catalog.statements("role")[0]
    await desk.mod.sends(RewordStatement(piece=f"statement-{statement.id}"), text="It is a job.")
    card = await desk.ana.asks(ReadStatement(statement=statement.id))
    assert "It is a job." in texts(card)
    assert card.title == statement.title


async def test_replacing_a_suspended_piece_shows_it(desk: Desk) -> None:
    await desk.reported("term", "recall", "a", "b", "c", "d")
    desk.booth.clock.on(seconds=1)
    await desk.mod.sends(RewordTerm(piece=RECALL), says="A share.", example="Half.")
    assert await desk.defines()
    assert "your words" in texts(await desk.mod.asks(ListChanges()))


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"says": "", "example": "Half."}, {"says"}),
        ({"says": "x", "example": "Half."}, {"says"}),
        ({"says": "x" * 241, "example": "Half."}, {"says"}),
        ({"says": "A *share.", "example": "Half."}, {"says"}),
        ({"says": "A `share.", "example": "Half."}, {"says"}),
        ({"says": "A share.", "example": "C:\\half"}, {"example"}),
        ({"says": "\u200b\u200b\u200b", "example": "\u202e\u202e"}, {"says", "example"}),
    ],
)
async def test_words_that_cannot_stand_in_a_pack_are_refused(
    desk: Desk, words: dict[str, str], wrong: set[str]
) -> None:
    refused = await desk.mod.sends(RewordTerm(piece=RECALL), **words)
    assert isinstance(refused, Amend)
    assert set(refused.errors) == wrong
    assert "as the pack has it" in texts(await desk.mod.asks(OpenPiece(piece=RECALL)))


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"title": "a" * 60, "why": "b" * 200, "today": "c" * 200}, {"today"}),
        ({"title": "*Look*", "why": "It helps.", "today": "Look."}, {"title"}),
    ],
)
async def test_a_tip_has_its_own_limits(
    desk: Desk, catalog: Catalog, words: dict[str, str], wrong: set[str]
) -> None:
    refused = await desk.mod.sends(RewordTip(piece=f"tip-{catalog.tips()[0].id}"), **words)
    assert isinstance(refused, Amend)
    assert set(refused.errors) == wrong


async def test_a_piece_is_found_by_its_name(desk: Desk, catalog: Catalog) -> None:
    item = catalog.all(Item)[0]
    for written in (f"item {item.id}", f"Item/{item.id}", f"item-{item.id}"):
        reply = await desk.mod.sends(FindPiece(), name=written)
        assert isinstance(reply, Edit)
        assert reply.card.title == f"item {item.id}"
    for written, says in (
        ("item no-such-item", "I find no piece"),
        ("nonsense", "I find no piece"),
        ("milestone python-core", "cannot be changed here"),
        (f"tip {catalog.all(Project)[0].id}", "I find no piece"),
    ):
        reply = await desk.mod.sends(FindPiece(), name=written)
        assert not isinstance(reply, Amend)
        assert says in texts(getattr(reply, "card"))  # noqa: B009 (a reply with a card)


async def test_what_changed_is_listed_a_page_at_a_time(desk: Desk, catalog: Catalog) -> None:
    tips = catalog.all(Tip)[:12]
    for tip in tips:
        await desk.decide(f"tip-{tip.id}")
    await desk.reported("term", "recall", "a", "b", "c", "d")
    first = await desk.mod.asks(ListChanges())
    assert texts(first).splitlines()[1].startswith("- term recall (suspended)")
    pages = texts(first) + texts(await desk.mod.goes(ListChanges))
    assert all(f"tip {tip.id} (disabled)" in pages for tip in tips)
    await desk.decide(f"tip-{tips[0].id}", "enable")
    assert f"tip {tips[0].id} " not in texts(await desk.mod.asks(ListChanges(page=2)))


@pytest.mark.parametrize("intent", DECISIONS, ids=lambda intent: type(intent).__name__)
async def test_members_decide_nothing(desk: Desk, intent: Intent) -> None:
    refused = await desk.ana.asks(intent)
    assert "manage" in texts(refused)
    assert goes(refused) == []
    alone = desk.booth.visitor("mod", rank=Rank.moderator, community=None)
    assert "channel of a community" in texts(await alone.asks(intent))
    assert await desk.defines()


async def test_a_moderator_who_erases_leaves_the_decision_without_a_name(desk: Desk) -> None:
    await desk.decide(RECALL)
    (row,) = (await kept(desk.booth.store, "mod"))["pieces"]
    assert (row["kind"], row["piece"], row["state"]) == ("term", "recall", "disabled")
    await desk.mod.presses(tokens.write(Erase(sure=True)))
    assert not await desk.defines()
    async with desk.booth.store.read() as work:
        (piece,) = await work.pieces.all(HERE)
    assert piece.actor is None


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


async def test_facts_to_check_can_be_opened_and_every_page_reached(
    desk: Desk, catalog: Catalog
) -> None:
    desk.booth.clock.at += dt.timedelta(days=900)
    every = (*catalog.certifications, *catalog.salaries, *catalog.facts())
    card, found = await desk.mod.asks(ManageContent()), list[str]()
    while True:
        found += [option.value for menu in picks(card, OpenPiece) for option in menu.options]
        further = [go for go in goes(card, ManageContent) if go.page > len(found) // 5]  # pyright: ignore[reportAttributeAccessIssue] (it is a page of the list)
        if not further:
            break
        card = await desk.mod.asks(further[0])
    assert len(found) == len(set(found)) == len([each for each in every if each.status == "active"])
    opened = await desk.mod.asks(OpenPiece(piece=found[0]))
    assert goes(opened, Decide)
