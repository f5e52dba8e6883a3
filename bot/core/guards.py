"""What is checked before every answer: rights, place and pace. A button passes here as well."""

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.faults import CommunityOnly, ModeratorsOnly, TooFast
from bot.core.intents import Intent
from bot.core.people import Account, Community, Request

_SECOND = 1_000_000
"""Whole microseconds are counted: sums of them are exact."""


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


def may(request: Request, kind: type[Intent]) -> bool:
    """Tell whether something can be asked by who asks, where they are."""
    here = request.place.community is not None or not kind.spec.community_only
    return here and kind.spec.rank <= request.rank


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
    _full_at: OrderedDict[Account | Community, int] = field(
        default_factory=OrderedDict[Account | Community, int]
    )
    _latest: int = 0

    def __call__(self, request: Request, intent: Intent) -> None:
        """Count one request. Raises TooFast with the seconds to wait."""
        del intent
        now = self._in_order(_micros(request.at.timestamp()))
        wanted: list[tuple[Account | Community, int, int]] = [
            (request.account, _micros(self.each), self.burst)
        ]
        if request.place.community is not None:
            cost = _micros(self.community_each)
            wanted.append((request.place.community, cost, self.community_burst))
        waits = [self._wait(key, now, cost, burst) for key, cost, burst in wanted]
        if max(waits) > 0:
            raise TooFast(seconds=math.ceil(max(waits) / _SECOND))
        for key, cost, _ in wanted:
            self._full_at[key] = self._full_at.get(key, now) + cost

    def _in_order(self, now: int) -> int:
        """Let nobody pay for it that one request overtook another on its way here."""
        overtaken = 0 < self._latest - now < _SECOND
        self._latest = self._latest if overtaken else now
        return self._latest

    def _wait(self, key: Account | Community, now: int, cost: int, burst: int) -> int:
        full_at = min(max(self._full_at.pop(key, now), now), now + burst * cost)
        self._full_at[key] = full_at
        if len(self._full_at) > self.remembered:
            self._full_at.popitem(last=False)
        return full_at + cost - now - burst * cost


def _micros(seconds: float) -> int:
    return round(seconds * _SECOND)
