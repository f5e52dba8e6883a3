"""Moderators put their own words in place of the pack's."""

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.models import Term
from bot.core import tokens
from bot.core.replies import Amend, Ask, Edit
from bot.intents.career import Define, ReadStatement
from bot.intents.content import (
    Decide,
    ListChanges,
    OpenPiece,
    RewordStatement,
    RewordTerm,
    RewordTip,
    UndoDecision,
)
from bot.intents.tips import Tip as AskTip
from tests.journey.booth import Booth, texts
from tests.journey.desk import RECALL, Desk


@pytest.fixture
def desk(booth: Booth) -> Desk:
    return Desk(booth)


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
