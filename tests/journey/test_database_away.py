"""Another program holds the database, or its file is gone, while somebody answers."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

import bot.storage.memory
from bot.catalog.catalog import Catalog
from bot.core import tokens
from bot.core.intents import Intent
from bot.intents.person import Erase, Export, Settings
from bot.intents.quizzes import Lock, NextQuestion, Quiz
from bot.intents.roadmap import Roadmap, SetMark
from bot.intents.sharing import Share
from bot.intents.tips import Tip
from bot.storage.memory import MemoryStore
from bot.storage.store import SqlStore
from tests.journey.booth import AnyStore, Booth, goes, kept, texts
from tests.journey.chat import Home
from tests.journey.tables import file_of

MOMENT = 0.05
"""Seconds the bot waits for its turn; long enough when nobody holds the database."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A bot, and another program on the same database."""

    booth: Booth
    rival: AnyStore

    @asynccontextmanager
    async def held(self) -> AsyncGenerator[None]:
        """Keep everybody else from writing."""
        async with self.rival.write(self.booth.visitor("rival").request()):
            yield


@pytest.fixture(params=["memory", "sqlite"])
async def contested(
    request: pytest.FixtureRequest,
    catalog: Catalog,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Contested]:
    """Set up a bot that is not patient, over each store."""
    if request.param == "memory":
        monkeypatch.setattr(bot.storage.memory, "BUSY", MOMENT)
        store = MemoryStore()
        yield Contested(Booth(catalog, store), store)
        return
    mine, other = SqlStore.open(home.database, busy=MOMENT), SqlStore.open(home.database)
    yield Contested(Booth(catalog, mine), other)
    await mine.close()
    await other.close()


async def test_an_answer_is_kept_whole_or_not_at_all(contested: Contested) -> None:
    booth = contested.booth
    ana = booth.visitor()
    card = await ana.asks(Quiz())
    (unknown,) = goes(card, Lock)
    before = await kept(booth.store)
    async with contested.held():
        refused = await ana.presses(tokens.write(unknown))
        during = await kept(booth.store)
    assert "cannot save" in texts(refused)
    assert "press again" in texts(refused)
    assert during == before
    assert before["rounds"][0]["position"] == 0
    assert (before["answers"], before["memories"]) == ([], [])
    assert goes(refused) == [unknown], "the way out is the same press again"
    feedback = await ana.goes(Lock)
    after = await kept(booth.store)
    assert goes(feedback, NextQuestion)
    assert (len(after["answers"]), len(after["memories"])) == (1, 1)
    assert after["rounds"][0]["position"] == 1


@pytest.mark.parametrize(
    "intent",
    [Tip(), Quiz(), Share(what="roadmap"), Erase(sure=True), None],
    ids=lambda intent: type(intent).__name__,
)
async def test_everything_that_writes_says_so(
    contested: Contested, intent: Intent | None, catalog: Catalog
) -> None:
    ana = contested.booth.visitor()
    wanted = intent or SetMark(milestone=catalog.milestones()[0].id, mark="done")
    async with contested.held():
        refused = await ana.asks(wanted)
    assert "cannot save" in texts(refused)
    assert goes(refused) == [wanted]
    assert contested.booth.pigeon.posted == []
    assert await kept(contested.booth.store) == {}
    assert "cannot save" not in texts(await ana.presses(tokens.write(wanted)))


async def test_reading_goes_on_while_others_write(contested: Contested) -> None:
    ana = contested.booth.visitor()
    async with contested.held():
        card = await ana.asks(Roadmap())
    assert "cannot" not in texts(card)
    assert goes(card, SetMark)


@asynccontextmanager
async def gone(home: Home) -> AsyncGenerator[None]:
    """Move the database's file away for a while."""
    file, away = file_of(home), home.folder / "away.db"
    file.rename(away)
    yield
    assert not file.exists(), "no empty file took its place"
    away.rename(file)


@pytest.fixture
async def filed(catalog: Catalog, home: Home) -> AsyncIterator[Booth]:
    """Set up the bot over a file, with somebody who has done something."""
    store = SqlStore.open(home.database, busy=MOMENT)
    booth = Booth(catalog, store)
    await booth.visitor().asks(SetMark(milestone=catalog.milestones()[0].id, mark="done"))
    yield booth
    await store.close()


@pytest.mark.parametrize(
    "intent", [Roadmap(), Settings(), Export()], ids=lambda intent: type(intent).__name__
)
async def test_nobody_is_taken_for_a_stranger(filed: Booth, home: Home, intent: Intent) -> None:
    ana = filed.visitor()
    async with gone(home):
        refused = await ana.asks(intent)
    found = await ana.asks(intent)
    assert "cannot look that up" in texts(refused)
    assert goes(refused) == [intent]
    assert "cannot" not in texts(found)


async def test_writing_into_a_file_that_is_gone(filed: Booth, home: Home) -> None:
    ana = filed.visitor()
    async with gone(home):
        refused = await ana.asks(Tip())
    found = await ana.asks(Roadmap())
    assert "cannot save" in texts(refused)
    assert " done" in texts(found)
