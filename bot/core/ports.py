"""What the core needs from outside, as small protocols."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.core.cards import Card
from bot.core.people import Account, Community, Person, Place, Platform


class Clock(Protocol):
    """Tells the time; a rule never asks the system itself."""

    def now(self) -> dt.datetime:
        """Return this instant, aware and in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a card was posted: the platform's own id of the message."""

    remote: str


class Courier(Protocol):
    """Posts to a channel of one platform, and takes back what it posted."""

    async def post(self, place: Place, card: Card, *, key: str) -> Receipt:
        """Post once per `key`. Raises CannotPost with the reason."""
        ...

    async def take_back(self, place: Place, receipt: Receipt) -> None:
        """Remove a post. One that is already gone is no error. Raises CannotPost."""
        ...


class Directory(Protocol):
    """Finds who somebody is and what they chose; remembers it for a moment."""

    async def find(self, account: Account) -> Person | None:
        """Return the person behind an account. Raises CannotLookUp."""
        ...

    def forget(self, account: Account) -> None:
        """Drop what is remembered: the person changed something."""
        ...


class Ledger(Protocol):
    """What a face remembers between runs: short notes, and which communities it is in.

    Raises CannotSave and CannotLookUp when the database is away.
    """

    async def recall(self, key: str) -> str:
        """Return a note, or an empty string."""
        ...

    async def keep(self, key: str, value: str) -> None:
        """Keep a note."""
        ...

    async def joined(self, community: Community) -> None:
        """Note that we are in a community, again or for the first time."""
        ...

    async def left(self, community: Community, at: dt.datetime) -> None:
        """Note that we were removed at `at` (aware). Nothing is deleted here."""
        ...

    async def present(
        self, platform: Platform, here: Collection[Community], at: dt.datetime
    ) -> None:
        """Compare with the communities we are in: note new ones, and those that are gone."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """Return this instant, aware and in UTC."""
        return dt.datetime.now(dt.UTC)
