"""Draws cards as Discord messages.

An answer to a command or a press is Components V2. What arrives unasked is a classic message: the
push notification of a V2 message is empty (cards, rule 7). Drawing makes plain dicts; `view` wraps
them for discord.py. Limits: platform-facts, section 6.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

import discord

from adapters.discord.layouts import Answer
from adapters.discord.text import TooLarge, drawn, fits, inline, within
from bot.core import cards, markup, tokens
from bot.core.cards import Card, Tone
from bot.core.intents import Intent
from bot.core.replies import File

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 10, 12, 13, 14, 17
LINK = 5
V2 = 1 << 15
COMPONENTS, DISPLAYED, DESCRIPTION, FOOTER, EMBED = 40, 4_000, 4_096, 2_048, 6_000
FIRST_LINE, ROWS, FILES = 100, 5, 10
LABEL, URL, OPTION, PLACEHOLDER, ALT = 80, 512, 100, 150, 1_024
_TONES = {Tone.quiet: 2, Tone.first: 1, Tone.danger: 4}
_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_NOTHING = "…"

Component = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message; `alt` says what a picture shows."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """A message as Discord takes it: the JSON body, and the files it names, in their order."""

    body: dict[str, Any]
    files: tuple[Attachment, ...] = ()


@dataclass(slots=True)
class _Drawing:
    """What one message has used so far; `where` names the block being drawn."""

    where: str = ""
    used: set[str] = field(default_factory=set[str])
    files: list[Attachment] = field(default_factory=list[Attachment])

    def token(self, intent: Intent, into: str | None = None) -> str:
        """Write a token that nothing else in the message has."""
        token = tokens.unused(intent, self.used, into)
        if token is not None:
            return token
        raise TooLarge(self.where, "buttons that ask the same", tokens.SLOTS + 1, tokens.SLOTS)

    def attach(self, name: str, data: bytes, alt: str = "") -> Component:
        """Take in a file and refer to it. Raises ValueError for a name that Discord changes."""
        if not _FILE_NAME.fullmatch(name) or any(name == each.name for each in self.files):
            raise ValueError(f"{self.where}: {name!r} is no file name, or stands twice")
        self.files.append(Attachment(name, data, within(self.where, "the alt text", alt, ALT)))
        fits("the message", "files", len(self.files), FILES)
        return {"url": f"attachment://{name}"}

    def message(self, *roles: str, **body: Any) -> Payload:  # noqa: ANN401 (fields of a JSON body)
        """Close the message: nobody but these roles is pinged, and its files are listed."""
        body["allowed_mentions"] = {"parse": []} | ({"roles": list(roles)} if roles else {})
        if self.files:
            body["attachments"] = [
                {"id": n, "filename": each.name} | ({"description": each.alt} if each.alt else {})
                for n, each in enumerate(self.files)
            ]
        return Payload(body, tuple(self.files))


def draw(card: Card, more: Sequence[File] = ()) -> Payload:
    """Draw an answer, and files below it. Raises TooLarge, naming the block."""
    drawing = _Drawing()
    parts = [*_title(card.title), *_blocks(card.blocks, drawing)]
    for file in more:
        drawing.where = f"the file {file.name}"
        media = drawing.attach(file.name, file.data)
        parts.append({"type": FILE, "file": media, "spoiler": False})
    parts = parts or [_text(_NOTHING)]
    fits("the card", "components", 1 + sum(map(_count, parts)), COMPONENTS)
    shown = "".join(part["content"] for part in parts if part["type"] == TEXT)
    within("the card", "text with its signs", shown, DISPLAYED)
    outer = {"type": CONTAINER, "accent_color": None, "spoiler": False, "components": parts}
    return drawing.message(flags=V2, components=[outer])


def draw_post(card: Card, first_line: str, reference: str, role: str = "") -> Payload:
    """Draw a post that arrives unasked: a plain first line, an embed, and rows of buttons.

    `reference` ends the embed's foot, behind the note that ends the card. The card's title is left
    out where the first line holds it. `role` is the id of the one role that is mentioned, at the
    end of the first line. Raises TooLarge, naming the block, and ValueError for an empty first line
    or a role that is none. How it is sent: `adapters.discord.posts`.
    """
    if not markup.clean(first_line):
        raise ValueError("a post needs a first line: lock screens show nothing else")
    if role and not role.isdecimal():
        raise ValueError(f"{role!r} is no role")
    within("the post", "the first line", markup.clean(first_line), FIRST_LINE)
    drawing = _Drawing()
    blocks, foot = _footed(card.blocks)
    title = "" if card.title in first_line else card.title
    parts = [*_title(title), *_blocks(blocks, drawing)]
    rows = [part for part in parts if part["type"] == ROW]
    fits("the post", "rows", len(rows), ROWS)
    embed = _embed(parts, " · ".join(filter(None, (foot, markup.clean(reference)))))
    roles, pinged = ((role,), f" <@&{role}>") if role else ((), "")
    content = inline(first_line) + pinged
    return drawing.message(*roles, content=content, embeds=[embed], components=rows)


def _footed(blocks: Sequence[cards.Block]) -> tuple[Sequence[cards.Block], str]:
    """Split off the note that ends the text. A foot shows no times, so a note with one stays."""
    texts = [b for b in blocks if not isinstance(b, (cards.Actions, cards.Pick, cards.Divider))]
    last = texts[-1] if texts else None
    if not isinstance(last, cards.Note):
        return blocks, ""
    if any(isinstance(span, (markup.Moment, markup.CodeBlock)) for span in markup.spans(last.body)):
        return blocks, ""
    return [b for b in blocks if b is not last], markup.clean(markup.plain(last.body))


def _embed(parts: Iterable[Component], foot: str) -> Component:
    texts = [part["content"] for part in parts if part["type"] == TEXT]
    pictures = [item for part in parts if part["type"] == GALLERY for item in part["items"]]
    text = within("the post", "text with its signs", "\n\n".join(texts), DESCRIPTION)
    footer = within("the post", "the foot", foot, FOOTER)
    within("the post", "the embed", text + footer, EMBED)
    fits("the post", "pictures", len(pictures), 1)
    embed: Component = {"description": text or _NOTHING}
    if pictures:
        embed["image"] = pictures[0]["media"]
    if footer:
        embed["footer"] = {"text": footer}
    return embed


def _title(title: str) -> list[Component]:
    return [_text(f"### {inline(title)}")] if markup.clean(title) else []


def _blocks(blocks: Sequence[cards.Block], drawing: _Drawing) -> Iterator[Component]:
    for number, block in enumerate(blocks, 1):
        drawing.where = f"block {number}, {type(block).__name__}"
        yield from _block(block, drawing)


def _block(block: cards.Block, drawing: _Drawing) -> Iterator[Component]:
    match block:
        case cards.Text(body=body) | cards.Progress(label=body):
            yield from _paragraph(drawn(body))
        case cards.Note(body=body):
            yield from _paragraph(drawn(body, "-# "))
        case cards.Facts(rows=rows):
            lines = (f"**{inline(f'{name}:')}** {drawn(value)}" for name, value in rows)
            yield from _paragraph("\n".join(lines))
        case cards.Divider():
            yield {"type": SEPARATOR, "divider": True, "spacing": 1}
        case cards.Picture():
            yield _picture(block, drawing)
        case cards.Actions(items=items):
            yield {"type": ROW, "components": [_button(item, drawing) for item in items]}
        case cards.Pick():
            yield {"type": ROW, "components": [_select(block, drawing)]}
        case _:
            assert_never(block)


def _paragraph(text: str) -> list[Component]:
    return [_text(text)] if text else []


def _text(content: str) -> Component:
    return {"type": TEXT, "content": content}


def _picture(picture: cards.Picture, drawing: _Drawing) -> Component:
    alt = markup.clean(picture.alt) or picture.name
    media = drawing.attach(picture.name, picture.data, alt)
    return {
        "type": GALLERY,
        "items": [{"media": media, "spoiler": False, "description": alt}],
    }


def _button(item: cards.Button | cards.Link, drawing: _Drawing) -> Component:
    label = within(drawing.where, "a label", markup.clean(item.label) or _NOTHING, LABEL)
    if isinstance(item, cards.Link):
        url = within(drawing.where, "an address", item.url, URL)
        return {"type": BUTTON, "style": LINK, "disabled": False, "label": label, "url": url}
    return {
        "type": BUTTON,
        "style": _TONES[item.tone],
        "disabled": item.off,
        "label": label,
        "custom_id": drawing.token(item.go),
    }


def _select(pick: cards.Pick, drawing: _Drawing) -> Component:
    where, label = drawing.where, markup.clean(pick.label) or _NOTHING
    return {
        "type": SELECT,
        "custom_id": drawing.token(pick.into, pick.field),
        "min_values": 1,
        "max_values": 1,
        "disabled": False,
        "required": False,
        "placeholder": within(where, "the label", label, PLACEHOLDER),
        "options": [_option(option, where) for option in pick.options],
    }


def _option(option: cards.Choice, where: str) -> Component:
    label, hint = markup.clean(option.label) or _NOTHING, markup.clean(option.hint)
    if not option.value:
        raise ValueError(f"{where}: the entry {label!r} has no value")
    made: Component = {
        "label": within(where, "an entry's label", label, OPTION),
        "value": within(where, "an entry's value", option.value, OPTION),
        "default": False,
    }
    if hint:
        made["description"] = within(where, "an entry's hint", hint, OPTION)
    return made


def _count(part: Component) -> int:
    return 1 + len(part.get("components", ()))


def files_of(card: Card, more: Sequence[File] = ()) -> list[discord.File]:
    """Open the files of an answer, in the order in which its body names them."""
    return opened(draw(card, more))


def opened(payload: Payload) -> list[discord.File]:
    """Open a message's files anew: sending closes them."""
    return [
        discord.File(io.BytesIO(each.data), each.name, description=each.alt or None)
        for each in payload.files
    ]


def view(card: Card, more: Sequence[File] = ()) -> Answer:
    """Make the view of an answer for discord.py."""
    return Answer(draw(card, more).body["components"])
