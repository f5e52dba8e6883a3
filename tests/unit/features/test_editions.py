"""Each community has its own edition, remembered for half a minute and forgotten on a decision."""

import datetime as dt
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.models import Term
from bot.core.faults import CannotLookUp
from bot.core.people import Account, Community, Place, Platform, Request
from bot.core.registry import Registry
from bot.features.editions import Editions, by_name, changes
from bot.storage.memory import MemoryStore, MemoryWork
from bot.study.records import Piece, State, Verdict
from tests.journey.booth import HERE, NOON, THERE, HandClock

OFF = Piece(HERE, "term", "recall", Verdict(State.disabled), Verdict(), NOON)


@dataclass
class Away(MemoryStore):
    """A store that can be away, and counts how often it is read."""

    gone: bool = False
    reads: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[MemoryWork]:
        self.reads += 1
        if self.gone:
            raise CannotLookUp
        async with super().read() as work:
            yield work


@dataclass
class Shop:
    """Editions whose features are told apart by their catalogue."""

    catalog: Catalog
    store: Away = field(default_factory=Away)
    clock: HandClock = field(default_factory=HandClock)
    built: list[Catalog] = field(default_factory=list[Catalog])
    made: dict[int, Catalog] = field(default_factory=dict[int, Catalog])
    editions: Editions = field(init=False)

    def __post_init__(self) -> None:
        self.editions = Editions(self.catalog, self.store, self.clock, self.build)

    def build(self, catalog: Catalog, _: Editions) -> Registry:
        registry = Registry()
        self.built.append(catalog)
        self.made[id(registry)] = catalog
        return registry

    async def put(self, *pieces: Piece) -> None:
        account = Account(Platform.terminal, "", "mod")
        place = Place(Platform.terminal, "general")
        number = f"r{self.store.reads}-{len(pieces)}-{pieces[0].now.state}-{self.clock.now()}"
        async with self.store.write(Request(number, account, "mod", place, NOON)) as work:
            for piece in pieces:
                await work.pieces.put(piece)

    async def shows(self, community: Community | None = HERE) -> bool:
        """Tell whether a community sees the word."""
        registry = await self.editions.of(community)
        return self.made[id(registry)].find(Term, "recall") is not None


@pytest.fixture
def shop(catalog: Catalog) -> Shop:
    return Shop(catalog)


async def test_a_decision_is_seen_in_its_community_alone(shop: Shop) -> None:
    await shop.put(OFF)
    assert [await shop.shows(each) for each in (HERE, THERE, None)] == [False, True, True]
    assert len(shop.built) == 2, "the others share the pack as it is"


async def test_what_is_known_is_not_asked_again_for_half_a_minute(shop: Shop) -> None:
    assert await shop.shows()
    await shop.put(OFF)
    shop.clock.on(seconds=29)
    assert await shop.shows()
    assert shop.store.reads == 1
    shop.clock.on(seconds=1)
    assert not await shop.shows()
    assert shop.store.reads == 2


async def test_a_decision_made_here_is_seen_at_once(shop: Shop) -> None:
    assert await shop.shows()
    await shop.put(OFF)
    shop.editions.forget(HERE)
    assert not await shop.shows()


async def test_features_are_built_again_only_when_something_changed(shop: Shop) -> None:
    await shop.put(OFF)
    for _ in range(3):
        assert not await shop.shows()
        shop.clock.on(minutes=1)
    assert len(shop.built) == 2
    await shop.put(replace(OFF, now=Verdict(), at=NOON + dt.timedelta(minutes=1)))
    shop.clock.on(minutes=1)
    assert await shop.shows()
    assert len(shop.built) == 2


async def test_a_clock_that_is_set_back_makes_nothing_last_for_ever(shop: Shop) -> None:
    assert await shop.shows()
    await shop.put(OFF)
    shop.clock.on(days=-1)
    assert not await shop.shows()


async def test_while_the_database_is_away_the_last_known_edition_is_served(shop: Shop) -> None:
    await shop.put(OFF)
    assert not await shop.shows()
    shop.store.gone = True
    shop.clock.on(minutes=5)
    assert not await shop.shows()
    assert await shop.shows(THERE), "of which nothing is known"


async def test_the_communities_that_were_not_asked_for_longest_are_dropped(shop: Shop) -> None:
    shop.editions.size = 2
    others = [Community(Platform.terminal, f"c{n}") for n in range(2)]
    for community in (HERE, *others, *others):
        await shop.shows(community)
    assert shop.store.reads == 3
    await shop.shows(HERE)
    assert shop.store.reads == 4


async def test_what_was_read_before_a_decision_is_not_remembered(shop: Shop) -> None:
    class Slow(Away):
        @asynccontextmanager
        async def read(self) -> AsyncGenerator[MemoryWork]:
            async with super().read() as work:
                yield work
            if shop.store is self and not self.gone:
                self.gone = True
                await shop.put(OFF)
                shop.editions.forget(HERE)
                self.gone = False

    shop.store = Slow()
    shop.editions = Editions(shop.catalog, shop.store, shop.clock, shop.build)
    assert await shop.shows()
    assert not await shop.shows()


def test_the_newest_decision_about_a_renamed_piece_holds(catalog: Catalog) -> None:
    class Renamed:
        def find(self, kind: object, slug: str) -> object:
            del kind
            return catalog.get(Term, "recall") if slug in {"old-recall", "recall"} else None

    old = replace(OFF, id="old-recall", at=NOON - dt.timedelta(days=1))
    found = by_name(Renamed(), [old, OFF])  # pyright: ignore[reportArgumentType] (it finds what the rule looks for)
    assert list(found.values()) == [OFF]
    assert changes(found).hidden == tuple(found)
