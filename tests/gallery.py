"""Every card there is: a walk through all commands, completions, buttons, menus and forms."""

import random
import string
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field

from bot.catalog.catalog import Catalog
from bot.catalog.models import (
    Certification,
    Item,
    Record,
    Salary,
    Source,
    Statement,
    Step,
    Trait,
)
from bot.core import tokens
from bot.core.cards import Button, Card, Pick
from bot.core.intents import Intent, arguments, asked, bare_type, marks, suggestions
from bot.core.markup import of_pack, plain
from bot.core.people import Rank
from bot.core.replies import Amend, Ask, Edit, Reply, Say
from bot.core.words import SOURCE
from bot.intents.schedules import NewSchedule
from bot.preview import preview
from bot.storage.memory import MemoryStore
from tests.journey.booth import Booth, Visitor

DEPTH, STEPS = 20, 60
ROWS = {
    *("round", "share", "schedule", "group", "draft", "person", "change", "ref"),
    *("day", "version", "number", "at"),
}
"""Fields that name rows: every walk makes rows of its own, which look like those before."""

SOME = 3
"""Rows that a walk begins with; the others look alike."""

MISTAKES = (
    *("/rodmap", "rodmap 3", "/roadmap 9", "/roadmap nowhere", "/quiz level=9", "/define"),
    *("/define xyzzy", "/certs xyzzy", "/tip a b c d", "/settings now", "/traits x*y_z <@1>", ""),
)
FORM_ANSWERS = ("", "?", "12", "Berlin", "Somebody wrote *this* <!here> @everyone `x`")


@dataclass(frozen=True, slots=True)
class Piece:
    """One card and the way to it; a post is seen by the whole channel."""

    way: str
    card: Card
    kind: str
    post: bool = False


@dataclass(repr=False)
class Walk:
    """Walks through one bot in one language. Keeps what was asked already, keys of rows aside."""

    booth: Booth
    language: str = SOURCE
    seen: set[str] = field(default_factory=set[str])
    filled: set[type[Intent]] = field(default_factory=set[type[Intent]])
    people: int = 0

    def visitor(self) -> Visitor:
        """Let in somebody of whom nothing is known."""
        self.people += 1
        name = f"visitor-{self.people}"
        return self.booth.visitor(name, rank=Rank.moderator, language=self.language)

    async def pieces(self) -> AsyncGenerator[Piece]:
        """Yield every card that the walk finds."""
        for kind in self.booth.bot.commands.values():
            async for ask in self._starts(kind):
                who = self.visitor()
                async for piece in self._from(who, ask):
                    yield piece
                async for piece in self._wander(who, ask):
                    yield piece
        for line in MISTAKES:
            reply = await self.booth.bot.typed(self.visitor().request(), line)
            for piece in _shown(reply, f"typed {line!r}", "mistake"):
                yield piece
        for _, card in self.booth.pigeon.posted:
            yield Piece("shared", card, "shared", post=True)

    async def _starts(self, kind: type[Intent]) -> AsyncGenerator[Intent]:
        """Yield a command bare where it may be, and with each value of each option."""
        fields = arguments(kind)
        if not any(described.is_required() for described in fields.values()):
            yield kind()
        for name in fields:
            async for value in self._values(kind, name):
                yield kind.model_validate_strings({name: value})

    async def _values(self, kind: type[Intent], name: str) -> AsyncGenerator[str]:
        described = arguments(kind)[name]
        if suggestions(described):
            found = dict[str, None]()
            for typed in ("", *string.ascii_lowercase, *string.digits):
                request = self.booth.visitor("looker").request()
                for choice in await self.booth.bot.complete(request, kind, name, typed):
                    found[choice.value] = None
            for value in list(found)[: SOME if name in ROWS else None]:
                yield value
        elif bare_type(described) is int:
            low = max(getattr(mark, "ge", 0) for mark in (*marks(described), None))
            high = max(getattr(mark, "le", 0) for mark in (*marks(described), None))
            for number in range(low, min(high, 9) + 1):
                yield str(number)

    async def _from(self, who: Visitor, start: Intent) -> AsyncGenerator[Piece]:
        """Go every way once, nearest first; then look at the start again, for much has changed."""
        waiting = deque([(start, f"/{start.spec.name}", 0)])
        while waiting:
            ask, way, depth = waiting.popleft()
            reply = await self.booth.bot.answer(who.request(public=False if depth else None), ask)
            for piece in _shown(reply, way, type(ask).__name__):
                yield piece
                ways = self._ways_on(piece.card, start)
                news = [(a, f"{way} > {label}") for label, a in ways]
                waiting.extend((a, way_, depth + 1) for a, way_ in news if depth < DEPTH)
            if isinstance(reply, Ask):
                async for piece in self._fill(who, reply, way):
                    yield piece
        reply = await self.booth.bot.answer(who.request(), start)
        for piece in _shown(reply, f"/{start.spec.name} again", type(start).__name__):
            yield piece

    async def _fill(self, who: Visitor, form: Ask, way: str) -> AsyncGenerator[Piece]:
        kind = type(form.intent)
        names = asked(kind)
        for answer in FORM_ANSWERS if kind not in self.filled else FORM_ANSWERS[-1:]:
            reply = await who.sends(form.intent, **dict.fromkeys(names, answer))
            for piece in _shown(reply, f"{way} > sent {answer!r}", kind.__name__):
                yield piece
        self.filled.add(kind)

    async def _wander(self, who: Visitor, start: Intent) -> AsyncGenerator[Piece]:
        """Press at random for a while: what is asked again may be answered otherwise."""
        dice = random.Random(repr(start))  # noqa: S311 (drawn to be repeated)
        ask, way = start, f"/{start.spec.name}"
        for _ in range(STEPS if start.spec.name in {"quiz", "roadmap", "tip", "assess"} else 0):
            self.booth.clock.on(hours=7)
            reply = await self.booth.bot.answer(who.request(public=False), ask)
            ways: list[tuple[str, Intent]] = []
            for piece in _shown(reply, way, type(ask).__name__):
                yield piece
                ways = list(_ways(piece.card))
            label, ask = dice.choice(ways) if ways else ("", start)
            way = f"/{start.spec.name} … > {label}"

    def _ways_on(self, card: Card, start: Intent) -> Iterator[tuple[str, Intent]]:
        made = repr(start) if isinstance(start, NewSchedule) else ""
        for label, ask in _ways(card):
            key = f"{made} {_key(ask)}" if made and "draft" in type(ask).model_fields else _key(ask)
            if key not in self.seen:
                self.seen.add(key)
                yield label, ask


