"""What is checked before every answer: rights, place and pace. A button passes here as well."""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.faults import CommunityOnly, ModeratorsOnly, TooFast
from bot.core.intents import Intent
from bot.core.people import Account, Community, Request


class Guard(Protocol):
    """Lets a request pass or raises a fault."""

    def __call__(self, request: Request, intent: Intent) -> None:
        """Raise the fault that says why not."""
        ...


def rank(request: Request, intent: Intent) -> None:
    """Refuse what only moderators may ask. Raises ModeratorsOnly."""
    if request.rank < intent.spec.rank:
        raise ModeratorsOnly


def place(request: Request, intent: Intent) -> None:
    """Refuse in private what needs a community. Raises CommunityOnly."""
    if intent.spec.community_only and request.place.community is None:
        raise CommunityOnly


@dataclass(slots=True)
class Pace:
    """A token bucket per person and per community (generic cell rate algorithm, in memory).

    `each` is seconds a request costs; `burst` how many may come at once. The oldest keys are
    dropped beyond `remembered`, so that strangers cannot fill the memory.
    """

    each: float = 1.0
    burst: int = 12
    community_each: float = 0.02
    community_burst: int = 300
    remembered: int = 10_000
    _full_at: OrderedDict[Account | Community, float] = field(
        default_factory=OrderedDict[Account | Community, float]
    )

    def __call__(self, request: Request, intent: Intent) -> None:
        """Count one request. Raises TooFast with the seconds to wait."""
        del intent
        self._take(request.account, request.at, self.each, self.burst)
        if request.place.community is not None:
            community = request.place.community
            self._take(community, request.at, self.community_each, self.community_burst)

    def _take(self, key: Account | Community, at: dt.datetime, each: float, burst: int) -> None:
        now = at.timestamp()
        full_at = max(self._full_at.pop(key, now), now)
        wait = full_at + each - now - burst * each
        self._full_at[key] = full_at if wait > 0 else full_at + each
        if len(self._full_at) > self.remembered:
            self._full_at.popitem(last=False)
        if wait > 0:
            raise TooFast(seconds=max(1, round(wait)))
