"""The real program, with a short lease, a clock that can be stepped, and a point to die at.

`python -m tests.faults.child run` does what `milepost run` does. Nothing of this is in the product:
methods of the outbox are wrapped here, before the program starts.
"""

import dataclasses
import datetime as dt
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from functools import partial, wraps
from pathlib import Path
from typing import Any

from bot import __main__ as program
from bot import compose
from bot.core import ports
from bot.schedule import engine, fleet, sender
from bot.storage import claiming, planning
from bot.storage.outbox import SqlOutbox
from bot.study.outbox import Claims
from tests.faults.records import ShiftedClock

POINTS = (
    *("before-plan", "in-plan", "after-plan"),
    *("before-claim", "in-claim", "after-claim"),
    *("before-send", "after-send", "in-finish", "after-finish"),
)
"""Where a process can be told to die: around T1, T2, the request and T3 (engine, section 7)."""

Call = Callable[..., Awaitable[object]]


@dataclasses.dataclass(slots=True)
class Fuse:
    """Kills or stops its own process the `left`-th time that `point` is reached in earnest."""

    point: str
    left: int
    how: signal.Signals

    def at(self, point: str, *, worth: bool = True) -> None:
        """Pass a point."""
        if not point or point != self.point or not worth:
            return
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), self.how)


def _around(whole: Call, fuse: Fuse, before: str, after: str) -> Call:
    """Pass a point before a call, and one after it that brought something."""

    @wraps(whole)
    async def wrapped(*given: object, **named: object) -> object:
        fuse.at(before, worth=given[1] != ())
        done = await whole(*given, **named)
        fuse.at(after, worth=bool(done.taken if isinstance(done, Claims) else done))
        return done

    return wrapped


def lay(fuse: Fuse) -> None:
    """Put the points into the outbox; those named "in" lie inside the transaction."""
    own = _anything(SqlOutbox)
    own.plan = _around(own.plan, fuse, "before-plan", "after-plan")
    own.claim = _around(own.claim, fuse, "before-claim", "after-claim")
    own.starting = _around(own.starting, fuse, "", "before-send")
    own.finish = _around(own.finish, fuse, "after-send", "after-finish")
    inner = _anything(claiming)
    inner.claim = _around(inner.claim, fuse, "", "in-claim")
    inner.finish = _around(inner.finish, fuse, "", "in-finish")
    plans = _anything(planning)
    plans.plan = _around(plans.plan, fuse, "", "in-plan")


def _anything(owner: object) -> Any:  # noqa: ANN401 (that is the point)
    """Let an attribute be replaced that nobody may replace."""
    return owner


def arrange(said: Mapping[str, str]) -> None:
    """Shorten what is long, and step the clock, as the environment says."""
    if lease := float(said.get("FAULTS_LEASE", "0")):
        _anything(compose).engine = partial(compose.engine, lease=dt.timedelta(seconds=lease))
        sender.SETTLED = dt.timedelta(seconds=lease)
        engine.SWEEP = lease / 4
        fleet.HEARTBEAT, fleet.POLL = dt.timedelta(seconds=lease), dt.timedelta(seconds=lease / 4)
        fleet.BUDGET, fleet.REST = lease, lease / 4
    if file := said.get("FAULTS_CLOCK"):
        _anything(ports).SystemClock = partial(ShiftedClock, Path(file))
    if "FAULTS_FORGETFUL" in said:
        from adapters.discord.poster import DiscordPoster  # noqa: PLC0415 (only Discord's children)

        _anything(DiscordPoster).once_within = 0.0


def main() -> int:
    """Arrange, lay the fuse, and be the program."""
    said = os.environ
    arrange(said)
    how = signal.Signals[f"SIG{said.get('FAULTS_SIGNAL', 'KILL')}"]
    lay(Fuse(said.get("MILEPOST_CRASH", ""), int(said.get("FAULTS_CRASH_AT", "1")), how))
    return program.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
