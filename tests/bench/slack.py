"""Milepost beside a bare Bolt app, in both modes: each a process, each with a double of its own.

Commands come one at a time, to one app and the other in turn. A latency is the time from the
envelope, or the request, to its acknowledgement with the answer in it.
"""

import asyncio
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import aiohttp

from tests.bench.bare_slack import EVENTS
from tests.bench.discord import Times, p50, p99, settled
from tests.bench.processes import Program, Subject, running
from tests.bench.report import Row, at_most, at_most_more, at_most_times
from tests.doubles.slack import Double, Person, serving
from tests.doubles.slack.outcomes import Outcome, Sent

PEOPLE, ASKS = 220, 5
"""Many people, each in private, so that nobody asks faster than Milepost lets them."""

READY_WITHIN = 15.0


@dataclass
class Side:
    """One app: its double, its people, and where it listens; no port in Socket Mode."""

    double: Double
    people: Sequence[Person]
    port: int = 0
    took: list[float] = field(default_factory=list[float])

    def watch(self) -> None:
        """Take the time of everything that is sent to the app."""
        send = self.double.delivery.send

        async def timed(sent: Sent) -> Outcome:
            began = perf_counter()
            outcome = await send(sent)
            self.took.append(perf_counter() - began)
            return outcome

        self.double.delivery.send = timed

    async def ask(self, number: int, line: str, says: str) -> float:
        """Let somebody type a command; return the milliseconds until its acknowledgement."""
        person = self.people[number]
        answer = await person.types(f"/milepost {line}", person.dm)
        if says not in answer.text:
            raise RuntimeError(f"{line} was answered with {answer.text!r}")
        return self.took[-1] * 1000

    async def ready(self) -> None:
        """Wait until the app takes events. Raises TimeoutError."""
        async with asyncio.timeout(READY_WITHIN):
            if self.port:
                await self._answers()
            else:
                await self.double.sockets.until_connected()

    async def _answers(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.post(f"http://127.0.0.1:{self.port}{EVENTS}"):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.01)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        return int(made.getsockname()[1])


@asynccontextmanager
async def side(*, http: bool) -> AsyncGenerator[Side]:
    """Open a double with a workspace full of people in it."""
    double = Double()
    people = [double.person(f"person-{number}") for number in range(PEOPLE)]
    async with serving(double):
        made = Side(double, people, free_port() if http else 0)
        if http:
            double.calls_app_at(f"http://127.0.0.1:{made.port}{EVENTS}")
        made.watch()
        yield made


def bare(one: Side, folder: Path) -> Program:
    """Return how the bare app is started."""
    install = one.double.world.install
    key = install.signing_secret if one.port else install.app_token
    more = (str(one.port),) if one.port else ()
    arguments = ("-m", "tests.bench.bare_slack", one.double.api, install.bot_token, key, *more)
    return Program(arguments, {}, folder)


def milepost(one: Side, folder: Path) -> Program:
    """Return how Milepost is started: as an operator does, with everything at its default."""
    install = one.double.world.install
    mode = (
        {
            "SLACK_SIGNING_SECRET": install.signing_secret,
            "MILEPOST_HTTP": f"127.0.0.1:{one.port}",
        }
        if one.port
        else {"SLACK_APP_TOKEN": install.app_token}
    )
    environment = {
        "SLACK_BOT_TOKEN": install.bot_token,
        "MILEPOST_SLACK_API": one.double.api,
        "DATABASE_URL": str(folder / "milepost.db"),
        **mode,
    }
    return Program(("-m", "bot", "run"), environment, folder)


@asynccontextmanager
async def connected(one: Side, program: Program) -> AsyncGenerator[tuple[Subject, float]]:
    """Run an app from its connection on; yields the seconds that took as well."""
    async with running(program) as subject:
        await one.ready()
        yield subject, perf_counter() - subject.started


@dataclass
class Duel:
    """Both apps, connected."""

    bare: Side
    ours: Side
    bare_subject: Subject
    ours_subject: Subject

    async def run(self, line: str, says: str) -> Times:
        """Let everybody ask some times, the first time uncounted: then they are known."""
        times, count = Times(), PEOPLE * (ASKS + 1)
        bare_cpu, ours_cpu = self.bare_subject.cpu(), self.ours_subject.cpu()
        for turn in range(ASKS + 1):
            for number in range(PEOPLE):
                alone = await self.bare.ask(number, "Hello", "Hello")
                whole = await self.ours.ask(number, line, says)
                if turn:
                    times.bare.append(alone)
                    times.ours.append(whole)
        times.bare_cpu = (self.bare_subject.cpu() - bare_cpu) * 1000 / count
        times.ours_cpu = (self.ours_subject.cpu() - ours_cpu) * 1000 / count
        return times


async def speed(folder: Path, *, http: bool) -> list[Row]:
    """Measure starts, answers and idle memory in one mode."""
    mode = "HTTP" if http else "socket"
    async with AsyncExitStack() as stack:
        alone, whole = [await stack.enter_async_context(side(http=http)) for _ in range(2)]
        async with connected(whole, milepost(whole, folder)) as (_, first):
            pass
        (bare_subject, bare_start) = await stack.enter_async_context(
            connected(alone, bare(alone, folder))
        )
        (ours_subject, start) = await stack.enter_async_context(
            connected(whole, milepost(whole, folder))
        )
        bare_idle, idle = await settled(bare_subject), await settled(ours_subject)
        duel = Duel(alone, whole, bare_subject, ours_subject)
        reading = await duel.run("traits", "Eight characteristics")
        writing = await duel.run("tip", "Today")
    return [
        *rows(f"{mode}: nothing to read", reading, times=True),
        *rows(f"{mode}: reads and a write", writing, times=False),
        at_most(f"{mode}: first start to ready", "s", first, 2.0, bare_start),
        at_most(f"{mode}: start to ready", "s", start, 2.0, bare_start),
        at_most_times(f"{mode}: memory, idle", "MiB", bare_idle, idle, 2.2),
    ]


def rows(what: str, took: Times, *, times: bool) -> list[Row]:
    """Make the rows of one command; its target is a multiple, or so many milliseconds more."""
    judge, half, most = (at_most_times, 1.3, 1.5) if times else (at_most_more, 6, 15)
    return [
        judge(f"{what}, p50", "ms", p50(took.bare), p50(took.ours), half),
        judge(f"{what}, p99", "ms", p99(took.bare), p99(took.ours), most),
        Row(f"{what}, CPU", "ms", took.bare_cpu, took.ours_cpu),
    ]


async def measure() -> list[Row]:
    """Measure everything about Slack, in Socket Mode and over HTTP."""
    measured: list[Row] = []
    for http in (False, True):
        with TemporaryDirectory() as made:
            measured += await speed(Path(made), http=http)
    return measured
