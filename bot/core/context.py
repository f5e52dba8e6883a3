"""What a handler is given beside the intent."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.faults import CannotLookUp
from bot.core.people import Person, Request
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class Context:
    """One request being answered: who asks, in which words, and when (aware, UTC).

    `away` says that nobody could look up who asks; what needs to know then says so, instead of
    taking an old hand for a stranger.
    """

    request: Request
    words: Words
    now: dt.datetime
    found: Person | None = None
    away: bool = False

    @property
    def person(self) -> Person | None:
        """Who asks; None for somebody new. Raises CannotLookUp when that could not be found out."""
        if self.away:
            raise CannotLookUp
        return self.found

    @property
    def zone(self) -> ZoneInfo:
        """The asker's zone as they set it, else as the platform says, else UTC."""
        chosen = self.found.zone if self.found else ""
        return ZoneInfo(chosen or self.request.zone or "UTC")

    @property
    def today(self) -> dt.date:
        """The date on the asker's calendar."""
        return self.now.astimezone(self.zone).date()
