"""What an operator can ask a running process: /health and /metrics, and a heartbeat outwards."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.core.ports import Clock
from bot.study.outbox import Load
from bot.study.schedules import Delivery
from bot.watch.metrics import TYPE, Metrics

log = logging.getLogger("milepost.watch")

STALE = dt.timedelta(minutes=2)
"""A part of the engine that did not run for so long is not well; it runs every few seconds."""

BEAT = 60.0
"""Seconds between two heartbeats."""

WITHIN = 10.0
CLOSES_WITHIN = 3.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CannotListen(ValueError):  # noqa: N818 (what an operator reads)
    """The address cannot be had; the text says what to do."""


class Lookout:
    """Watches the engine (implements `bot.schedule.watching.Watch`) and answers operators."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing seen."""
        self.metrics = Metrics()
        self._clock = clock
        self._seen: dict[str, dt.datetime] = {}
        self._runner: web.AppRunner | None = None

    def finished(self, delivery: Delivery, late: dt.timedelta) -> None:
        """Count an outcome."""
        self.metrics.finished(delivery, late)

    def loaded(self, load: Load, now: dt.datetime) -> None:
        """Note what waits."""
        self.metrics.loaded(load, now)

    def ticked(self, name: str, now: dt.datetime) -> None:
        """Note that a part of the engine is alive."""
        self._seen[name] = now
        self.metrics.ticked(name, now)

    @property
    def stale(self) -> tuple[str, ...]:
        """The parts of the engine that have not run lately, by name."""
        now = self._clock.now()
        return tuple(sorted(name for name, at in self._seen.items() if now - at > STALE))

    @property
    def routes(self) -> Mapping[str, Handler]:
        """What is answered, by path: a server that already listens takes these in."""
        return {"/health": self._health, "/metrics": self._metrics}

    async def _health(self, request: web.Request) -> web.StreamResponse:
        del request
        stale, now = self.stale, self._clock.now()
        ages = {name: round((now - at).total_seconds(), 1) for name, at in self._seen.items()}
        told = {"status": "stale" if stale else "ok", "stale": stale, "seconds_since": ages}
        return web.json_response(told, status=503 if stale else 200)

    async def _metrics(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(body=self.metrics.text(), headers={"Content-Type": TYPE})

    async def listen(self, address: str) -> None:
        """Answer on `host:port`. Raises CannotListen."""
        app = web.Application()
        for path, handler in self.routes.items():
            app.router.add_get(path, handler)
        runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=CLOSES_WITHIN
        )
        await runner.setup()
        host, _, port = address.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except (OSError, OverflowError) as trouble:
            await runner.cleanup()
            raise CannotListen(
                f"MILEPOST_HTTP: {address} cannot be used ({trouble.__class__.__name__}): "
                "set another host:port"
            ) from trouble
        self._runner = runner
        log.info("Health and figures on %s", address)

    async def close(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def beat(self, address: str, every: float = BEAT) -> None:
        """Call an address again and again while all is well, until cancelled."""
        async with ClientSession(timeout=ClientTimeout(total=WITHIN)) as session:
            while True:
                if not self.stale:
                    await self._called(session, address)
                await asyncio.sleep(every)

    async def _called(self, session: ClientSession, address: str) -> None:
        try:
            async with session.get(address) as answer:
                if answer.status >= 400:  # noqa: PLR2004 (HTTP's own line)
                    log.warning("The heartbeat's address answers %d", answer.status)
        except (ClientError, TimeoutError) as trouble:
            log.warning("No heartbeat got through: %s", trouble.__class__.__name__)


async def ended(task: "asyncio.Task[None] | None") -> None:
    """Cancel a task and wait for its end."""
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
