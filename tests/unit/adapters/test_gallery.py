"""Every card of every feature can be shown on every face, in every language and a longer one."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.discord.cards import draw as draw_for_discord
from adapters.discord.cards import draw_post
from adapters.slack.cards import Surface
from adapters.slack.cards import draw as draw_for_slack
from adapters.slack.commands import Names
from adapters.slack.forms import form_view
from adapters.slack.spelling import Spelling
from adapters.slack.text import LOOK_ALIKE
from adapters.slack.views import Memo, card_view, home_view
from adapters.terminal.cards import draw as draw_for_terminal
from bot.catalog.article import ARTICLE_IDS
from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.compose import catalogue, languages, registered
from bot.core.cards import Button, Pick
from bot.core.intents import arguments
from bot.core.markup import clean
from bot.core.people import Place, Platform
from bot.core.replies import Ask
from bot.core.words import PSEUDO, SOURCE, Lexicon, Words
from tests.doubles.discord.openapi import Specification
from tests.doubles.limits import validate_discord, validate_slack
from tests.doubles.readers import read_discord, read_slack
from tests.doubles.slack.validate import HOME, MODAL, view_faults
from tests.gallery import Piece, gallery, owed
from tests.gallery_page import page
from tests.journey.booth import texts

MESSAGES = "/channels/{channel_id}/messages"
OUTPUT = Path(__file__).parents[2] / "output"
SLACK_PLACE = Place(Platform.slack, "C0123456789", "a-channel-with-a-long-name" * 3)
ALIKE = {ord(sign): alike for sign, alike in LOOK_ALIKE.items()}


class Complaints(logging.Handler):
    """Keeps what the bot notes as broken."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()}: {record.exc_info and record.exc_info[1]!r}")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load([builtin()])


@pytest.fixture(scope="module")
def complaints() -> Iterator[list[str]]:
    handler, log = Complaints(), logging.getLogger("milepost.answers")
    log.addHandler(handler)
    yield handler.heard
    log.removeHandler(handler)


@pytest.fixture(scope="module", params=[*languages(), PSEUDO])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def pieces(language: str, catalog: Catalog, complaints: list[str]) -> list[Piece]:
    complaints.clear()
    return asyncio.run(gallery(catalog, language))


def test_no_way_ends_in_a_fault_of_ours(pieces: list[Piece], complaints: list[str]) -> None:
    assert len(pieces) > 1000
    assert complaints == []


def test_discord_takes_every_card(pieces: list[Piece]) -> None:
    wrong: dict[str, list[str]] = {}
    for piece in pieces:
        bodies = [draw_for_discord(piece.card).body]
        if piece.post:
            bodies.append(draw_post(piece.card, piece.card.title or "A card", "ref 7Q2K9").body)
        for body in bodies:
            found = validate_discord(body)
            wrong |= {piece.way: found} if found else {}
    assert wrong == {}


def test_the_published_schema_takes_the_largest_card_of_each_kind(pieces: list[Piece]) -> None:
    published = Specification.load()
    for piece in largest_of_each_kind(pieces):
        body = draw_for_discord(piece.card).body
        assert (piece.way, published.faults("POST", MESSAGES, body)) == (piece.way, [])


def test_slack_takes_every_card(pieces: list[Piece]) -> None:
    wrong: dict[str, list[str]] = {}
    for piece in pieces:
        payload = draw_for_slack(piece.card)
        found = validate_slack(payload.blocks, payload.text, "message")
        wrong |= {piece.way: found} if found else {}
    assert wrong == {}


def test_slack_and_its_own_models_take_every_card_in_a_window(
    pieces: list[Piece], language: str
) -> None:
    words, wrong = speaker(language), dict[str, object]()
    spelling = Spelling.of(Names(), registered(load([builtin()])).commands)
    memo = Memo("C0123456789", "ml-evenings", "", steps=True).of(SLACK_PLACE)
    for piece in pieces:
        card = spelling.card(piece.card)
        found = view_faults(card_view(card, memo, words), MODAL)
        payload = draw_for_slack(card)
        found = found or validate_slack(payload.blocks, payload.text, "message")
        wrong |= {piece.way: found} if found else {}
    assert wrong == {}


def test_slack_takes_cards_below_each_other_in_the_home_tab(pieces: list[Piece]) -> None:
    largest = largest_of_each_kind(pieces)
    for at in range(len(largest) - 3):
        cards = [piece.card for piece in largest[at : at + 4]]
        assert (largest[at].way, view_faults(home_view(cards), HOME)) == (largest[at].way, [])


