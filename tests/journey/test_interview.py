"""Practising for an interview: a question, then what a good answer covers."""

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.models import Question
from bot.core.markup import of_pack, plain
from bot.intents.interview import Interview, ShowPoints
from bot.intents.quizzes import Report
from bot.intents.roadmap import OpenSkill
from tests.journey.booth import Booth, goes, kept, picks, texts
from tests.journey.chat import Home, chatting

FAMILIES = ("theory", "coding", "design", "behavioural")


def said(text: str) -> str:
    """Write a text of the pack without signs."""
    return plain(of_pack(text))


def asked(card_texts: str, catalog: Catalog) -> Question:
    """Find the question on a card."""
    (found,) = (each for each in catalog.questions() if said(each.question) in card_texts)
    return found


async def test_one_thinks_first_and_reads_then(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    card = await ana.asks(Interview())
    question = asked(texts(card), catalog)
    assert not any(said(line) in texts(card) for line in question.covers)
    shown = await ana.goes(ShowPoints)
    for text in (question.question, *question.covers, question.signal, question.follow_up):
        assert said(text) in texts(shown)
    assert goes(shown, Interview) == [Interview()]
    assert goes(shown, OpenSkill) or question.skill is None
    assert goes(shown, Report) == [Report(kind="question", target=question.id)]


@pytest.mark.parametrize("family", FAMILIES)
async def test_a_kind_is_kept_to(booth: Booth, catalog: Catalog, family: str) -> None:
    ana = booth.visitor()
    (menu,) = picks(await ana.asks(Interview()), Interview)
    assert [option.value for option in menu.options] == list(FAMILIES)
    await ana.types(f"/interview {family}")
    for _ in range(5):
        assert asked(texts(ana.shown), catalog).family == family
        await ana.goes(ShowPoints)
        await ana.goes(Interview)


async def test_none_returns_before_all_were_seen(booth: Booth, catalog: Catalog) -> None:
    ana, seen = booth.visitor(), list[str]()
    pool = catalog.questions(family="design")
    for _ in range(len(pool) + 1):
        booth.clock.on(hours=1)
        card = await ana.asks(Interview(family="design"))
        seen.append(asked(texts(card), catalog).id)
        again = "You have seen every question" in texts(card)
        assert again is (len(seen) > len(pool))
    assert sorted(seen[:-1]) == sorted(each.id for each in pool)
    assert seen[-1] == seen[0], "the one seen longest ago"
    ben = booth.visitor("ben")
    assert "You have seen" not in texts(await ben.asks(Interview(family="design")))


async def test_what_was_seen_is_the_askers_own_data(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    question = asked(texts(await ana.asks(Interview())), catalog)
    (row,) = (await kept(booth.store))["seen"]
    assert (row["kind"], row["piece"]) == ("question", question.id)


async def test_a_question_that_left_leads_to_another(booth: Booth) -> None:
    card = await booth.visitor().asks(ShowPoints(question="gone", family="coding"))
    assert "old" in texts(card)
    assert goes(card, ShowPoints)


def test_in_the_terminal(home: Home, catalog: Catalog) -> None:
    with chatting(home) as chat:
        card = chat.says("/interview coding")
        shown = chat.presses(card, "Show the key points")
        other = chat.presses(shown, "Another question")
    assert card.first == "Interview question"
    assert "A good answer covers" in shown
    assert asked(other.text, catalog).id != asked(card.text, catalog).id
