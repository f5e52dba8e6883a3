"""A member can study for a month without meeting anything twice before it is time."""

import datetime as dt

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.catalog.models import Item
from bot.core import tokens
from bot.core.markup import of_pack, plain
from bot.intents.quizzes import Lock, NextQuestion, Quiz
from bot.intents.tips import Tip
from bot.storage.memory import MemoryStore
from bot.study.quiz import ROUND_SIZE
from bot.study.records import Round
from tests.journey.booth import Booth, Visitor, kept

MONTH, ROUNDS, WEEKS = 30, 4, 6


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load([builtin()])


@pytest.fixture
def booth(catalog: Catalog) -> Booth:
    return Booth(catalog, MemoryStore())


def letters(visitor: Visitor, item: Item) -> str:
    """Read under which letters the right answer stands, in its order."""
    bodies = [plain(getattr(block, "body", of_pack(""))) for block in visitor.shown.blocks]
    lines = [line for body in bodies for line in body.splitlines() if line[1:2] == " "]
    shown = {line[2:]: line[0].lower() for line in lines}
    texts = {option.id: plain(of_pack(option.text)) for option in item.option}
    found = [shown[texts[key]] for key in item.key]
    return "".join(found if item.type == "order" else sorted(found))


async def current(visitor: Visitor) -> Round:
    """Return the round that somebody has open."""
    store = visitor.booth.store
    async with store.read() as work:
        person = await work.people.find(visitor.request().account)
        found = await work.rounds.current(person.id) if person else None
    assert found
    return found


async def play(visitor: Visitor, *, right: bool) -> list[str]:
    """Play a round to its end and return the questions as they came."""
    await visitor.asks(Quiz())
    asked, last = list[str](), False
    while not last:
        now = await current(visitor)
        asked.append(now.queue[now.position])
        picked = letters(visitor, visitor.booth.catalog.get(Item, asked[-1])) if right else ""
        lock = Lock(round=now.id, position=now.position, picked=picked, sure=right)
        await visitor.presses(tokens.write(lock))
        last = len(asked) == (ROUND_SIZE if right else 2 * ROUND_SIZE)
        await visitor.goes(NextQuestion)
    return asked


async def test_thirty_days_of_tips_without_a_repeat(booth: Booth) -> None:
    ana, seen = booth.visitor(), list[str]()
    for _ in range(MONTH):
        seen.append((await ana.asks(Tip())).title)
        booth.clock.on(days=1)
    assert len(set(seen)) == MONTH


async def test_no_tip_returns_before_all_were_seen(booth: Booth, catalog: Catalog) -> None:
    ana, seen = booth.visitor(), list[str]()
    tips = catalog.tips()
    for _ in tips:
        seen.append((await ana.asks(Tip())).title)
        booth.clock.on(days=1)
    assert sorted(seen) == sorted(tip.title for tip in tips)


async def test_four_rounds_in_a_row_without_a_repeat(booth: Booth) -> None:
    ana, asked = booth.visitor(), list[str]()
    for _ in range(ROUNDS):
        asked += await play(ana, right=True)
        booth.clock.on(hours=1)
    assert len(asked) == ROUNDS * ROUND_SIZE
    assert len(set(asked)) == len(asked)


async def test_four_rounds_of_nothing_known_repeat_only_within_the_round(booth: Booth) -> None:
    ana, before = booth.visitor(), set[str]()
    for _ in range(ROUNDS):
        asked = await play(ana, right=False)
        assert asked == asked[:ROUND_SIZE] * 2, "each missed question comes once more"
        assert before.isdisjoint(asked)
        before |= set(asked)
        booth.clock.on(hours=1)


async def test_in_weekly_rounds_nothing_returns_before_it_is_due(
    booth: Booth, catalog: Catalog
) -> None:
    ana, due = booth.visitor(), dict[str, dt.datetime]()
    new = set[str]()
    for _ in range(WEEKS):
        for slug in await play(ana, right=True):
            assert due.get(slug, booth.clock.now()) <= booth.clock.now(), slug
            new.add(slug)
        rows = (await kept(booth.store))["memories"]
        due = {str(row["item"]): dt.datetime.fromisoformat(str(row["due_at"])) for row in rows}
        booth.clock.on(days=7)
    assert ROUNDS * ROUND_SIZE // 2 <= len(new) <= len(catalog.items())
