"""Runs the platforms side by side: a dead one does not stop the others, and a stop is orderly."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.app import Bot
from bot.compose import opened
from bot.core.people import Platform
from bot.core.ports import Clock, Courier, Ledger
from bot.core.posting import Poster
from bot.schedule.engine import Engine, Sharing
from bot.settings import Settings
from bot.storage.address import server
from bot.storage.ledger import StoreLedger

if TYPE_CHECKING:
    from bot.watch.lookout import Lookout

log = logging.getLogger("milepost.serve")

GARBAGE = 20_000
"""New objects after which Python looks for garbage."""

LEAVE_WITHIN = 9.0
"""Seconds that faces get to leave once the process is told to stop: it has ten in all."""


class Stopped(Exception):  # noqa: N818 (the state of a face that will not come back by itself)
    """A platform refuses us for good; the text says what an operator has to do."""


class Face(Protocol):
    """A platform that can be run."""

    @property
    def courier(self) -> Courier:
        """Posts to the platform's channels."""
        ...

    @property
    def poster(self) -> Poster:
        """Posts what nobody asked for, and passes on every answer."""
        ...

    async def run(self, bot: Bot, ledger: Ledger, stop: asyncio.Event) -> None:
        """Run until told to stop. Raises Stopped when it cannot go on."""
        ...


@dataclass(frozen=True, slots=True)
class Watching:
    """Who watches, where it answers (empty: elsewhere), and where it sends a heartbeat."""

    lookout: "Lookout"
    listen: str = ""
    heartbeat: str = field(default="", repr=False)

    @asynccontextmanager
    async def begun(self, engine: Engine) -> AsyncGenerator[None]:
        """Watch an engine, answer and beat until the end. Raises CannotListen."""
        engine.watched_by(self.lookout)
        if self.listen:
            await self.lookout.listen(self.listen)
        beating = asyncio.create_task(self.lookout.beat(self.heartbeat)) if self.heartbeat else None
        try:
            yield
        finally:
            if beating is not None:
                beating.cancel()
                await asyncio.gather(beating, return_exceptions=True)
            await self.lookout.close()


async def serve(
    settings: Settings,
    clock: Clock,
    faces: Mapping[Platform, Face],
    watching: Watching | None = None,
) -> int:
    """Run all faces until SIGTERM or SIGINT; 0 then, 1 when every face gave up by itself."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    couriers = {platform: face.courier for platform, face in faces.items()}
    posters = {platform: face.poster for platform, face in faces.items()}
    async with AsyncExitStack() as stack:
        for poster in posters.values():
            stack.push_async_callback(poster.close)
        with long_lived(stack):
            bot, store, engine = await stack.enter_async_context(
                opened(settings, clock, couriers, posters=posters)
            )
        if watching:
            await stack.enter_async_context(watching.begun(engine))
        running = {
            asyncio.create_task(face.run(bot, StoreLedger(store), stop), name=platform.title())
            for platform, face in faces.items()
        }
        keeping = asyncio.create_task(engine.run(stop), name="Schedules")
        await _until_done(running, stop)
        told = stop.is_set()
        stop.set()
        await keeping
    return 0 if told else 1


async def work(
    settings: Settings,
    clock: Clock,
    posters: Mapping[Platform, Poster],
    watching: Watching | None = None,
) -> int:
    """Keep schedules and answer nobody, beside any number of others; 0 at SIGTERM or SIGINT.

    Raises ValueError where the database is a file, which one process keeps by itself.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    address = server(settings.database_url.get_secret_value())
    if not address:
        raise ValueError(
            "Workers share a PostgreSQL database. Set DATABASE_URL to postgresql://…, or start "
            '"milepost run", which keeps its schedules by itself.'
        )
    async with AsyncExitStack() as stack:
        for poster in posters.values():
            stack.push_async_callback(poster.close)
        _, _, engine = await stack.enter_async_context(opened(settings, clock, {}, posters=posters))
        if watching:
            await stack.enter_async_context(watching.begun(engine))
        engine.fleet = _fleet(address)
        log.info("Working for %s", ", ".join(each.title() for each in posters))
        await engine.run(stop)
    return 0


def _fleet(address: str) -> Sharing:
    try:
        from bot.schedule.fleet import Fleet  # noqa: PLC0415 (only workers need it)
    except ImportError:
        raise ValueError('Workers need the queue: install "milepost[postgres]".') from None
    return Fleet(address)


@contextmanager
def long_lived(stack: AsyncExitStack) -> Generator[None]:
    """Make things that stay until the end: searching them for garbage would halt every answer."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        stack.callback(gc.unfreeze)
        # An answer makes more objects than the 700 after which Python would look for garbage.
        stack.callback(gc.set_threshold, *gc.get_threshold())
        gc.set_threshold(GARBAGE, *gc.get_threshold()[1:])


async def _until_done(running: set[asyncio.Task[None]], stop: asyncio.Event) -> None:
    told = asyncio.create_task(stop.wait())
    while running and not stop.is_set():
        done, _ = await asyncio.wait({*running, told}, return_when=asyncio.FIRST_COMPLETED)
        for task in running & done:
            _report(task)
        running -= done
    told.cancel()
    if running:
        done, late = await asyncio.wait(running, timeout=LEAVE_WITHIN)
        for task in done:
            _report(task)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _report(task: asyncio.Task[None]) -> None:
    trouble = task.exception() if not task.cancelled() else None
    if isinstance(trouble, Stopped):
        log.error("%s has stopped: %s", task.get_name(), trouble)
    elif trouble is not None:
        log.error("%s broke and has stopped", task.get_name(), exc_info=trouble)
