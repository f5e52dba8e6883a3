"""Every command as it is declared: its examples, its help, and who is told of it."""

import re

import pytest

from bot.catalog.catalog import Catalog
from bot.core.people import Rank
from bot.core.replies import Ask, Edit, Say
from bot.intents.career import Define, Sources
from bot.intents.menus import ExplainMessage, RemoveCard
from bot.intents.person import Help
from tests.journey.booth import Booth, goes, picks, texts


async def test_every_example_works(booth: Booth) -> None:
    everybody = booth.visitor(rank=Rank.moderator)
    examples = [each for kind in booth.bot.commands.values() for each in kind.spec.examples]
    assert len(examples) > 10
    for example in examples:
        reply = await booth.bot.typed(everybody.request(), example)
        if isinstance(reply, Ask):
            continue
        assert isinstance(reply, (Say, Edit)), example
        card = reply.card
        assert not any(word in texts(card) for word in ("I know no", "I do not", "I find no"))
        assert card.blocks


async def test_help_lists_what_the_asker_may_do(booth: Booth) -> None:
    member = await booth.visitor().asks(Help())
    moderator = await booth.visitor(rank=Rank.moderator).asks(Help())
    for name, kind in booth.bot.commands.items():
        assert re.search(rf"/{name}\b", texts(moderator)), name
        seen = re.search(rf"/{name}\b", texts(member)) is not None
        assert seen is (kind.spec.rank is Rank.member), name
    assert f"/roadmap {booth.bot.commands['roadmap'].spec.help}" in texts(member)


async def test_help_explains_every_command(booth: Booth) -> None:
    for rank in Rank:
        visitor = booth.visitor(rank=rank)
        for name, kind in booth.bot.commands.items():
            card = await visitor.asks(Help(command=f"/{name}"))
            told = card.title == f"/{name}"
            assert told is (kind.spec.rank <= rank)


async def test_every_source_stands_on_one_page(booth: Booth, catalog: Catalog) -> None:
    ana, pages = booth.visitor(), list[str]()
    card = await ana.asks(Sources())
    while True:
        pages.append(texts(card))
        further = [go for go in goes(card, Sources) if go == Sources(page=len(pages) + 1)]
        if not further:
            break
        card = await ana.asks(further[0])
    lines = [line for page in pages for line in page.splitlines()]
    assert len([line for line in lines if line.startswith("- ")]) == len(catalog.sources)
    assert texts(await ana.asks(Sources(page=99))) == pages[-1]


async def test_a_word_with_a_slip_is_found(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    term = next(each for each in catalog.terms if len(each.term) > 8 and " " not in each.term)
    slip = term.term[:4] + term.term[5:]
    assert (await ana.types(f"/define {term.term}")).title == term.term
    near = await ana.asks(Define(term=slip))
    found = near.title == term.term or Define(term=term.id) in goes(near)
    assert found, texts(near)
    lost = await ana.types("/define zzyzx qqq")
    assert "zzyzx qqq" in texts(lost)
    assert goes(lost, Help)


async def test_the_words_of_a_message(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    one, two = [each for each in catalog.terms if " " in each.term][:2]
    both = await ana.asks(ExplainMessage(text=f"What is {two.term.upper()}, or {one.term}?"))
    alone = await ana.asks(ExplainMessage(text=f"We used {one.term}."))
    none = await ana.asks(ExplainMessage(text="zzyzx"))
    (menu,) = picks(both, Define)
    offered = [option.value for option in menu.options]
    assert {one.id, two.id} <= set(offered)
    assert offered.index(two.id) < offered.index(one.id), "in their order in the message"
    assert one.term in (alone.title, *(option.label for p in picks(alone) for option in p.options))
    assert "no word" in texts(none)


@pytest.mark.parametrize(("message", "gone"), [("post-9", ["post-9"]), ("", [])])
async def test_removing_a_card_from_a_channel(booth: Booth, message: str, gone: list[str]) -> None:
    moderator = booth.visitor(rank=Rank.moderator)
    card = await moderator.asks(RemoveCard(message=message))
    assert booth.pigeon.taken_back == gone
    assert ("not mine" in texts(card)) is (not gone)
