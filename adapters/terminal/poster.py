"""Posts that nobody asked for, printed into the terminal's channels: a whole platform in small.

What was printed cannot be unprinted: a change is printed again, and what is taken back is said.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bot.core.cards import Card, Note, Text
from bot.core.markup import escape
from bot.core.people import Community, Place
from bot.core.posting import Lane, Post, Rights, Role, Sent
from bot.core.words import Words

RATE = 1_000.0
"""A terminal takes what it gets."""

Show = Callable[[str, Card], None]
"""Prints a card below a line that says where it stands; its buttons can then be pressed."""


@dataclass(slots=True)
class TerminalPoster:
    """Posts through `show`; remembers keys while the chat is open, so that one is posted once."""

    show: Show
    words: Words = field(default_factory=Words)
    _sent: dict[str, Sent] = field(default_factory=dict[str, Sent], init=False)
    _newest: dict[str, str] = field(default_factory=dict[str, str], init=False)

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def once_within(self) -> float:
        """Return a day: keys are remembered while the chat is open."""
        return 86_400.0

    def lanes(self, place: Place) -> tuple[Lane, ...]:
        """Name the one limit there is."""
        del place
        return (Lane("terminal", RATE),)

    async def send(self, place: Place, post: Post, *, key: str, within: float) -> Sent:
        """Print a post with its channel above it."""
        del within
        if key in self._sent:
            return self._sent[key]
        ping = f" @{post.role}" if post.role else ""
        self.show(f"#{place.channel}{ping}", drawn(post))
        self._sent[key] = Sent(key, text=post.text)
        self._newest[place.channel] = key
        return self._sent[key]

    async def open_thread(self, place: Place, remote: str, name: str) -> str:
        """Name the thread after its post."""
        del remote
        return f"{place.channel}/{name}"

    async def find(self, place: Place, key: str, ref: str, since: dt.datetime) -> Sent | None:
        """Return what was printed under a key in this chat; an earlier chat has scrolled away."""
        del place, ref, since
        return self._sent.get(key)

    async def edit(self, place: Place, remote: str, post: Post) -> None:
        """Print the changed post."""
        del remote
        where = self.words.s("#{channel}: a post was changed", channel=place.channel)
        self.show(where, drawn(post))

    async def remove(self, place: Place, remote: str) -> None:
        """Say that a post is gone."""
        gone = self._sent.pop(remote, None)
        first = gone.text.partition("\n")[0] if gone else ""
        where = self.words.s("#{channel}: a post was taken back", channel=place.channel)
        self.show(where, Card("", (Text(escape(first)),) if first else ()))

    async def newest(self, place: Place, remote: str) -> bool | None:
        """Tell whether a post is the newest of its channel; nobody else posts here."""
        return self._newest.get(place.channel) == remote

    async def rights(self, place: Place, post: Post | None = None) -> Rights:
        """Nothing is ever missing here."""
        del place, post
        return Rights()

    async def reach(self, community: Community, role: str) -> int | None:
        """Nobody knows how many people sit at a terminal."""
        del community, role
        return None

    async def roles(self, community: Community) -> tuple[Role, ...]:
        """There are no roles here: names are given."""
        del community
        return ()

    async def holders(self, community: Community, role: str) -> frozenset[str]:
        """Nobody holds a role here."""
        del community, role
        return frozenset()

    async def visible(
        self, community: Community, user: str, channels: Collection[str]
    ) -> frozenset[str]:
        """Nothing is hidden here."""
        del community, user
        return frozenset(channels)

    async def tell(self, community: Community, user: str, card: Card, *, key: str) -> None:
        """Print what is meant for one person."""
        del community
        if key not in self._sent:
            self._sent[key] = Sent(key, text=card.title)
            self.show(f"@{user}", card)

    def link(self, place: Place, remote: str) -> str:
        """There is no address to go to."""
        del place, remote
        return ""


def drawn(post: Post) -> Card:
    """Draw a post with its foot."""
    foot = (Note(escape(post.last_line)),) if post.last_line else ()
    return Card(post.card.title, (*post.card.blocks, *foot))
