"""A pack about something else works alone: nothing in the bot knows the first pack's ids."""

import ast
import datetime as dt
import re
from collections import deque
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.lint import lint
from bot.catalog.loader import builtin, load
from bot.catalog.models import KINDS
from bot.core.cards import Button, Card, Pick
from bot.core.intents import Intent, arguments, choices
from bot.core.people import Rank
from bot.core.replies import Ask, Edit, Say
from bot.core.tokens import Tokens, write
from bot.core.words import PSEUDO
from bot.intents.career import About, Define, Job, Salary
from bot.intents.roadmap import Roadmap
from bot.storage.memory import MemoryStore
from tests.journey.booth import Booth, Visitor, texts
from tests.yard.tree import ROOT

TINY = Path(__file__).parent / "tiny"
BROKEN = "broke on my side"
STEPS = 400


@pytest.fixture(scope="module")
def garden() -> Catalog:
    return load([TINY])


@pytest.fixture
def booth(garden: Catalog) -> Booth:
    return Booth(garden, MemoryStore())


def ids(catalog: Catalog) -> set[str]:
    """List every id of a catalogue, former ones too."""
    records = [record for kind in KINDS.values() for record in catalog.every(kind)]
    return {slug for record in records for slug in (record.id, *record.aliases)}


def test_the_second_pack_is_sound() -> None:
    assert [str(each) for each in lint([TINY], dt.date(2026, 11, 24)).problems] == []


def test_the_two_packs_share_no_id(garden: Catalog) -> None:
    assert ids(garden).isdisjoint(ids(load([builtin()])))


def test_no_code_names_a_piece_of_the_first_pack() -> None:
    """Ids of one word ("target", "json") are words of every program; the others are ours.

    A sentence may name a piece as an example; a value, a key or a path may not.
    """
    ours = {slug for slug in ids(load([builtin()])) if "-" in slug}
    word = re.compile(r"(?<![.\w-])[a-z0-9]+(?:-[a-z0-9]+)+")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {slug}"
        for folder in ("bot", "adapters")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
        for slug in word.findall(node.value)
        if slug in ours
    ]
    assert len(ours) > 500
    assert found == []


def test_no_example_holds_a_word_of_the_first_pack(booth: Booth, garden: Catalog) -> None:
    pack = load([builtin()])
    known = {str(step.id) for step in pack.steps} | {trait.id for trait in pack.traits}
    known |= {term.term for term in pack.terms} - {term.term for term in garden.terms}
    for kind in booth.bot.commands.values():
        for example in kind.spec.examples:
            fixed = {word for field in arguments(kind).values() for word in choices(field)}
            assert (known - fixed).isdisjoint(example.split()), example


def ways(card: Card) -> list[Intent]:
    """List all that a card offers."""
    found: list[Intent] = []
    for item in card.actions:
        match item:
            case Button(go=go):
                found.append(go)
            case Pick(into=into, field=field, options=options):
                codes = Tokens({into.spec.code: type(into)}, into)
                found += [codes.read(write(into, into=field), each.value) for each in options]
            case _:
                pass
    return found


async def walk(visitor: Visitor) -> list[Card]:
    """Ask every command, and go every way from it once."""
    bot = visitor.booth.bot
    waiting = deque[Intent]()
    for kind in bot.commands.values():
        if not any(field.is_required() for field in arguments(kind).values()):
            waiting.append(kind())
    waiting += [Define(term=term.id) for term in visitor.booth.catalog.terms]
    seen, cards = set[str](), list[Card]()
    while waiting and len(cards) < STEPS:
        ask = waiting.popleft()
        key = f"{ask.spec.code}{ask.model_dump(exclude={'round', 'share', 'at'})}"
        if key in seen:
            continue
        seen.add(key)
        visitor.booth.clock.on(seconds=1)
        reply = await bot.answer(visitor.request(public=False), ask)
        assert isinstance(reply, (Say, Edit, Ask)), reply
        if not isinstance(reply, Ask):
            cards.append(reply.card)
            waiting.extend(ways(reply.card))
    return cards


@pytest.mark.parametrize("language", ["", PSEUDO])
@pytest.mark.parametrize("days", [0, 400])
async def test_every_card_can_be_drawn_from_it(booth: Booth, language: str, days: int) -> None:
    booth.clock.at += dt.timedelta(days)
    visitor = booth.visitor(rank=Rank.moderator, language=language)
    cards = await walk(visitor)
    assert len(cards) > 100
    assert [texts(card) for card in cards if BROKEN in texts(card)] == []


async def test_nothing_of_the_first_pack_is_said(booth: Booth) -> None:
    pack = load([builtin()])
    titles = {each.title for each in (*pack.steps, *pack.milestones(), *pack.traits)}
    titles |= {each.name for each in pack.certifications}
    told = "\n".join(texts(card) for card in await walk(booth.visitor()))
    assert [title for title in titles if re.search(rf"\b{re.escape(title)}\b", told)] == []


async def test_it_is_served(booth: Booth) -> None:
    ana = booth.visitor()
    assert "Soil" in texts(await ana.asks(Roadmap(step=1)))
    assert "Gardeners grow things." in texts(await ana.asks(Job()))
    assert "A garden of one's own 1.0.0" in texts(await ana.asks(About()))
    assert "28,000" in texts(await ana.asks(Salary()))
    assert (await ana.types("/define heavy soil")).title == "clay soil"
    assert (await ana.types("/quiz open eyes")).blocks
    assert "Push a finger in" in (await ana.types("/tip open eyes")).title
    assert "Master of compost" in texts(await ana.types("/certs compost"))
    assert "mulch" in texts(await ana.types("/interview theory"))
