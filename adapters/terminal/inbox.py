"""Turns what is typed into requests: a command, a number, a label, or a local word."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from adapters.terminal.cards import Press
from bot.core.people import Account, Community, Origin, Place, Platform, Rank, Request
from bot.core.ports import Clock

DIGITS = 6
"""Digits that count in a number; no card has a million buttons."""

COMMUNITY = Community(Platform.terminal, "here")


@dataclass(frozen=True, slots=True)
class Persona:
    """Who is talking, where, and with which rights."""

    name: str
    channel: str
    rank: Rank = Rank.member
    locale: str = ""
    zone: str = ""
    community: Community = COMMUNITY


@dataclass(slots=True)
class Inbox:
    """Makes requests of a persona. `run` tells apart the requests of two runs."""

    persona: Persona
    clock: Clock
    run: str
    _numbers: "count[int]" = field(default_factory=count)

    def request(self, *, pressed: bool = False) -> Request:
        """Make the request for one line."""
        who = self.persona
        return Request(
            id=f"{self.run}-{next(self._numbers)}",
            account=Account(Platform.terminal, "", who.name),
            name=who.name,
            place=Place(who.community.platform, who.channel, who.channel, who.community),
            at=self.clock.now().astimezone(dt.UTC),
            rank=who.rank,
            locale=who.locale,
            zone=who.zone,
            origin=Origin(public=False) if pressed else None,
        )


def pressed(line: str, presses: tuple[Press, ...]) -> Press | None:
    """Find what a line presses: a number, a whole label, or the only label it begins."""
    wanted = line.strip().casefold()
    if wanted.isdecimal():
        number = int(wanted[:DIGITS])
        return presses[number - 1] if 1 <= number <= len(presses) else None
    if not wanted or wanted.startswith("/"):
        return None
    exact = [press for press in presses if press.label.casefold() == wanted]
    starts = [press for press in presses if press.label.casefold().startswith(wanted)]
    found = exact[:1] or (starts if len(starts) == 1 else [])
    return found[0] if found else None
