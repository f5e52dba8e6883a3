"""What a handler is given beside the intent."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.people import Person, Request
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class Context:
    """One request being answered: who asks, in which words, and when (aware, UTC)."""

    request: Request
    words: Words
    now: dt.datetime
    person: Person | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The asker's zone as they set it, else as the platform says, else UTC."""
        chosen = self.person.zone if self.person else ""
        return ZoneInfo(chosen or self.request.zone or "UTC")

    @property
    def today(self) -> dt.date:
        """The date on the asker's calendar."""
        return self.now.astimezone(self.zone).date()
