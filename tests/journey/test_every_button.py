"""Every button and every menu entry that can be reached leads to an answer, in any language."""

import asyncio
import logging
from collections import deque

import pytest

from bot.catalog.catalog import Catalog
from bot.compose import languages
from bot.core import tokens
from bot.core.cards import Button, Card, Pick
from bot.core.intents import Intent
from bot.core.people import Rank
from bot.core.replies import Ask, Edit, Say
from bot.core.words import PSEUDO, SOURCE
from bot.intents.career import Define
from bot.intents.person import Erase
from bot.intents.sharing import Share
from bot.storage.memory import MemoryStore
from tests.gallery import ROWS
from tests.journey.booth import Booth

MADE = {"schedules", "plans", "groups", "group_desk", "posts", "community"}
"""Families of intents that name rows made by moderators."""

LANGUAGES = [tag for tag in (*languages(), PSEUDO) if tag != SOURCE]


def ways_on(booth: Booth, card: Card) -> list[Intent]:
    """List what can be asked from a card; menus are read back as a press would be."""
    found: list[Intent] = []
    for item in card.actions:
        match item:
            case Button(go=go, off=False):
                found.append(booth.bot.tokens.read(tokens.write(go)))
            case Pick(into=into, field=field, options=options):
                token = tokens.write(into, into=field)
                found += [booth.bot.tokens.read(token, option.value) for option in options]
            case _:
                pass
    return found


def in_a_round(intent: Intent) -> bool:
    """Tell whether this belongs to one round of a quiz; other tests play those."""
    return "round" in type(intent).model_fields or intent == Erase(sure=True)


def starts(booth: Booth) -> dict[str, Intent]:
    """List what can be typed, by what it looks like."""
    commands = [kind() for kind in booth.bot.commands.values() if kind is not Define]
    words = [Define(term=term.id) for term in booth.catalog.terms]
    return {looks(intent): intent for intent in (*commands, *words)}


def looks(intent: Intent) -> str:
    """Name what is asked; rows of schedules and groups are made anew all the while."""
    plain = type(intent).__module__.rpartition(".")[2] not in MADE
    return repr(intent) if plain else f"{type(intent)} {intent.model_dump_json(exclude=ROWS)}"


@pytest.mark.parametrize(
    ("language", "days"), [(SOURCE, 0), (SOURCE, 800), *((tag, 0) for tag in LANGUAGES)]
)
async def test_every_way_leads_on(
    catalog: Catalog, language: str, days: int, caplog: pytest.LogCaptureFixture
) -> None:
    booth = Booth(catalog, MemoryStore())
    booth.clock.on(days=days)
    moderator = booth.visitor("mod", rank=Rank.moderator, language=language)
    caplog.set_level(logging.INFO, "milepost.answers")
    seen = starts(booth)
    waiting, wrong = deque(seen.values()), list[str]()
    while waiting:
        intent = waiting.popleft()
        booth.clock.on(hours=2 if isinstance(intent, Share) else 0)
        reply = await booth.bot.answer(moderator.request(), intent)
        for _ in range(2):  # the line is written when the answer is on its way
            await asyncio.sleep(0)
        outcome = caplog.records[-1].getMessage().split()[3]
        caplog.clear()
        if outcome != "answered":
            wrong.append(f"{intent!r}: {outcome}")
        if isinstance(reply, (Say, Edit)):
            ways = {looks(go): go for go in ways_on(booth, reply.card) if not in_a_round(go)}
            waiting.extend(go for name, go in ways.items() if name not in seen)
            seen |= ways
        else:
            assert isinstance(reply, Ask)
    assert wrong == []
    assert len(seen) > 500, "the walk has been everywhere"
