"""Milepost beside a bare discord.py bot: each a process, each with a double of its own.

Interactions come one at a time, to one bot and the other in turn, so that whatever else the
machine does falls on both. A latency is the time from the gateway's event to the first response.
"""

import asyncio
import statistics
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiohttp import web

from tests.bench.processes import Program, Subject, running
from tests.bench.report import Row, at_most, at_most_more, at_most_times
from tests.doubles.discord import Answer, Double, Person, World, serving
from tests.doubles.discord.errors import Json
from tests.doubles.discord.places import Channel, Guild

SERVERS, PEOPLE, ASKS = 10, 220, 5
"""Many people and servers, so that nobody asks faster than Milepost lets them."""

CHANNELS, ROLES = 20, 8
"""What a server has, as in platform-facts, section 9."""

PAUSE = 0.005
"""Seconds between two interactions: what one bot still does must not fall on the other."""

MANY = 1_000
CALM, CALM_WITHIN = 0.3, 30.0
"""MiB that idle memory may still move, and the seconds it may take to get there."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Watch:
    """Takes the time between an event and the first response to it."""

    took: list[float] = field(default_factory=list[float])
    _sent: float = 0.0

    def hear(self, name: str, data: Json, guild: Guild | None, intents: int) -> None:
        """Start at an interaction, before the gateway sends it."""
        del data, guild, intents
        if name == "INTERACTION_CREATE":
            self._sent = perf_counter()

    def mount(self, app: web.Application) -> None:
        """Stop at the first response, before the double looks at it."""

        @web.middleware
        async def arrived(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path.endswith("/callback"):
                self.took.append(perf_counter() - self._sent)
            return await handler(request)

        app.middlewares.append(arrived)


@dataclass
class Side:
    """One bot: its double, the people before it, and where they are."""

    double: Double
    watch: Watch
    people: Sequence[tuple[Person, Channel]]

    async def ask(self, number: int, command: str, says: str, **options: str) -> float:
        """Let somebody use a command and return the milliseconds until its answer came."""
        await asyncio.sleep(PAUSE)
        person, channel = self.people[number % len(self.people)]
        answer: Answer = await person.slash(command, dict(options), channel=channel)
        if says not in answer.text:
            raise RuntimeError(f"/{command} was answered with {answer.text!r}")
        return self.watch.took[-1] * 1000


@asynccontextmanager
async def side(servers: int = SERVERS, people: int = PEOPLE) -> AsyncGenerator[Side]:
    """Open a double with servers and people in it."""
    double, watch = Double(World()), Watch()
    double.world.listeners.insert(0, watch.hear)
    places = [_server(double, number) for number in range(servers)]
    crowd: list[tuple[Person, Channel]] = []
    for number in range(people):
        guild, channel = places[number % servers]
        person = double.person(f"person-{number}")
        double.world.join(guild, person.user)
        crowd.append((person, channel))
    async with serving(double, 0, watch.mount):
        yield Side(double, watch, crowd)


def _server(double: Double, number: int) -> tuple[Guild, Channel]:
    guild = double.world.guild(f"Study Hall {number}")
    channels = [double.world.channel(guild, f"room-{n}") for n in range(CHANNELS)]
    for n in range(ROLES):
        double.world.role(guild, f"role-{n}")
    return guild, channels[0]


def bare(one: Side, folder: Path) -> Program:
    """Return how the bare bot is started."""
    arguments = ("-m", "tests.bench.bare_discord", one.double.api, one.double.world.token)
    return Program(arguments, {}, folder)


def milepost(one: Side, folder: Path) -> Program:
    """Return how Milepost is started: as an operator does, with everything at its default."""
    environment = {
        "DISCORD_TOKEN": one.double.world.token,
        "MILEPOST_DISCORD_API": one.double.api,
        "DATABASE_URL": str(folder / "milepost.db"),
    }
    return Program(("-m", "bot", "run"), environment, folder)


@asynccontextmanager
async def connected(one: Side, program: Program) -> AsyncGenerator[tuple[Subject, float]]:
    """Run a bot from its READY on; yields the seconds that took as well."""
    async with running(program) as subject:
        await one.double.gateway.until_ready()
        yield subject, perf_counter() - subject.started


async def settled(subject: Subject) -> float:
    """Wait until a bot's memory is calm; return its MiB."""
    before, since = subject.memory(), perf_counter()
    while perf_counter() - since < CALM_WITHIN:
        await asyncio.sleep(3.0)  # discord.py calls a bot ready two seconds after the last server
        now = subject.memory()
        if abs(now - before) < CALM:
            return now
        before = now
    raise RuntimeError(f"its memory does not settle: {before:.1f} MiB")


