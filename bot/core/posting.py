"""Posts that nobody asked for: what they carry, and what a platform has to be able to do."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.core.cards import Actions, Card, Divider, Facts, Note, Pick, Picture, Progress, Text
from bot.core.markup import plain
from bot.core.people import Community, Place


@dataclass(frozen=True, slots=True)
class Post:
    """A message for a channel.

    `card` is drawn in the classic form on Discord: its title is the first line and the lock
    screen's. `foot` is the small last line, `ref` the reference in it. `role` is mentioned, and
    nobody else; `thread` names the thread for discussion, empty for none.
    """

    card: Card
    foot: str
    ref: str = ""
    role: str = ""
    silent: bool = False
    thread: str = ""

    @property
    def last_line(self) -> str:
        """The foot with the reference, as every platform shows it."""
        ref = f"ref {self.ref}" if self.ref else ""
        return " · ".join(filter(None, (self.foot, ref)))

    @property
    def text(self) -> str:
        """All that a reader sees, as plain lines: what a receipt keeps."""
        return "\n".join(filter(None, (self.card.title, *_lines(self.card), self.last_line)))


def _lines(card: Card) -> Iterator[str]:
    for block in card.blocks:
        match block:
            case Text(body=body) | Note(body=body) | Progress(label=body):
                yield plain(body)
            case Facts(rows=rows):
                yield from (f"{name}: {plain(value)}" for name, value in rows)
            case Picture(alt=alt):
                yield alt
            case Actions(items=items):
                yield " ".join(f"[{item.label}]" for item in items)
            case Divider() | Pick():
                pass


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a post is. `remote` is empty when it was sent and is deleted since."""

    remote: str
    thread: str = ""
    text: str = ""
    """The text as it was posted."""


class Trouble(Exception):  # noqa: N818 (what a platform may answer, not a mistake)
    """A post was not taken; the subclass says what that means."""


class Refused(Trouble):
    """The platform refuses for good: `reason` is a value of `Reason`, `missing` names rights."""

    def __init__(self, reason: str, missing: tuple[str, ...] = ()) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason
        self.missing = missing


class Later(Trouble):
    """Too fast: again after `seconds`. `everybody` when all posts of this bot have to wait."""

    def __init__(self, seconds: float, *, everybody: bool = False) -> None:
        """Keep how long."""
        super().__init__(f"{seconds:.1f} s")
        self.seconds = seconds
        self.everybody = everybody


class Unreached(Trouble):
    """Surely not posted: no connection, or the platform said that it is away. Try again."""


class Unknown(Trouble):
    """Nobody knows: a time-out, a reset, or a 5xx after the request was sent."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What we may do in a channel, and what is missing, named as the platform's screens name it.

    `fits` is False where we do not post (forums, voice), `there` when the channel is gone or we
    cannot see it, `open` when it is archived or locked. `private`: not every member can read it.
    `unsure` is what we need and the platform does not tell us about; the first post will show it.
    """

    missing: tuple[str, ...] = ()
    fits: bool = True
    there: bool = True
    open: bool = True
    private: bool = False
    unsure: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether a post would be taken, with all that it needs."""
        return self.fits and self.there and self.open and not self.missing


@dataclass(frozen=True, slots=True)
class Role:
    """A role or user group of a community, by the name that people know."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A limit that several posts share: `key` names the bucket, `rate` is in posts a second."""

    key: str
    rate: float


class Poster(Protocol):
    """Posts to the channels of one platform. Never retries by itself: the engine does.

    `send`, `edit`, `remove`, `roles`, `holders`, `visible` and `tell` raise Refused, Later,
    Unreached or Unknown.
    """

    @property
    def once_within(self) -> float:
        """For how many seconds a second `send` with one key is surely the first; 0 for never."""
        ...

    def lanes(self, place: Place) -> tuple[Lane, ...]:
        """Name the limits that a post to this place counts against."""
        ...

    async def send(self, place: Place, post: Post, *, key: str, within: float) -> Sent:
        """Post once per `key`, as far as the platform can tell; `within` is a time-out in s."""
        ...

    async def open_thread(self, place: Place, remote: str, name: str) -> str:
        """Open the discussion of a post and return its channel; the one there is, if there is."""
        ...

    async def find(self, place: Place, key: str, ref: str, since: dt.datetime) -> Sent | None:
        """Look for a post made since an instant; None when it is surely not there.

        Raises Refused when we may not read there, so that it cannot be known.
        """
        ...

    async def edit(self, place: Place, remote: str, post: Post) -> None:
        """Change a post in place. Raises Refused with `no_channel` when it is gone."""
        ...

    async def remove(self, place: Place, remote: str) -> None:
        """Take a post back; one that is gone is no error."""
        ...

    async def newest(self, place: Place, remote: str) -> bool | None:
        """Tell whether a post is the channel's newest message; None when we cannot know."""
        ...

    async def rights(self, place: Place, post: Post | None = None) -> Rights:
        """Look up what we may do in a channel (with what this post needs)."""
        ...

    async def reach(self, community: Community, role: str) -> int | None:
        """Count the people a role reaches; None when that is not known."""
        ...

    async def roles(self, community: Community) -> tuple[Role, ...]:
        """List what a moderator can choose among roles or user groups; none where nobody tells."""
        ...

    async def holders(self, community: Community, role: str) -> frozenset[str]:
        """Return the users of a role, where a request does not say whether it is held."""
        ...

    async def visible(
        self, community: Community, user: str, channels: Collection[str]
    ) -> frozenset[str]:
        """Return those of the channels that somebody can see; what is not certain is left out."""
        ...

    async def tell(self, community: Community, user: str, card: Card, *, key: str) -> None:
        """Send a card to one person in private."""
        ...

    def link(self, place: Place, remote: str) -> str:
        """Return the address of a message, empty where there is none."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
