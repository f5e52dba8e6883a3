"""How a piece of the pack will look, for writers: the cards it stands on, without any database."""

import datetime as dt
from collections.abc import Iterable
from typing import cast

from bot.catalog.catalog import Catalog
from bot.catalog.models import (
    KINDS,
    Item,
    Record,
    Tip,
)
from bot.core.cards import Card, Facts, Note
from bot.core.context import Context
from bot.core.markup import escape
from bot.core.people import Account, Community, Place, Platform, Request
from bot.core.ports import Clock
from bot.core.registry import Registry
from bot.core.replies import Edit, Say
from bot.core.words import Words
from bot.features.pieces import opened
from bot.features.quiz_cards import QuizCards
from bot.features.tips import TipFeature
from bot.study.quiz import show
from bot.study.records import Answer, Round

_ROUND = "preview-preview-"


async def preview(
    catalog: Catalog, registry: Registry, clock: Clock, kind: str, slug: str
) -> tuple[Card, ...]:
    """Draw the cards of a piece. Raises ValueError for an unknown kind or id."""
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind}; there are {', '.join(KINDS)}")
    record = catalog.find(KINDS[kind], slug)
    if record is None:
        raise ValueError(f"there is no {kind} {slug} in the pack")
    ctx = _context(clock)
    match record:
        case Item():
            return _item(catalog, ctx, record)
        case Tip():
            tips = next(f for f in _owners(registry) if isinstance(f, TipFeature))
            return (Card(record.title, tips.text(ctx, record)),)
        case _:
            return await _answered(catalog, registry, ctx, record)


async def _answered(
    catalog: Catalog, registry: Registry, ctx: Context, record: Record
) -> tuple[Card, ...]:
    ask = opened(catalog, record)
    if ask is None:
        return (_plain(record),)
    reply = await registry.handlers[type(ask)](ctx, ask)
    return (reply.card,) if isinstance(reply, (Say, Edit)) else ()


def _owners(registry: Registry) -> Iterable[object]:
    return (getattr(handler, "__self__", None) for handler in registry.handlers.values())


def _item(catalog: Catalog, ctx: Context, item: Item) -> tuple[Card, ...]:
    """Draw a question, its feedback when right and when not known, and all reasons."""
    cards, shown = QuizCards(catalog), show(item, 0, 0)
    now = Round(_ROUND, "preview", 0, (item.id,), 1, ctx.now)
    good = Answer(_ROUND, 0, "preview", item.id, item.rev, item.key, True, True, ctx.now)  # noqa: FBT003 (sure, right)
    unknown = Answer(_ROUND, 0, "preview", item.id, item.rev, (), False, False, ctx.now)  # noqa: FBT003 (as above)
    return (
        cards.question(ctx, now, shown, ""),
        cards.feedback(ctx, now, shown, good, None),
        cards.feedback(ctx, now, shown, unknown, None),
        cards.why_not(ctx, now, shown, unknown),
    )


def _plain(record: Record) -> Card:
    """List a piece's own texts: no card shows it alone yet."""
    rows = tuple(
        (name, escape(_readable(value)))
        for name, value in record.model_dump(mode="json", exclude_defaults=True).items()
    )
    return Card(record.id, (Facts(rows), Note(escape("No card shows this piece alone."))))


def _readable(value: object) -> str:
    """Write the lists and tables of a piece as a writer reads them."""
    match value:
        case list():
            return "; ".join(_readable(one) for one in cast("list[object]", value))
        case dict():
            return ", ".join(
                f"{key} {_readable(one)}" for key, one in cast("dict[str, object]", value).items()
            )
        case _:
            return str(value)


def _context(clock: Clock) -> Context:
    now = clock.now().astimezone(dt.UTC)
    place = Place(Platform.terminal, "preview", "preview", Community(Platform.terminal, "preview"))
    account = Account(Platform.terminal, "", "preview")
    return Context(Request("preview", account, "preview", place, now), Words(), now)
