"""On which card a form was opened, so that its answer can appear there."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

ADDRESS_LIVES = 1_700.0
"""Seconds that a response address is used: Slack takes it for thirty minutes."""

ORIGINS = 1_000


@dataclass(frozen=True, slots=True)
class Origin:
    """The card on which a form was opened: how to reach it, and whether it may be replaced."""

    user: str
    address: str
    replaces: bool
    until: float


@dataclass(slots=True)
class Origins:
    """Remembers on which card a form was opened. After a restart the form answers by itself."""

    _kept: OrderedDict[str, Origin] = field(default_factory=OrderedDict[str, Origin])

    def keep(self, user: str, address: str, *, replaces: bool) -> str:
        """Keep it and return its name."""
        until = asyncio.get_running_loop().time() + ADDRESS_LIVES
        name = secrets.token_hex(6)
        self._kept[name] = Origin(user, address, replaces, until)
        if len(self._kept) > ORIGINS:
            self._kept.popitem(last=False)
        return name

    def take(self, name: str, user: str) -> Origin | None:
        """Return it to the one who opened the form, once."""
        found = self._kept.get(name)
        if found is None or found.user != user:
            return None
        del self._kept[name]
        return found if asyncio.get_running_loop().time() < found.until else None
