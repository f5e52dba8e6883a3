"""Draws cards as Slack blocks: plain dicts, and the line that a lock screen shows.

Limits: platform-facts, section 6; the budget of a whole message lies below the point where Slack
refuses it (section 2.6).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, assert_never

import orjson

from adapters.slack.text import TooLarge, drawn, entities, fits, inline, within
from bot.core import cards, markup, tokens
from bot.core.cards import Card, Tone
from bot.core.intents import Intent

MESSAGE_BLOCKS, VIEW_BLOCKS, MESSAGE_JSON, LINE = 50, 100, 12_000, 4_000
HEADER, SECTION, ALT = 150, 3_000, 2_000
LABEL, URL, PLACEHOLDER, OPTION, VALUE = 75, 3_000, 150, 75, 150
_NOTHING = "…"
_STYLES = {Tone.quiet: None, Tone.first: "primary", Tone.danger: "danger"}

Block = dict[str, Any]


class Surface(StrEnum):
    """Where a card is shown; a view holds more than a message."""

    message = "message"
    modal = "modal"
    home = "home"


@dataclass(frozen=True, slots=True)
class Image:
    """Where Slack finds a picture that was uploaded before: the id of its file, or an address."""

    file: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """Blocks, and beside them the plain line for lock screens and screen readers."""

    blocks: tuple[Block, ...]
    text: str


@dataclass(slots=True)
class _Drawing:
    """What one card has used so far; `where` names the block being drawn."""

    images: Mapping[str, Image]
    where: str = ""
    used: set[str] = field(default_factory=set[str])
    links: int = 0

    def token(self, intent: Intent, into: str | None = None) -> str:
        """Write a token that nothing else on the card has."""
        token = tokens.unused(intent, self.used, into)
        if token is not None:
            return token
        raise TooLarge(self.where, "buttons that ask the same", tokens.SLOTS + 1, tokens.SLOTS)

    def link(self) -> str:
        """Name a link: its press arrives too and is only acknowledged, so it is no token."""
        self.links += 1
        return f"link-{self.links}"


def draw(
    card: Card,
    surface: Surface = Surface.message,
    images: Mapping[str, Image] = MappingProxyType({}),
) -> Payload:
    """Draw a card. A picture that `images` does not name is told by its alt text.

    Raises TooLarge, naming the block.
    """
    drawing = _Drawing(images)
    blocks = [*_title(card.title), *_blocks(card, drawing)] or [_section(_NOTHING)]
    cap = MESSAGE_BLOCKS if surface is Surface.message else VIEW_BLOCKS
    fits("the card", "blocks", len(blocks), cap)
    if surface is Surface.message:
        written = orjson.dumps(blocks).decode()
        within("the card", "JSON text", written, MESSAGE_JSON)
    text = within("the card", "the first line", entities(_line(card)), LINE)
    return Payload(tuple(blocks), text)


def page(cards_: Sequence[Card], surface: Surface) -> tuple[Block, ...]:
    """Draw cards below each other, a line between two. Raises TooLarge, naming the block."""
    drawing, blocks = _Drawing({}), list[Block]()
    for card in cards_:
        if blocks:
            blocks.append({"type": "divider"})
        blocks += [*_title(card.title), *_blocks(card, drawing)] or [_section(_NOTHING)]
    fits(
        "the page",
        "blocks",
        len(blocks),
        MESSAGE_BLOCKS if surface is Surface.message else VIEW_BLOCKS,
    )
    return tuple(blocks)


def _line(card: Card) -> str:
    """Say the title and the first line of text without any sign; a note only for want of more."""
    loud = [block for block in card.blocks if not isinstance(block, cards.Note)]
    said = (_said(block) for block in (*loud, *card.blocks))
    first = next((each for each in said if each), "")
    return " · ".join(part for part in (markup.clean(card.title), first) if part) or _NOTHING


def _said(block: cards.Block) -> str:
    match block:
        case cards.Text(body=body) | cards.Progress(label=body) | cards.Note(body=body):
            line = markup.plain(body).strip().partition("\n")[0]
            return markup.clean(line.removeprefix("- "))
        case cards.Facts(rows=rows):
            return markup.clean(f"{rows[0][0]}: {markup.plain(rows[0][1])}") if rows else ""
        case cards.Picture(alt=alt):
            return markup.clean(alt)
        case cards.Divider() | cards.Actions() | cards.Pick():
            return ""
        case _:
            assert_never(block)


def _title(title: str) -> list[Block]:
    text = markup.clean(title)
    if not text:
        return []
    if len(entities(text)) > HEADER:
        return [_section(within("the title", "characters", f"*{inline(text, '*')}*", SECTION))]
    return [{"type": "header", "text": _plain("the title", text, HEADER)}]


def _blocks(card: Card, drawing: _Drawing) -> Iterator[Block]:
    for number, block in enumerate(card.blocks, 1):
        drawing.where = f"block {number}, {type(block).__name__}"
        yield from _block(block, drawing)


def _block(block: cards.Block, drawing: _Drawing) -> Iterator[Block]:
    match block:
        case cards.Text(body=body) | cards.Progress(label=body):
            yield from _paragraph(drawn(body), drawing)
        case cards.Note(body=body):
            yield from _small(drawn(body), drawing)
        case cards.Facts(rows=rows):
            lines = (f"*{inline(f'{name}:', '*')}* {drawn(value)}" for name, value in rows)
            yield from _paragraph("\n".join(lines), drawing)
        case cards.Divider():
            yield {"type": "divider"}
        case cards.Picture():
            yield from _picture(block, drawing)
        case cards.Actions(items=items):
            yield from _actions(items, drawing)
        case cards.Pick():
            yield {"type": "actions", "elements": [_select(block, drawing)]}
        case _:
            assert_never(block)


def _paragraph(text: str, drawing: _Drawing) -> list[Block]:
    within(drawing.where, "text with its signs", text, SECTION)
    return [_section(text)] if text else []


def _small(text: str, drawing: _Drawing) -> list[Block]:
    within(drawing.where, "text with its signs", text, SECTION)
    return [{"type": "context", "elements": [_mrkdwn(text)]}] if text else []


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain(where: str, text: str, cap: int) -> Block:
    said = entities(markup.clean(text)) or _NOTHING
    return {
        "type": "plain_text",
        "text": within(where, "characters", said, cap),
        "emoji": False,
    }


def _picture(picture: cards.Picture, drawing: _Drawing) -> list[Block]:
    alt = within(drawing.where, "the alt text", markup.clean(picture.alt) or picture.name, ALT)
    image = drawing.images.get(picture.name)
    if image is None:
        return _small(f"({inline(alt)})", drawing)
    place = {"slack_file": {"id": image.file}} if image.file else {"image_url": image.url}
    within(drawing.where, "the address", image.url, URL)
    return [{"type": "image", **place, "alt_text": alt}]


def _actions(items: tuple[cards.Button | cards.Link, ...], drawing: _Drawing) -> Iterator[Block]:
    """Draw a row. Slack has no button that is off, so such a one becomes small text."""
    pressable = [each for each in items if isinstance(each, cards.Link) or not each.off]
    off = [each.label for each in items if isinstance(each, cards.Button) and each.off]
    if pressable:
        yield {"type": "actions", "elements": [_button(each, drawing) for each in pressable]}
    if off:
        yield from _small("   ".join(f"({inline(label)})" for label in off), drawing)


def _button(item: cards.Button | cards.Link, drawing: _Drawing) -> Block:
    text = _plain(drawing.where, item.label, LABEL)
    if isinstance(item, cards.Link):
        url = within(drawing.where, "the address", item.url, URL)
        return {"type": "button", "action_id": drawing.link(), "text": text, "url": url}
    made: Block = {"type": "button", "action_id": drawing.token(item.go), "text": text}
    style = _STYLES[item.tone]
    return made | ({"style": style} if style else {})


def _select(pick: cards.Pick, drawing: _Drawing) -> Block:
    return {
        "type": "static_select",
        "action_id": drawing.token(pick.into, pick.field),
        "placeholder": _plain(drawing.where, pick.label, PLACEHOLDER),
        "options": [_option(option, drawing.where) for option in pick.options],
    }


def _option(option: cards.Choice, where: str) -> Block:
    if not option.value:
        raise ValueError(f"{where}: the entry {option.label!r} has no value")
    made: Block = {
        "text": _plain(where, option.label, OPTION),
        "value": within(where, "an entry's value", option.value, VALUE),
    }
    if markup.clean(option.hint):
        made["description"] = _plain(where, option.hint, OPTION)
    return made