def _key(ask: Intent) -> str:
    """Name what an intent asks; rows have keys, versions and days of their own each time."""
    return f"{ask.spec.code} {ask.model_dump_json(exclude=ROWS)}"


def _ways(card: Card) -> Iterator[tuple[str, Intent]]:
    for item in card.actions:
        match item:
            case Button(label=label, go=go, off=False):
                yield label, go
            case Pick(into=into, field=name, options=options):
                for option in options:
                    yield option.label, _picked(into, name, option.value)
            case _:
                pass


def _picked(into: Intent, name: str, value: str) -> Intent:
    codes = tokens.Tokens({into.spec.code: type(into)}, into)
    return codes.read(tokens.write(into, into=name), value)


def _shown(reply: Reply, way: str, kind: str) -> Iterator[Piece]:
    if isinstance(reply, (Say, Edit, Amend)):
        yield Piece(way, reply.card, kind)


async def gallery(catalog: Catalog, language: str) -> list[Piece]:
    """Collect every card that can be reached in a language, each once."""
    booth = Booth(catalog, MemoryStore())
    pieces = [piece async for piece in Walk(booth, language).pieces()]
    if language == SOURCE:
        for item in catalog.all(Item):
            cards = await preview(catalog, booth.bot.registry, booth.clock, "item", item.id)
            names = ("question", "right", "not known", "why not")
            pieces += [
                Piece(f"item {item.id}: {name}", card, f"item, {name}")
                for name, card in zip(names, cards, strict=True)
            ]
    return list({repr(piece.card): piece for piece in reversed(pieces)}.values())[::-1]


ARTICLE_TEXTS: Mapping[type[Record], tuple[str, ...]] = {
    Statement: ("title", "text"),
    Step: ("title", "summary", "also"),
    Trait: ("title", "means", "shows", "practise"),
    Certification: ("name", "says", "keeps", "unsure"),
    Salary: ("title", "kind", "occupation", "country", "period", "caveat"),
    Source: ("title", "publisher", "about"),
}
"""What each kind of record that carries a statement of the article has to say."""


def owed(catalog: Catalog, slug: str) -> list[str]:
    """List the texts of the records that carry a statement of the article, without signs."""
    found: list[str] = []
    for record in catalog.article(slug):
        for name in ARTICLE_TEXTS[type(record)]:
            value = getattr(record, name) or ()
            found += [
                plain(of_pack(text)) for text in ([value] if isinstance(value, str) else value)
            ]
    return found