def test_slack_takes_every_form(catalog: Catalog, language: str) -> None:
    words, tip = speaker(language), catalog.tips()[0].id
    rows = dict.fromkeys(("group", "schedule", "draft"), "a-row")
    known = {"piece": f"tip-{tip}", "kind": "tip", "target": tip, "day": 739_000, **rows}
    forms = [intent for intent in registered(catalog).handlers if intent.spec.asks]
    assert len(forms) > 4
    for intent in forms:
        given = {name: known[name] for name, f in arguments(intent).items() if f.is_required()}
        form = Ask(intent.model_validate(given), words.s(intent.spec.asks))
        view = form_view(form, Memo(), words, {})
        assert (intent.__name__, view_faults(view, MODAL)) == (intent.__name__, [])


def speaker(language: str) -> Words:
    return Lexicon(catalogue).speak(language)


@pytest.mark.parametrize("surface", [Surface.modal, Surface.home])
def test_slack_takes_the_largest_card_of_each_kind_in_a_view(
    pieces: list[Piece], surface: Surface
) -> None:
    for piece in largest_of_each_kind(pieces):
        payload = draw_for_slack(piece.card, surface)
        found = validate_slack(payload.blocks, payload.text, surface)
        assert (piece.way, found) == (piece.way, [])


def test_the_terminal_shows_every_card(pieces: list[Piece]) -> None:
    for piece in pieces:
        drawing = draw_for_terminal(piece.card, ZoneInfo("Europe/Berlin"))
        shown = "".join(line.plain for line in drawing.lines)
        assert clean(piece.card.title) in clean(shown)
        menus = sum(len(i.options) for i in piece.card.actions if isinstance(i, Pick))
        buttons = sum(not i.off for i in piece.card.actions if isinstance(i, Button))
        assert len(drawing.presses) == menus + buttons


def largest_of_each_kind(pieces: list[Piece]) -> list[Piece]:
    return list({p.kind: p for p in sorted(pieces, key=lambda piece: piece.card.size)}.values())


def on_discord(piece: Piece) -> str:
    parts = draw_for_discord(piece.card).body["components"][0]["components"]
    return " ".join(read_discord(part["content"]).text for part in parts if part["type"] == 10)


def on_slack(piece: Piece) -> str:
    said: list[str] = []
    for block in draw_for_slack(piece.card).blocks:
        for text in (block.get("text", {}), *block.get("elements", ())):
            if text.get("type") == "mrkdwn":
                said.append(read_slack(text["text"]).text)
            elif text.get("type") == "plain_text":
                said.append(text["text"])
    return " ".join(said)


def bare(text: str) -> str:
    """Make texts equal that differ by spaces, or by signs that Slack shows as their look-alikes."""
    return " ".join(text.translate(ALIKE).split())


def test_whatever_the_article_says_is_said_on_both_platforms(
    pieces: list[Piece], catalog: Catalog
) -> None:
    places = [(bare(texts(piece.card)), piece) for piece in pieces]
    owing = [(slug, text) for slug in sorted(ARTICLE_IDS) for text in owed(catalog, slug)]
    assert {slug for slug, _ in owing} == ARTICLE_IDS
    unsaid: list[str] = []
    for slug, text in owing:
        piece = next((piece for place, piece in places if bare(text) in place), None)
        if piece is None:
            unsaid.append(f"{slug}: {text!r} is on no card")
        elif bare(text) not in bare(on_discord(piece)):
            unsaid.append(f"{slug}: {text!r} is not on Discord: {piece.way}")
        elif bare(text) not in bare(on_slack(piece)):
            unsaid.append(f"{slug}: {text!r} is not on Slack: {piece.way}")
    assert unsaid == []


def test_the_largest_card_is_told_and_a_page_is_drawn(
    pieces: list[Piece], language: str, catalog: Catalog
) -> None:
    spelling = Spelling.of(Names(), registered(catalog).commands)
    largest = max(pieces, key=lambda piece: piece.card.size)
    print(f"largest of {len(pieces)}: {largest.card.size} characters, {largest.way}")  # noqa: T201 (for whoever looks)
    kinds = {piece.kind: piece for piece in reversed(pieces)}
    assert len(kinds) > 35
    OUTPUT.mkdir(exist_ok=True)
    OUTPUT.joinpath(".gitignore").write_text("*\n", "utf-8")
    name = "gallery.html" if language == SOURCE else f"gallery-{language}.html"
    drawn = page(_shown(piece, spelling) for piece in (largest, *kinds.values()))
    OUTPUT.joinpath(name).write_text(drawn, "utf-8")


def _shown(piece: Piece, spelling: Spelling) -> tuple[str, Any, Any, str]:
    payload = draw_for_slack(spelling.card(piece.card))
    title = piece.card.title or "A card"
    made = draw_post(piece.card, title, "ref 7Q2K9") if piece.post else draw_for_discord(piece.card)
    return piece.way, made.body, payload.blocks, payload.text
