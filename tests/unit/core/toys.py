"""Toy intents, a feature that does as it is told, and a bot around it."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from bot.app import Bot
from bot.core.cards import Card, Choice, Note, Text
from bot.core.context import Context
from bot.core.guards import Guard, place, rank
from bot.core.intents import Asked, Intent, Key, Slug, Suggest
from bot.core.markup import escape, plain
from bot.core.people import Account, Community, Origin, Person, Place, Platform, Rank, Request
from bot.core.registry import Registry, handles, seeds, suggests
from bot.core.replies import Reply, Say
from bot.core.words import Lexicon

NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
VILLAGE = Community(Platform.discord, "900")
ANA = Account(Platform.discord, "", "1")
BEN = Account(Platform.discord, "", "2")
WALLS = ("north-wall", "south-wall", "ceiling", "cellar")
ALIKE = Suggest("walls")


class Paint(Intent, code="zp", name="paint", help="Paint a wall", examples=("/paint red",)):
    colour: Annotated[Literal["red", "green"] | None, Field(description="Which colour")] = None
    wall: Annotated[Slug | None, Field(description="Which wall"), ALIKE] = None
    coats: Annotated[int, Field(ge=1, le=9, description="How many coats")] = 1
    matt: bool = False


class PaintOver(Intent, code="zo", name="paint over", help="Paint it again"):
    wall: Annotated[Slug | None, Field(description="Which wall"), ALIKE] = None


class Pain(Intent, code="za", name="pain", help="Where it hurts"):
    pass


class Find(Intent, code="zf", name="find", help="Find something"):
    what: Annotated[str, Field(min_length=1, max_length=60, description="What to find")]
    deep: bool = False


class Sell(Intent, code="zs", name="sell", help="Sell the house", rank=Rank.moderator):
    pass


class Meet(Intent, code="zm", community_only=True):
    pass


class Sign(Intent, code="zg", asks="Your name and age"):
    page: Annotated[int, Field(ge=0)] = 0
    side: Slug | None = None
    name: Annotated[
        str | None,
        Field(min_length=2, max_length=20),
        Asked("Your name", "As on the door", lines=True),
    ] = None
    age: Annotated[int | None, Field(ge=1, le=150), Asked("Your age")] = None
    room: Annotated[Literal["attic", "cellar"] | None, Asked("Your room")] = None
    wall: Annotated[Slug | None, Asked("Your wall"), ALIKE] = None


class Visit(Intent, code="zv"):
    key: Key


TOYS: tuple[type[Intent], ...] = (Paint, PaintOver, Pain, Find, Sell, Meet, Sign, Visit)
Act = Callable[[Context, Intent], Awaitable[Reply]]


def card(text: str) -> Card:
    """Make a card of one line."""
    return Card("", (Text(escape(text)),))


def said(shown: Card) -> str:
    """Say what a card tells, a line for each block of text."""
    blocks = (block for block in shown.blocks if isinstance(block, (Text, Note)))
    return "\n".join(plain(block.body) for block in blocks)


async def echo(_: Context, ask: Intent) -> Reply:
    """Say what was asked."""
    return Say(card(repr(ask)))


@dataclass(frozen=True, slots=True)
class Toys:
    """Answers every toy intent by `act`."""

    act: Act = echo

    @handles(Paint)
    async def paint(self, ctx: Context, ask: Paint) -> Reply:
        return await self.act(ctx, ask)

    @handles(PaintOver)
    async def again(self, ctx: Context, ask: PaintOver) -> Reply:
        return await self.act(ctx, ask)

    @handles(Pain)
    async def pain(self, ctx: Context, ask: Pain) -> Reply:
        return await self.act(ctx, ask)

    @handles(Find)
    async def find(self, ctx: Context, ask: Find) -> Reply:
        return await self.act(ctx, ask)

    @handles(Sell)
    async def sell(self, ctx: Context, ask: Sell) -> Reply:
        return await self.act(ctx, ask)

    @handles(Meet)
    async def meet(self, ctx: Context, ask: Meet) -> Reply:
        return await self.act(ctx, ask)

    @handles(Sign)
    async def sign(self, ctx: Context, ask: Sign) -> Reply:
        return await self.act(ctx, ask)

    @handles(Visit)
    async def visit(self, ctx: Context, ask: Visit) -> Reply:
        return await self.act(ctx, ask)

    @seeds(Sign)
    async def filled_in(self, ctx: Context, ask: Sign) -> Mapping[str, str]:
        return {"name": ctx.request.name, "age": str(ask.page)}

    @suggests(ALIKE.key)
    async def walls(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        del ctx
        return await offered(ALIKE.key, typed)


async def offered(key: str, typed: str) -> tuple[Choice, ...]:
    """Complete the name of a wall by its beginning."""
    assert key == ALIKE.key
    wanted = typed.casefold()
    return tuple(Choice(wall, wall.title()) for wall in WALLS if wall.startswith(wanted))


@dataclass(slots=True)
class Still:
    """A clock that stands."""

    at: dt.datetime = NOON

    def now(self) -> dt.datetime:
        """Return the same instant until it is changed."""
        return self.at


@dataclass(slots=True)
class Book:
    """A directory of a few people; `trouble` is raised instead of an answer."""

    people: dict[Account, Person] = field(default_factory=dict[Account, Person])
    trouble: Exception | None = None

    async def find(self, account: Account) -> Person | None:
        """Look somebody up."""
        if self.trouble is not None:
            raise self.trouble
        return self.people.get(account)

    def forget(self, account: Account) -> None:
        """Nothing is remembered here."""


def request(  # one keyword for each thing a test may want otherwise
    account: Account = ANA,
    *,
    standing: Rank = Rank.member,
    at: dt.datetime = NOON,
    community: Community | None = VILLAGE,
    locale: str = "",
    public: bool | None = None,
) -> Request:
    """Make a request; `public` is about the pressed card, None when nothing was pressed."""
    return Request(
        id=f"event-{account.user}",
        account=account,
        name="Ana",
        place=Place(Platform.discord, "7", "study", community),
        at=at,
        rank=standing,
        locale=locale,
        origin=None if public is None else Origin(public=public),
    )


def registry(*features: object) -> Registry:
    """Register features."""
    made = Registry()
    for feature in features:
        made.add(feature)
    return made


def bot(
    *features: object,
    guards: Sequence[Guard] = (rank, place),
    directory: Book | None = None,
    lexicon: Lexicon | None = None,
    contact: str = "",
) -> Bot:
    """Put a bot together; without features, it knows the toys."""
    return Bot(
        registry=registry(*(features or (Toys(),))),
        lexicon=lexicon or Lexicon(),
        directory=directory or Book(),
        clock=Still(),
        guards=guards,
        home=Pain(),
        digest=lambda account: f"digest-{account.user}",
        contact=contact,
    )
