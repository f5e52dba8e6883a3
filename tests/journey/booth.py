"""The bot itself without a platform: people ask, press and send forms, and see replies."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar, overload

from bot.app import Bot
from bot.catalog.catalog import Catalog
from bot.compose import Parts, assemble
from bot.core import tokens
from bot.core.cards import Button, Card, Pick
from bot.core.faults import CannotPost
from bot.core.guards import place, rank
from bot.core.intents import Intent
from bot.core.markup import plain
from bot.core.people import Account, Community, Origin, Place, Platform, Rank, Request
from bot.core.ports import Receipt
from bot.core.replies import Edit, Reply, Say
from bot.storage.directory import StoreDirectory
from bot.storage.memory import MemoryStore
from bot.storage.store import SqlStore
from tests.contract.wall import Wall

I = TypeVar("I", bound=Intent)  # noqa: E741 (a type variable, not a number)
NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
HERE = Community(Platform.terminal, "here")
THERE = Community(Platform.terminal, "there")
AnyStore = SqlStore | MemoryStore


@dataclass
class HandClock:
    """A clock that stands still until somebody moves it."""

    at: dt.datetime = NOON

    def now(self) -> dt.datetime:
        """Return the time it was set to."""
        return self.at

    def on(self, **span: float) -> None:
        """Move it on by days, hours or minutes."""
        self.at += dt.timedelta(**span)


@dataclass
class Pigeon:
    """A courier that remembers; `refuses` makes it refuse what comes next."""

    posted: list[tuple[str, Card]] = field(default_factory=list[tuple[str, Card]])
    taken_back: list[str] = field(default_factory=list[str])
    refuses: str = ""

    async def post(self, place: Place, card: Card, *, key: str) -> Receipt:
        """Remember a post."""
        del key
        if self.refuses:
            raise CannotPost(missing=self.refuses)
        self.posted.append((place.channel, card))
        return Receipt(f"post-{len(self.posted)}")

    async def take_back(self, place: Place, receipt: Receipt) -> None:
        """Remember which post is gone."""
        del place
        self.taken_back.append(receipt.remote)


def digest(account: Account) -> str:
    """Name an account in the log."""
    return hashlib.sha256(str(account).encode()).hexdigest()[:10]


@dataclass(repr=False)
class Booth:
    """A bot over a store and a clock that is moved by hand; what it shares and posts is kept.

    It has no long name: asyncio writes out what a task returns, and a catalogue is long.
    """

    catalog: Catalog
    store: AnyStore
    clock: HandClock = field(default_factory=HandClock)
    pigeon: Pigeon = field(default_factory=Pigeon)
    wall: Wall = field(init=False)
    bot: Bot = field(init=False)
    numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        """Build the bot as the program does, without a limit to the pace."""
        self.wall = Wall(self.clock.now)
        self.refit(self.catalog)

    def refit(self, catalog: Catalog) -> None:
        """Start again with another pack over the same store."""
        self.catalog = catalog
        directory = StoreDirectory(self.store, self.clock)
        parts = Parts(
            catalog,
            self.store,
            directory,
            {Platform.terminal: self.pigeon},
            posters={Platform.terminal: self.wall},
        )
        self.bot = assemble(parts, self.clock, digest, (rank, place))

    def visitor(self, name: str = "ana", **where: Any) -> "Visitor":  # noqa: ANN401 (the fields of Visitor)
        """Let somebody in; `where` gives the other fields."""
        return Visitor(self, name, **where)


@dataclass(repr=False)
class Visitor:
    """Somebody in a channel, or with `community=None` in a private conversation."""

    booth: Booth
    name: str
    rank: Rank = Rank.member
    community: Community | None = HERE
    channel: str = "general"
    language: str = ""
    roles: frozenset[str] = frozenset()
    shown: Card = field(default_factory=lambda: Card("", ()))

    def request(self, id: str = "", *, public: bool | None = None) -> Request:  # noqa: A002 (the record's own word)
        """Make the request that a platform would; `public` says on which card it was a press."""
        return Request(
            id=id or f"{self.name}-{next(self.booth.numbers)}",
            account=Account(Platform.terminal, "", self.name),
            name=self.name,
            place=Place(Platform.terminal, self.channel, self.channel, self.community),
            at=self.booth.clock.now(),
            rank=self.rank,
            locale=self.language,
            origin=None if public is None else Origin(public=public),
            roles=self.roles,
        )

    async def asks(self, intent: Intent) -> Card:
        """Ask something and look at the card."""
        return self._seen(await self.booth.bot.answer(self.request(), intent))

    async def types(self, line: str) -> Card:
        """Type a line and look at the card."""
        return self._seen(await self.booth.bot.typed(self.request(), line))

    async def presses(self, token: str, picked: str | None = None) -> Card:
        """Press what has this token and look at the card."""
        request = self.request(public=False)
        return self._seen(await self.booth.bot.pressed(request, token, picked))

    async def sends(self, intent: Intent, **values: str) -> Reply:
        """Send a form."""
        request = self.request(public=False)
        return await self.booth.bot.submitted(request, tokens.write(intent), values)

    async def goes(self, kind: type[I], fits: Callable[[I], bool] = lambda _: True) -> Card:
        """Press the button of the last card that asks such an intent."""
        (intent,) = filter(fits, goes(self.shown, kind))
        return await self.presses(tokens.write(intent))

    def _seen(self, reply: Reply) -> Card:
        assert isinstance(reply, (Say, Edit)), reply
        self.shown = reply.card
        return reply.card


@overload
def goes(card: Card) -> list[Intent]: ...
@overload
def goes(card: Card, kind: type[I]) -> list[I]: ...
def goes(card: Card, kind: type[Intent] = Intent) -> list[Any]:
    """List what the buttons of a card ask, of one kind or all."""
    asked = [item.go for item in card.actions if isinstance(item, Button)]
    return [go for go in asked if isinstance(go, kind)]


def picks(card: Card, kind: type[Intent] = Intent) -> list[Pick]:
    """List the menus of a card that ask one kind of intent."""
    menus = [item for item in card.actions if isinstance(item, Pick)]
    return [menu for menu in menus if isinstance(menu.into, kind)]


def texts(card: Card) -> str:
    """Return all that a card says, without signs."""
    bodies = [getattr(block, "body", None) for block in card.blocks]
    rows = [row for block in card.blocks for row in getattr(block, "rows", ())]
    said = [plain(body) for body in bodies if body is not None]
    said += [f"{name}: {plain(value)}" for name, value in rows]
    return "\n".join((card.title, *said))


Rows = Mapping[str, list[dict[str, object]]]


async def kept(store: AnyStore, name: str = "ana") -> Rows:
    """Return every row the store has of somebody; nothing of somebody unknown."""
    async with store.read() as work:
        person = await work.people.find(Account(Platform.terminal, "", name))
        return await work.people.export(person.id) if person else {}
