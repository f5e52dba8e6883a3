"""A platform in memory that records every effect, and does what it is told to do wrong."""

import datetime as dt
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bot.core.cards import Card
from bot.core.people import Community, Place
from bot.core.posting import Lane, Post, Refused, Rights, Role, Sent, Unknown

Mishap = Exception | str
"""What happens to a request; the text "lost" means: posted, and the reply was lost."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A message that stands in a channel."""

    channel: str
    key: str
    text: str
    at: dt.datetime


@dataclass
class Wall:
    """Implements `bot.core.posting.Poster`. `once` is how long it remembers a key, in seconds."""

    now: Callable[[], dt.datetime]
    once: float = 90.0
    effects: list[Effect] = field(default_factory=list[Effect])
    edits: list[tuple[str, str, Post]] = field(default_factory=list[tuple[str, str, Post]])
    removed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    tries: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    told: list[tuple[str, Card]] = field(default_factory=list[tuple[str, Card]])
    mishaps: deque[Mishap] = field(default_factory=deque[Mishap])
    closed: dict[str, Refused] = field(default_factory=dict[str, Refused])
    readable: bool = True
    rate: float = 1_000.0
    chatter: set[str] = field(default_factory=set[str])
    known_roles: tuple[Role, ...] = ()
    held: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    hidden: set[str] = field(default_factory=set[str])
    """Channels that nobody but moderators can see."""

    @property
    def once_within(self) -> float:
        """Return how long a key is remembered."""
        return self.once

    def lanes(self, place: Place) -> tuple[Lane, ...]:
        """Name one limit a channel, and one for all."""
        return (Lane(f"wall:{place.channel}", self.rate), Lane("wall", self.rate))

    async def send(self, place: Place, post: Post, *, key: str, within: float) -> Sent:
        """Post, or do what was asked for."""
        del within
        self.tries.append((place.channel, key))
        if place.channel in self.closed:
            raise self.closed[place.channel]
        mishap = self.mishaps.popleft() if self.mishaps else None
        if isinstance(mishap, Exception):
            raise mishap
        sent = self._put(place, post, key)
        if mishap is not None:
            raise Unknown(mishap)
        return sent

    def _put(self, place: Place, post: Post, key: str) -> Sent:
        there = next((n for n, each in enumerate(self.effects) if each.key == key), None)
        if there is not None and (self.now() - self.effects[there].at).total_seconds() < self.once:
            return Sent(str(there), text=post.text)
        self.effects.append(Effect(place.channel, key, post.text, self.now()))
        self.chatter.discard(place.channel)
        return Sent(str(len(self.effects) - 1), text=post.text)

    async def open_thread(self, place: Place, remote: str, name: str) -> str:
        """Name the thread after its post."""
        del name
        return f"{place.channel}/{remote}"

    async def find(self, place: Place, key: str, ref: str, since: dt.datetime) -> Sent | None:
        """Look for a key, where the history may be read."""
        del place, ref, since
        if not self.readable:
            raise Refused("no right", ("Read Message History",))
        found = (n for n, each in enumerate(self.effects) if each.key == key)
        return next((Sent(str(n)) for n in found), None)

    async def edit(self, place: Place, remote: str, post: Post) -> None:
        """Remember a change, or do what was asked for."""
        self._may_go_wrong()
        self.edits.append((place.channel, remote, post))

    async def remove(self, place: Place, remote: str) -> None:
        """Remember what was removed, or do what was asked for."""
        self._may_go_wrong()
        self.removed.append((place.channel, remote))

    def _may_go_wrong(self) -> None:
        mishap = self.mishaps.popleft() if self.mishaps else None
        if isinstance(mishap, Exception):
            raise mishap

    async def newest(self, place: Place, remote: str) -> bool | None:
        """Tell whether nobody has written since."""
        del remote
        return place.channel not in self.chatter

    async def rights(self, place: Place, post: Post | None = None) -> Rights:
        """Say what is closed."""
        del post
        refused = self.closed.get(place.channel)
        return Rights(refused.missing or ("Send Messages",)) if refused else Rights()

    async def reach(self, community: Community, role: str) -> int | None:
        """Nobody counts."""
        del community, role
        return None

    async def roles(self, community: Community) -> tuple[Role, ...]:
        """List the roles there are."""
        del community
        return self.known_roles

    async def holders(self, community: Community, role: str) -> frozenset[str]:
        """Return who was put into a role."""
        del community
        return self.held.get(role, frozenset())

    async def visible(
        self, community: Community, user: str, channels: Collection[str]
    ) -> frozenset[str]:
        """Return what is not hidden."""
        del community, user
        return frozenset(channels) - self.hidden

    async def tell(self, community: Community, user: str, card: Card, *, key: str) -> None:
        """Remember what a person was told."""
        del community, key
        self.told.append((user, card))

    def link(self, place: Place, remote: str) -> str:
        """Return an address that stands for a message."""
        return f"wall://{place.channel}/{remote}"

    async def close(self) -> None:
        """Nothing is open."""
