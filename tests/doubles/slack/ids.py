"""Ids and timestamps, as Slack forms them."""

import datetime as dt
import itertools
import secrets
from dataclasses import dataclass, field


@dataclass
class Ids:
    """Counts up; a message's `ts` names it in its channel and never comes twice."""

    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last: int = 0

    def next(self, prefix: str) -> str:
        """Return an id such as `C0000002A`."""
        return f"{prefix}0{next(self._numbers):08X}"

    def ts(self, at: dt.datetime) -> str:
        """Return a message's timestamp: seconds since 1970, and six digits."""
        self._last = max(self._last + 1, int(at.timestamp() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def trigger(self) -> str:
        """Return a trigger."""
        return f"{next(self._numbers)}.{next(self._numbers)}.{secrets.token_hex(16)}"

    def hash(self, at: dt.datetime) -> str:
        """Return the hash of a view's state: new with every change."""
        return f"{int(at.timestamp())}.{secrets.token_urlsafe(6)}"
