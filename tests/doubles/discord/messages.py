"""Messages: what was posted, by whom, who may see it, what became of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.doubles.discord.errors import Json
from tests.doubles.discord.places import Channel, User

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
BUTTON, STRING_SELECT, TEXT_DISPLAY, LINK = 2, 3, 10, 5
SELECTS = {3, 5, 6, 7, 8}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message."""

    id: int
    filename: str
    data: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says at one time."""

    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    flags: int = 0
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Pings:
    """Who was notified by a message."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """An earlier state of a message, and when it ended (aware)."""

    until: dt.datetime
    before: Body


@dataclass(eq=False)
class Message:
    """A message, ephemeral when `viewer` is set: then only that person sees it."""

    id: int
    channel: Channel
    author: User
    at: dt.datetime
    body: Body
    viewer: User | None = None
    nonce: str | None = None
    pings: Pings = field(default_factory=Pings)
    edits: list[Edit] = field(default_factory=list[Edit])
    deleted_at: dt.datetime | None = None
    reply_to: "Message | None" = None
    interaction: Json | None = None
    """The metadata of the interaction it answers."""

    @property
    def content(self) -> str:
        """Return the plain text above everything else."""
        return self.body.content

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.viewer is not None

    @property
    def loading(self) -> bool:
        """Whether it still says that the app is thinking."""
        return bool(self.body.flags & LOADING)

    @property
    def text(self) -> str:
        """Return all that can be read, from top to bottom, line by line."""
        return "\n".join(filter(None, [self.content, *_embedded(self.body), *self._displays()]))

    def _displays(self) -> Iterator[str]:
        for each in walk(self.body.components):
            if each["type"] == TEXT_DISPLAY:
                yield str(each["content"])

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the buttons that can be pressed, in order."""
        return [
            str(each.get("label", ""))
            for each in walk(self.body.components)
            if each["type"] == BUTTON and each["style"] != LINK and not each.get("disabled")
        ]

    def edit(self, body: Body, at: dt.datetime) -> None:
        """Change what it says, keeping what it said."""
        self.edits.append(Edit(at, self.body))
        self.body = body

    def shows(self) -> Body:
        """Return what it says, with the flag that belongs to an ephemeral message."""
        flags = self.body.flags | (EPHEMERAL if self.viewer else 0)
        return replace(self.body, flags=flags)


def walk(components: tuple[Json, ...] | list[Json]) -> Iterator[Json]:
    """Go through all components, nested ones and accessories too."""
    for each in components:
        yield each
        yield from walk(each.get("components", ()))
        yield from walk([each[key] for key in ("accessory", "component") if key in each])


def _embedded(body: Body) -> Iterator[str]:
    for embed in body.embeds:
        yield str(embed.get("title", ""))
        yield str(embed.get("description", ""))
        for field_ in embed.get("fields", ()):
            yield f"{field_['name']}\n{field_['value']}"
        yield str(embed.get("footer", {}).get("text", ""))
