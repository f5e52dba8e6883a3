"""What the core needs from outside, as small protocols."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from bot.core.cards import Card
from bot.core.people import Account, Person, Place


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


class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """Return this instant, aware and in UTC."""
        return dt.datetime.now(dt.UTC)
