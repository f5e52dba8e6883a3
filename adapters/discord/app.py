"""The Discord face: keeps a connection, takes what arrives, and leaves in good order."""

import asyncio
import logging
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import discord
from discord.http import Route

from adapters.discord import heartbeats
from adapters.discord.connection import NETWORK, Brake, Client, Flapping, Needs, Waits, plain
from adapters.discord.courier import DiscordCourier
from adapters.discord.inbox import Inbox
from adapters.discord.poster import DiscordPoster
from bot.app import Bot
from bot.core.ports import Clock, Courier, Ledger
from bot.core.posting import Poster
from bot.serve import Stopped

log = logging.getLogger("milepost.discord")

FATAL = {4004, 4010, 4011, 4012, 4013, 4014}
"""Codes with which Discord closes a connection for good; 4004 says that the token is void."""

REFUSED = (
    "Discord refuses the token. Make a new one on the developer portal (Bot, Reset Token), set "
    "DISCORD_TOKEN and start again."
)
TALKATIVE = ("discord.gateway", "discord.http", "discord.state")


@dataclass(slots=True)
class DiscordFace:
    """Runs until told to stop, or until Discord refuses for good. `api` replaces its address."""

    token: str
    clock: Clock
    api: str = ""
    waits: Waits = field(default_factory=Waits)
    _client: Client | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    _poster: DiscordPoster = field(init=False)

    def __post_init__(self) -> None:
        """Make the poster: it needs no connection to the gateway."""
        self._poster = DiscordPoster.open(self.token, self.api)

    @property
    def poster(self) -> Poster:
        """Posts over REST, also while there is no connection."""
        return self._poster

    @property
    def courier(self) -> Courier:
        """Posts through whatever connection there is."""
        return DiscordCourier(lambda: self._client)

    async def run(self, bot: Bot, ledger: Ledger, stop: asyncio.Event) -> None:
        """Stay connected until `stop`. Raises Stopped when Discord refuses for good."""
        self._prepare_library()
        inbox, brake = Inbox(bot, self.clock), Brake(self.waits)

        def take(interaction: discord.Interaction[Any]) -> None:
            if not stop.is_set():
                self._track(inbox.receive(interaction))

        needs = Needs(bot, ledger, self.clock, brake, self.waits, take, self._track, self._drain)
        while not stop.is_set():
            self._client = client = Client(needs)
            session = asyncio.create_task(client.start(self.token))
            try:
                await _first_of(session, stop)
                pause = 0.0 if stop.is_set() else _pause_after(session, brake)
            finally:
                await self._close(client, session)
            if not stop.is_set():
                log.warning("Discord: not connected, the next try is in about %.0f s", pause)
                await _sleep(pause, stop)
        self._client = None

    def _prepare_library(self) -> None:
        if self.api:
            Route.BASE = self.api.rstrip("/")
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        logging.getLogger("discord.shard").addFilter(plain)
        for name in TALKATIVE:  # at DEBUG they write out whatever people say
            logging.getLogger(name).setLevel(logging.INFO)

    def _track(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("something in hand broke", exc_info=task.exception())

    async def _drain(self) -> None:
        """Let what is in hand be answered; give up what takes too long."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=self.waits.drain)
        for task in late:
            task.cancel()
        if late:
            log.warning("Discord: %d things in hand were given up", len(late))

    async def _close(self, client: Client, session: "asyncio.Task[None]") -> None:
        """Say goodbye, but do not wait long for an answer."""
        closing = asyncio.create_task(client.close())
        done, _ = await asyncio.wait({closing}, timeout=self.waits.drain + self.waits.close)
        if not done:
            await client.http.close()
            closing.cancel()
        session.cancel()
        await asyncio.gather(session, closing, return_exceptions=True)
        await heartbeats.end(client)


def _pause_after(session: "asyncio.Task[None]", brake: Brake) -> float:
    """Return how long to wait before the next session. Raises Stopped when none can help."""
    trouble = session.exception()
    match trouble:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            raise Stopped(REFUSED) from trouble
        case discord.PrivilegedIntentsRequired():
            raise Stopped("Discord refuses the intents; Milepost asks for none.") from trouble
        case discord.ConnectionClosed(code=code) if code in FATAL:
            raise Stopped(f"Discord closed the connection for good (code {code}).") from trouble
        case Flapping():
            log.warning("Discord: sessions end soon after they begin")
            pause = brake.pause
        case _:
            trace = None if isinstance(trouble, NETWORK) else trouble
            log.warning("Discord: %s: %s", type(trouble).__name__, trouble, exc_info=trace)
            pause = brake.next(asyncio.get_running_loop().time())
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 (spreads many bots, no secret)


async def _first_of(session: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({session, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