@dataclass
class Times:
    """The milliseconds of both bots, and what each interaction cost them."""

    bare: list[float] = field(default_factory=list[float])
    ours: list[float] = field(default_factory=list[float])
    bare_cpu: float = 0.0
    ours_cpu: float = 0.0


@dataclass
class Duel:
    """Both bots, connected."""

    bare: Side
    ours: Side
    bare_subject: Subject
    ours_subject: Subject

    async def run(self, command: str, says: str) -> Times:
        """Let everybody ask some times, the first time uncounted: then they are known."""
        times, count = Times(), PEOPLE * (ASKS + 1)
        bare_cpu, ours_cpu = self.bare_subject.cpu(), self.ours_subject.cpu()
        for number in range(PEOPLE):
            for turn in range(ASKS + 1):
                alone = await self.bare.ask(number, "echo", "Hello", text="Hello")
                whole = await self.ours.ask(number, command, says)
                if turn:
                    times.bare.append(alone)
                    times.ours.append(whole)
        times.bare_cpu = (self.bare_subject.cpu() - bare_cpu) * 1000 / count
        times.ours_cpu = (self.ours_subject.cpu() - ours_cpu) * 1000 / count
        return times


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    """Return what one in a hundred exceeds."""
    return statistics.quantiles(values, n=100)[-1]


async def speed(folder: Path) -> list[Row]:
    """Measure starts, answers and idle memory."""
    async with AsyncExitStack() as stack:
        alone, whole = [await stack.enter_async_context(side()) for _ in range(2)]
        programs = bare(alone, folder), milepost(whole, folder)
        async with connected(whole, programs[1]) as (_, first):
            pass
        (bare_subject, bare_start) = await stack.enter_async_context(connected(alone, programs[0]))
        (ours_subject, start) = await stack.enter_async_context(connected(whole, programs[1]))
        bare_idle, idle = await settled(bare_subject), await settled(ours_subject)
        duel = Duel(alone, whole, bare_subject, ours_subject)
        reading = await duel.run("traits", "Eight characteristics")
        writing = await duel.run("tip", "Today")
    return [
        *_latency("slash, nothing to read", reading),
        *_latency("slash, reads and a write", writing, extra=(6, 15)),
        at_most("first start to ready", "s", first, 2.0, bare_start),
        at_most("start to ready", "s", start, 2.0, bare_start),
        at_most_times("memory, idle", "MiB", bare_idle, idle, 2.2),
    ]


def _latency(what: str, times: Times, extra: tuple[float, float] | None = None) -> Iterable[Row]:
    """Say how long answers take; `extra` is what they may take longer, in ms."""
    for name, of, factor, more in zip(("p50", "p99"), (p50, p99), (1.3, 1.5), extra or (0, 0),
                                      strict=True):  # fmt: skip
        bare_, ours = of(times.bare), of(times.ours)
        if extra:
            yield at_most_more(f"{what}, {name}", "ms", bare_, ours, more)
        else:
            yield at_most_times(f"{what}, {name}", "ms", bare_, ours, factor)
    yield Row(f"{what}, CPU", "ms", times.bare_cpu, times.ours_cpu)


async def size(folder: Path) -> list[Row]:
    """Measure what a thousand servers cost."""
    grown: list[float] = []
    for kind in (bare, milepost):
        for servers in (1, MANY):
            async with side(servers, 1) as one, connected(one, kind(one, folder)) as (subject, _):
                grown.append(await settled(subject))
    bare_one, bare_many, one_server, many = grown
    return [
        Row("memory, 1,000 servers", "MiB", bare_many, many),
        at_most_times(
            "memory, of 999 more servers", "MiB", bare_many - bare_one, many - one_server, 1.1
        ),
    ]


async def measure() -> list[Row]:
    """Measure everything about Discord."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        return [*await speed(folder), *await size(folder)]
