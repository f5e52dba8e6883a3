"""Socket Mode: one socket at a time, watched, and replaced before it is closed.

The library's own client opens the next socket after the last one is closed, tries a void address
for ever, and notices a cut connection only when it looks again (platform-facts, 2.4 and 9). Here a
socket ends at once when it is cut, and a new one is open before Slack takes the old one away.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.web import FATAL, NETWORK, Away, Refused, Web, quiet
from bot.serve import Stopped

log = logging.getLogger("milepost.slack")

GOODBYE = 3.0
"""Seconds in which what came over an old socket may still be acknowledged on it."""

ENDED = {
    aiohttp.WSMsgType.CLOSE,
    aiohttp.WSMsgType.CLOSING,
    aiohttp.WSMsgType.CLOSED,
    aiohttp.WSMsgType.ERROR,
}
LINK_DISABLED = (
    "Slack says that Socket Mode is switched off for this app. Switch it on (Settings, Socket "
    "Mode), or use HTTP mode (SLACK_SIGNING_SECRET), and start again."
)
VOID = (
    "Slack refuses the app-level token ({error}). Make a new one with the scope connections:write "
    "(Basic Information, App-Level Tokens), set SLACK_APP_TOKEN and start again."
)
CLOSED_DOORS = {*FATAL, "not_allowed_token_type", "missing_scope", "no_permission", "access_denied"}

Take = Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]
Track = Callable[[Coroutine[Any, Any, None]], object]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things take, in seconds. A connection that held for `longest` clears the record."""

    first: float = 0.5
    longest: float = 120.0
    open: float = 15.0
    """For a new socket, until its hello."""
    ping: float = 2.0
    """Between two pings; a socket that does not answer one for half of that is cut."""
    drain: float = 5.0
    """For what is in hand when the bot is told to stop."""


@dataclass(slots=True)
class Brake:
    """Makes tries rarer the more often one is needed. Times are the event loop's."""

    waits: Waits
    pause: float = 0.0
    _since: float | None = None

    def connected(self, now: float) -> None:
        """Note that a connection works."""
        self._since = now

    def next(self, now: float) -> float:
        """Return the seconds until the next try, and keep them as `pause`; 0 after a calm time."""
        calm = self._since is not None and now - self._since >= self.waits.longest
        if calm or (self._since is not None and not self.pause):
            self.pause, wait = self.waits.first, 0.0
        else:
            wait = self.pause = min(max(self.pause * 2, self.waits.first), self.waits.longest)
        self._since = None
        return wait


class Socket(AsyncBaseSocketModeClient):
    """One socket, from its hello to its end. It never reconnects: `ended` is set instead."""

    def __init__(self, web: Web, take: Take, track: Track) -> None:
        """Prepare it. `take` answers an envelope, `track` keeps hold of what is in hand."""
        self.web, self.take, self.track = web, take, track
        self.web_client, self.logger = web.client, quiet
        self.closed = self.trace_enabled = self.auto_reconnect_enabled = False
        self.message_listeners, self.socket_mode_request_listeners = [], [self._taken]
        self.hello, self.ended = asyncio.Event(), asyncio.Event()
        self.reason = ""
        self.in_hand = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._line: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None

    async def open(self, token: str, ping: float) -> None:
        """Open it with a fresh address. Raises Refused and Away."""
        address = await self.web.socket(token)
        try:
            self._line = await self.web.session.ws_connect(
                address, heartbeat=ping, max_msg_size=0, proxy=self.web.proxy
            )
        except NETWORK as trouble:
            raise Away(type(trouble).__name__) from None
        self._reader = asyncio.create_task(self._read(self._line))

    async def _read(self, line: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            heard = await line.receive()
            if heard.type in ENDED:
                self.reason = self.reason or "cut"
                self.ended.set()
                return
            if heard.type is aiohttp.WSMsgType.TEXT:
                self._hear(heard.data)

    def _hear(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            log.warning("Slack: something came over the socket that is no message")
            return
        match message.get("type"):
            case "hello":
                self.hello.set()
            case "disconnect":
                self.reason = str(message.get("reason") or "disconnect")
                self.ended.set()
            case _:
                loose: Any = self  # the library types its messages loosely
                self.track(loose.run_message_listeners(message, text))

    async def _taken(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer an envelope over the socket that it came by."""
        self.in_hand += 1
        self._quiet.clear()
        try:
            await self.take(self, request)
        except NETWORK as trouble:
            log.info("Slack: an acknowledgement was not sent (%s)", type(trouble).__name__)
        finally:
            self.in_hand -= 1
            if not self.in_hand:
                self._quiet.set()

    async def send_message(self, message: str) -> None:
        """Send a text over it."""
        if self._line is None or self._line.closed:
            raise ConnectionResetError
        await self._line.send_str(message)

    async def is_connected(self) -> bool:
        """Tell whether it is open."""
        return self._line is not None and not self._line.closed

    async def close(self) -> None:
        """Let what is in hand be acknowledged, then close it."""
        try:
            async with asyncio.timeout(GOODBYE):
                await self._quiet.wait()
        except TimeoutError:
            log.info("Slack: a socket was closed before all was acknowledged")
        self.closed = True
        if self._reader is not None:
            self._reader.cancel()
        if self._line is not None:
            await self._line.close()


@dataclass(slots=True)
class SocketMode:
    """Keeps a socket open until told to stop."""

    web: Web
    token: str
    take: Take
    track: Track
    waits: Waits
    connected: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Stay connected. Raises Stopped when Slack refuses for good."""
        brake, current = Brake(self.waits), None
        loop = asyncio.get_running_loop()
        try:
            while not stop.is_set():
                fresh = await self._try()
                if fresh is not None:
                    brake.connected(loop.time())
                    self._retire(current)
                    current = fresh
                    await _first_of(current.ended, stop)
                    self._noted(current)
                if not stop.is_set() and (pause := brake.next(loop.time())):
                    log.warning("Slack: not connected, the next try is in about %.0f s", pause)
                    await _sleep(pause, stop)
        finally:
            self.connected.clear()
            if current is not None:
                await current.close()

    async def _try(self) -> Socket | None:
        """Open a socket and wait for its hello; None when that did not work this time."""
        fresh = Socket(self.web, self.take, self.track)
        try:
            async with asyncio.timeout(self.waits.open):
                await fresh.open(self.token, self.waits.ping)
                await _first_of(fresh.hello, fresh.ended)
        except Refused as refused:
            if refused.error in CLOSED_DOORS:
                raise Stopped(VOID.format(error=refused.error)) from refused
            log.warning("Slack: no socket: %s", refused.error)
        except (Away, TimeoutError) as trouble:
            log.warning("Slack: no socket (%s)", trouble or type(trouble).__name__)
        if fresh.hello.is_set():
            log.info("Slack: connected")
            self.connected.set()
            return fresh
        if fresh.reason == "link_disabled":
            raise Stopped(LINK_DISABLED)
        await fresh.close()
        return None

    def _retire(self, old: Socket | None) -> None:
        if old is not None:
            self.track(old.close())

    def _noted(self, socket: Socket) -> None:
        """Say why a socket has to be replaced. Raises Stopped when no other would do."""
        if not socket.ended.is_set():
            return
        log.info("Slack: the socket ends (%s)", socket.reason)
        if socket.reason == "link_disabled":
            raise Stopped(LINK_DISABLED)
        if socket.reason == "cut":
            self.connected.clear()


async def _first_of(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
