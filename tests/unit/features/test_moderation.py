"""What moderators see of members' reports."""

from bot.catalog.catalog import Catalog
from bot.core.people import Rank
from bot.intents.quizzes import Report
from bot.intents.sharing import ManageContent, SetSharing
from bot.study.records import Report as Kept
from tests.journey.booth import HERE, NOON, Booth, goes, texts


async def fill(booth: Booth, count: int, note: str = "note {n}.", target: str = "recall") -> None:
    """Keep reports, one a minute."""
    ana = booth.visitor()
    async with booth.store.write(ana.request()) as work:
        for n in range(count):
            at = NOON.replace(hour=1) + (NOON - NOON.replace(minute=0)) * n
            text = note.format(n=n)
            await work.reports.add(Kept(f"r{n}", "term", target, text, at, None, HERE))


async def test_every_report_stands_on_one_page(booth: Booth) -> None:
    await fill(booth, 12)
    moderator = booth.visitor("mod", rank=Rank.moderator)
    card = await moderator.asks(ManageContent())
    pages = [texts(card)]
    while further := [go for go in goes(card, ManageContent) if go.page > len(pages)]:
        card = await moderator.asks(further[0])
        pages.append(texts(card))
    found = [sum(f"note {n}." in page for page in pages) for n in range(12)]
    assert found == [1] * 12
    assert [go.page for go in goes(card, ManageContent)] == [len(pages) - 1], "and back"


async def test_long_reports_are_all_readable(booth: Booth, catalog: Catalog) -> None:
    slug = max((item.id for item in catalog.items()), key=len)
    ana = booth.visitor()
    for n in range(5):
        booth.clock.on(minutes=1)
        await ana.sends(Report(kind="item", target=slug), note=f"{n}" * 300)
    moderator = booth.visitor("mod", rank=Rank.moderator)
    pages, page = "", ManageContent()
    while True:
        card = await moderator.asks(page)
        pages += texts(card)
        further = [go for go in goes(card, ManageContent) if go.page > page.page]
        if not further:
            break
        page = further[0]
    assert "on my side" not in pages
    assert all(f"{n}" * 300 in pages for n in range(5))


async def test_the_last_page_that_can_be_asked_for(booth: Booth) -> None:
    await fill(booth, 600)
    card = await booth.visitor("mod", rank=Rank.moderator).asks(ManageContent(page=99))
    assert "on my side" not in texts(card)
    assert goes(card, ManageContent) == [ManageContent(page=98)]


async def test_switching_sharing_twice_is_no_trouble(booth: Booth) -> None:
    moderator = booth.visitor("mod", rank=Rank.moderator)
    for on in (False, False, True, True):
        card = await moderator.asks(SetSharing(on=on))
        assert goes(card, SetSharing) == [SetSharing(on=not on)]
