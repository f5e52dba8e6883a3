"""The acknowledgement of an event: said once, in time, and the same to whoever delivers it again.

Slack waits three seconds; a command, a completion and a form may be answered in it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REMEMBERED = 2_000
"""Events of which the acknowledgement is kept, for deliveries that repeat one."""

Body = Mapping[str, Any]


class Turn:
    """One event's acknowledgement; the first word counts."""

    def __init__(self) -> None:
        """Begin with nothing said. Needs a running event loop."""
        loop = asyncio.get_running_loop()
        self.began = loop.time()
        self.said: asyncio.Future[Body | None] = loop.create_future()

    def left(self, within: float) -> float:
        """Return the seconds that are left of so many since the event came."""
        return max(self.began + within - asyncio.get_running_loop().time(), 0.0)

    def say(self, body: Body | None = None) -> bool:
        """Acknowledge, with an answer or without; False when that was done before."""
        if self.said.done():
            return False
        self.said.set_result(body)
        return True


@dataclass(slots=True)
class Turns:
    """Knows the turns of the last events by their id."""

    _known: OrderedDict[str, Turn] = field(default_factory=OrderedDict[str, Turn])

    def take(self, event: str) -> tuple[Turn, bool]:
        """Return the turn of an event, and whether the event is new."""
        known = self._known.get(event) if event else None
        if known is not None:
            return known, False
        turn = Turn()
        if event:
            self._known[event] = turn
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return turn, True
