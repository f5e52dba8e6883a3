"""Ids as Discord makes them: milliseconds since 2015, then a count."""

from dataclasses import dataclass

from bot.core.ports import Clock

EPOCH_MS = 1_420_070_400_000


@dataclass
class Snowflakes:
    """Makes ids that carry the time and never fall."""

    clock: Clock
    _last: int = 0

    def next(self) -> int:
        """Return a new id, above all earlier ones."""
        milliseconds = int(self.clock.now().timestamp() * 1000) - EPOCH_MS
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last
