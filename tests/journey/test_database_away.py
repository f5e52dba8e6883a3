"""Another program holds the database, or its file is gone, while somebody answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

import bot.storage.memory
from bot.catalog.catalog import Catalog
from bot.core import tokens
from bot.core.intents import Intent
from bot.intents.person import Erase
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
    async def held(self) -> AsyncIterator[None]:
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
    (unknown,) = (go for go in goes(card, Lock) if isinstance(go, Lock) and not go.picked)
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


async def test_a_file_that_is_gone_is_said_and_found_again(catalog: Catalog, home: Home) -> None:
    store = SqlStore.open(home.database, busy=MOMENT)
    booth = Booth(catalog, store)
    ana = booth.visitor()
    await ana.asks(SetMark(milestone=catalog.milestones()[0].id, mark="done"))
    file, away = file_of(home), home.folder / "away.db"
    file.rename(away)
    reading, writing = await ana.asks(Roadmap()), await ana.asks(Tip())
    away.rename(file)
    found = await ana.asks(Roadmap())
    await store.close()
    assert "cannot look that up" in texts(reading)
    assert goes(reading) == [Roadmap()]
    assert "cannot save" in texts(writing)
    assert not file.with_name("empty").exists()
    assert f"1 of {len(catalog.milestones(catalog.steps[0].id))} done" in texts(found)
