"""Moderators decide about pieces of the pack: at once, undoably, and with members' reports."""

import datetime as dt

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.edition import CHANGEABLE
from bot.catalog.models import KINDS, Item, Project, Tip
from bot.core import tokens
from bot.core.intents import Intent
from bot.core.people import Rank
from bot.core.replies import Amend, Edit
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
from bot.intents.person import Erase
from bot.intents.quizzes import Report
from bot.intents.sharing import ManageContent
from tests.journey.booth import HERE, THERE, Booth, goes, kept, picks, texts
from tests.journey.desk import RECALL, Desk

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


@pytest.fixture
def desk(booth: Booth) -> Desk:
    return Desk(booth)


async def test_from_a_report_to_a_disabled_piece(desk: Desk) -> None:
    await desk.reported("term", "recall", "ana")
    (menu,) = picks(await desk.mod.asks(ManageContent()), OpenPiece)
    assert menu.label == "See it"
    assert menu.options[0].label == "term recall"
    card = await desk.mod.presses(tokens.write(menu.into, into="piece"), menu.options[0].value)
    assert "False, says ana." in texts(card)
    assert "the share that was found" in texts(card)
    done = await desk.mod.goes(Decide)
    assert "Disabled" in texts(done)
    assert not await desk.defines()
    listed = texts(await desk.mod.asks(ManageContent()))
    assert "term recall (disabled)" in listed


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


async def test_every_kind_that_can_be_changed_can_be_opened(desk: Desk, catalog: Catalog) -> None:
    for kind in CHANGEABLE:
        longest = max(catalog.all(KINDS[kind]), key=lambda each: len(each.model_dump_json()))
        card = await desk.mod.asks(OpenPiece(piece=f"{kind}-{longest.id}"))
        assert card.title == f"{kind} {longest.id}"
        assert [go.what for go in goes(card, Decide) if isinstance(go, Decide)] == ["disable"]


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


async def test_facts_to_check_can_be_opened_and_every_page_reached(
    desk: Desk, catalog: Catalog
) -> None:
    desk.booth.clock.at += dt.timedelta(days=900)
    every = (*catalog.certifications, *catalog.salaries, *catalog.facts())
    card, found, page = await desk.mod.asks(ManageContent()), list[str](), 1
    while True:
        found += [option.value for menu in picks(card, OpenPiece) for option in menu.options]
        further = [go for go in goes(card, ManageContent) if go == ManageContent(page=page + 1)]
        if not further:
            break
        card, page = await desk.mod.asks(further[0]), page + 1
    assert len(found) == len(set(found)) == len([each for each in every if each.status == "active"])
    opened = await desk.mod.asks(OpenPiece(piece=found[0]))
    assert goes(opened, Decide)
