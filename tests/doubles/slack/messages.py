"""Messages: what was posted, by whom, who may see it, whom it notified, what became of it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.slack.errors import Json, objects
from tests.doubles.slack.places import Channel, User

Blocks = tuple[Json, ...]

USABLE = {
    "button",
    "overflow",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "checkboxes",
    "radio_buttons",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
}

_ACTIVE = re.compile(r"<([^<>]*)>")
_PARSED = re.compile(r"(?<![\w&;])@(channel|here|everyone)\b")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was uploaded."""

    id: str
    name: str
    data: bytes
    title: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says at one time; `options` are the other arguments it was sent with."""

    text: str = ""
    blocks: Blocks = ()
    metadata: Json | None = None
    files: tuple[Upload, ...] = ()
    options: Json = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Pings:
    """Who was notified by a message: ids of people and groups, and `@channel` with its like."""

    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.groups or self.everyone)


@dataclass(frozen=True, slots=True)
class Edit:
    """An earlier state of a message, and when it ended (aware)."""

    until: dt.datetime
    before: Body


@dataclass(eq=False)
class Message:
    """A message, ephemeral when `viewer` is set: then only that person sees it."""

    ts: str
    channel: Channel
    author: User
    at: dt.datetime
    body: Body
    viewer: User | None = None
    thread_ts: str | None = None
    edits: list[Edit] = field(default_factory=list[Edit])
    deleted_at: dt.datetime | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.viewer is not None

    def private_to(self, user: User) -> bool:
        """Whether only this person sees it."""
        return self.viewer is user

    @property
    def line(self) -> str:
        """Return the plain line that a lock screen shows."""
        return decoded(self.body.text)

    @property
    def blocks(self) -> Blocks:
        """Return the blocks as they were sent."""
        return self.body.blocks

    @property
    def text(self) -> str:
        """Return what is read: the blocks from top to bottom, or the plain line without any."""
        return readable(self.body.blocks) or self.line

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the buttons, links too, in order."""
        return labels(self.body.blocks)

    @property
    def pings(self) -> Pings:
        """Return who was notified by what it says now."""
        return pings(self.body)

    @property
    def links(self) -> list[str]:
        """Return the addresses behind the links in its text."""
        found = (part for text, _ in marked(self.body) for part in _ACTIVE.findall(text))
        return [each.partition("|")[0] for each in found if each.startswith(("http", "mailto"))]

    def edit(self, body: Body, at: dt.datetime) -> None:
        """Change what it says, keeping what it said."""
        self.edits.append(Edit(at, self.body))
        self.body = body


def decoded(text: str) -> str:
    """Turn the three entities back into signs."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def usable(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Go through all elements that can be used, each with the block around it."""
    for block in blocks:
        for each in objects(block):
            if each.get("type") in USABLE:
                yield block, each


def labels(blocks: Sequence[Json]) -> list[str]:
    """Return the labels of the buttons, in order."""
    shown = [each for _, each in usable(blocks) if each["type"] == "button"]
    return [decoded(str(each["text"]["text"])) for each in shown]


def readable(blocks: Sequence[Json]) -> str:
    """Return what is read in blocks, buttons and menus aside, line by line."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Json) -> Iterator[str]:
    match block["type"]:
        case "markdown":
            yield str(block["text"])
        case "image":
            yield f"({block['alt_text']})"
        case "context":
            yield "  ".join(_said(each) for each in block["elements"])
        case "table":
            yield from ("  ".join(_said(cell) for cell in row) for row in block["rows"])
        case "input":
            yield _said(block["label"])
        case _:
            texts = [block[key] for key in ("text", "title") if key in block]
            yield from (_said(each) for each in [*texts, *block.get("fields", ())])


def _said(part: Json) -> str:
    if part["type"] == "image":
        return f"({part['alt_text']})"
    return decoded(str(part.get("text", "")))


def marked(body: Body) -> Iterator[tuple[str, bool]]:
    """Go through the text that is read for signs; True where names are looked for, too."""
    loose = bool(body.options.get("link_names")) or body.options.get("parse") == "full"
    if not body.blocks:
        yield body.text, loose
    for each in objects(body.blocks):
        if each.get("type") == "mrkdwn":
            yield str(each["text"]), loose or not each.get("verbatim", False)


def pings(body: Body) -> Pings:
    """Say whom a body notifies, by its signs and by names where those are parsed."""
    users: set[str] = set()
    groups: set[str] = set()
    everyone = False
    for text, loose in marked(body):
        everyone = everyone or (loose and _PARSED.search(text) is not None)
        for found in _ACTIVE.findall(text):
            target = found.partition("|")[0]
            if target.startswith("@"):
                users.add(target[1:])
            elif target.startswith("!subteam^"):
                groups.add(target.removeprefix("!subteam^"))
            everyone = everyone or target in {"!channel", "!here", "!everyone"}
    return Pings(frozenset(users), frozenset(groups), everyone)
