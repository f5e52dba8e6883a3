"""As time goes by, facts that nobody looked up again turn into re-check cards, never into lies."""

import datetime as dt
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.catalog.models import Certification
from bot.catalog.status import needs_recheck, overdue
from bot.core.markup import of_pack, plain
from bot.core.people import Rank
from bot.intents.career import Certs, Salary
from bot.intents.content import OpenPiece
from bot.intents.sharing import ManageContent
from bot.intents.tips import Tip
from bot.storage.memory import MemoryStore
from tests.journey.booth import Booth, goes, picks, texts

TINY = Path(__file__).parent / "tiny"
DAYS = (0, 120, 400)
RECHECK = "re-check"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load([builtin()])


def said(text: str) -> str:
    """Write a text of the pack without signs."""
    return plain(of_pack(text))


def later(catalog: Catalog, days: int) -> Booth:
    """Open the bot so many days after somebody last looked a fact up."""
    facts = (*catalog.certifications, *catalog.salaries, *catalog.facts())
    looked = max(fact.checked_on for fact in facts)
    booth = Booth(catalog, MemoryStore())
    booth.clock.at = dt.datetime.combine(looked, dt.time(12), dt.UTC) + dt.timedelta(days)
    return booth


def claims(exam: Certification) -> list[str]:
    """List what an exam's card may say only while somebody vouches for it."""
    told = [exam.says, exam.unsure, f"Open, as of {exam.as_of.day} "]
    return [said(text) for text in told if text]


@pytest.mark.parametrize("days", DAYS)
async def test_an_overdue_exam_is_a_card_that_says_so(catalog: Catalog, days: int) -> None:
    booth = later(catalog, days)
    ana, today = booth.visitor(), booth.clock.at.date()
    late = [exam for exam in catalog.certifications if needs_recheck(exam, today)]
    for exam in catalog.certifications:
        card = texts(await ana.asks(Certs(exam=exam.id)))
        assert (RECHECK in card) is (exam in late), exam.id
        assert not (exam in late and any(claim in card for claim in claims(exam))), exam.id
        assert str(exam.checked_on.year) in card
    assert bool(late) is (days > 0)


@pytest.mark.parametrize("days", DAYS)
async def test_an_overdue_figure_says_so(catalog: Catalog, days: int) -> None:
    booth = later(catalog, days)
    ana, today = booth.visitor(), booth.clock.at.date()
    for figure in catalog.salaries:
        card = texts(await ana.asks(Salary(figure=figure.id)))
        assert (RECHECK in card) is figure.stale(today), figure.id
        assert said(figure.caveat) in card
    shown = [each for each in catalog.salaries if not each.historical or each.article]
    whole = texts(await ana.asks(Salary()))
    assert (RECHECK in whole) is any(each.stale(today) for each in shown)


@pytest.mark.parametrize("days", DAYS)
async def test_moderators_find_every_overdue_fact(catalog: Catalog, days: int) -> None:
    booth = later(catalog, days)
    mod, found, page = booth.visitor("mod", rank=Rank.moderator), list[str](), 1
    card = await mod.asks(ManageContent())
    while True:
        found += [option.value for menu in picks(card, OpenPiece) for option in menu.options]
        if ManageContent(page=page + 1) not in goes(card):
            break
        page += 1
        card = await mod.asks(ManageContent(page=page))
    late = overdue(catalog, booth.clock.at.date())
    assert found == [f"{due.kind}-{due.id}" for due in late]
    every = (*catalog.certifications, *catalog.salaries, *catalog.facts())
    assert {due.id for due in late} == {
        fact.id for fact in every if fact.stale(booth.clock.at.date())
    }


@pytest.mark.parametrize("days", DAYS)
async def test_a_dated_tip_is_not_given_when_its_date_is_over(days: int) -> None:
    booth = Booth(load([TINY]), MemoryStore())
    booth.clock.at = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC) + dt.timedelta(days)
    ana, mod = booth.visitor(), booth.visitor("mod", rank=Rank.moderator)
    seen = set[str]()
    for _ in booth.catalog.tips():
        booth.clock.on(minutes=1)
        seen.add((await ana.asks(Tip())).title)
    fresh = days == 0
    assert ("Know the last frost" in seen) is fresh
    assert len(seen) == len(booth.catalog.tips()) - (not fresh)
    listed = texts(await mod.asks(ManageContent()))
    assert ("- frost-dates, due" in listed) is not fresh
