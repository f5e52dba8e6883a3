"""Every test of engine, section 9, in full: 25 kills, all databases; prints a table.

7 and 19 run only here; 10 to 12 are figures of `make bench`, 15 is `python -m tests.soak`. 20, the
program without the queue, is the line "postgres" of the others.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.doubles.databases import Databases
from tests.doubles.postgres import Server
from tests.faults import databases, scenarios, times
from tests.faults.child import POINTS
from tests.faults.places import POSTGRES, QUEUE, SQLITE, making
from tests.faults.scenarios import Make, Size

ALL = (SQLITE, POSTGRES, QUEUE)
Test = Callable[[Make, str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table: a test of engine, section 9, on one kind of database."""

    number: int
    name: str
    kind: str
    test: Test


def sized(test: Callable[[Make, str, Size], Awaitable[str]], size: Size) -> Test:
    """Give a test its size."""
    return lambda make, kind: test(make, kind, size)


def points(names: tuple[str, ...], *, nonce: bool = True) -> Test:
    """Kill at these points."""
    return lambda make, kind: scenarios.at_each_point(make, kind, names, nonce=nonce)


def plan() -> Iterator[Entry]:
    """List everything, in the order of the numbers."""
    large = Size(posts=1_500, channels=60, faults=25, spread=60.0)
    some = Size(posts=600, channels=60, faults=25, spread=60.0)
    tests: tuple[tuple[int, str, tuple[str, ...], Test], ...] = (
        (1, "killed again and again", ALL, sized(scenarios.killed, large)),
        (2, "lost replies, verified", ALL, sized(scenarios.looked_for, large)),
        (3, "lost replies, not to be known", ALL, sized(scenarios.not_to_be_known, some)),
        (4, "never started again", ALL, sized(scenarios.left_alone, large)),
        (5, "frozen beyond the lease", ALL, sized(scenarios.frozen, Size(1_000, 60, 6, 60.0))),
        (6, "killed at each point", ALL, points(POINTS)),
        (6, "the same without a nonce", ALL, points(("before-send", "after-send"), nonce=False)),
        (7, "limit, 2 programs", ALL, sized(scenarios.limited, Size(2_700, 300, 2))),
        (7, "limit, 4 programs", ALL, sized(scenarios.limited, Size(2_700, 300, 4))),
        (8, "Slack's gate", ALL, sized(scenarios.gate, Size(60, 4))),
        (9, "global 429", ALL, sized(scenarios.pushed, Size(400, 60))),
        (13, "three days away", ALL, sized(times.away, Size(100, 20))),
        (14, "pause, resume, edit", (SQLITE, POSTGRES), sized(times.paused, Size(40, 10, 500))),
        (16, "the clock jumps", ALL, sized(times.stepped, Size(60, 12, 6))),
        (17, "database away", ALL, sized(databases.absent, Size(600, 60, 20, 40.0))),
        (18, "first starts at once", ALL, sized(databases.first_starts, Size(40, 8, 4))),
        (19, "restarted in turn", ALL, sized(scenarios.rolled, Size(1_000, 60, 10, 30.0))),
    )
    for number, name, kinds, test in tests:
        yield from (Entry(number, name, kind, test) for kind in kinds)


async def run(names: tuple[str, ...]) -> int:
    """Run all, or the numbers or kinds that are named; print a table; 1 when one has failed."""
    server = Server.make()
    failed = 0
    try:
        server.start()
        own = Databases(server.base)
        say("| # | test | database | result | s |\n|---|---|---|---|---|\n")
        for each in plan():
            if names and not {str(each.number), each.kind} & set(names):
                continue
            failed += await _one(each, own)
        await own.close()
    finally:
        server.remove()
    say(f"\n{failed} failed\n")
    return min(failed, 1)


async def _one(entry: Entry, own: Databases) -> int:
    began, failed = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="milepost-faults-") as folder:
        try:
            result = await entry.test(making(Path(folder), lambda: own), entry.kind)
        except AssertionError as wrong:
            result, failed = f"**{str(wrong).partition(chr(10))[0][:300]}**", 1
            sys.stderr.write(f"{wrong}\n")
    took = time.monotonic() - began
    say(f"| {entry.number} | {entry.name} | {entry.kind} | {result} | {took:.0f} |\n")
    return failed


def say(text: str) -> None:
    """Print at once: a soak takes long."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main(names: tuple[str, ...]) -> int:
    """Run in an event loop."""
    return asyncio.run(run(names))
