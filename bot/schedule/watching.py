"""What the engine tells whoever watches it: metrics implement this, or nobody does."""

import datetime as dt
from typing import Protocol

from bot.study.outbox import Load
from bot.study.schedules import Delivery


class Watch(Protocol):
    """Counts what the engine does."""

    def finished(self, delivery: Delivery, late: dt.timedelta) -> None:
        """Count an outcome; `late` is the delay against the planned instant."""
        ...

    def loaded(self, load: Load, now: dt.datetime) -> None:
        """Note what waits."""
        ...

    def ticked(self, name: str, now: dt.datetime) -> None:
        """Note that a part of the engine is alive."""
        ...


class Unwatched:
    """Nobody watches."""

    def finished(self, delivery: Delivery, late: dt.timedelta) -> None:
        """Count nothing."""

    def loaded(self, load: Load, now: dt.datetime) -> None:
        """Note nothing."""

    def ticked(self, name: str, now: dt.datetime) -> None:
        """Note nothing."""
