"""Socket Mode: tickets, websockets, and what is sent through them."""

import asyncio
import datetime as dt
import json
import secrets
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMessage, WSMsgType, web

from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.outcomes import LATE, LOST, Outcome, Sent
from tests.doubles.slack.world import World

PATH = "/link"
MOST = 10
"""Websockets of one app."""

GRACE = 10.0
"""Seconds between a goodbye and the end of the websocket."""

ANSWERABLE = {"slash_commands", "interactive"}


@dataclass(eq=False)
class Connection:
    """One websocket. `acks` is every envelope that was acknowledged through it."""

    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    """Whether it seems to be there and says nothing, not even pongs."""
    envelopes: list[str] = field(default_factory=list[str])
    acks: list[str] = field(default_factory=list[str])
    heard: list[Json] = field(default_factory=list[Json])
    """All that the app sent."""

    async def send(self, data: Json) -> bool:
        """Send JSON; say whether that could be tried."""
        if self.socket.closed:
            return False
        try:
            await self.socket.send_str(json.dumps(data))
        except ConnectionError:
            return False
        return True

    def cut(self) -> None:
        """Tear the connection, without a goodbye."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class Sockets:
    """All websockets of the app."""

    world: World
    enabled: bool = True
    """Whether Socket Mode is switched on for the app."""
    turned_away: int = 0
    """How many more websockets get a 503."""
    opened: int = 0
    """How many websockets there have been."""
    connections: list[Connection] = field(default_factory=list[Connection])
    tickets: dict[str, dt.datetime] = field(default_factory=dict[str, dt.datetime])
    waiting: dict[str, Outcome] = field(default_factory=dict[str, Outcome])
    _turn: int = 0

    def ticket(self) -> str:
        """Return an address that opens one websocket. Raises SlackError."""
        if not self.enabled:
            raise SlackError("forbidden_team")
        made = secrets.token_hex(16)
        self.tickets[made] = self.world.now()
        base = self.world.base.replace("http://", "ws://")
        return f"{base}{PATH}/?ticket={made}&app_id={self.world.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one websocket for as long as it lasts."""
        if self.turned_away > 0:
            self.turned_away -= 1
            return web.json_response({"ok": False}, status=503)
        given = self.tickets.pop(request.query.get("ticket", ""), None)
        if given is None or self.world.age(given) >= self.world.timing.ticket:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=401)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        made = Connection(socket, request)
        if len(self.live) >= MOST:
            await made.send({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._hold(made)
        return socket

    async def _hold(self, made: Connection) -> None:
        self.opened += 1
        self.connections.append(made)
        try:
            await made.send(self._hello())
            self.world.bell.ring()
            async for message in made.socket:
                await self._hear(made, message)
        finally:
            self.connections.remove(made)
            self.world.bell.ring()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": _debug(),
            "connection_info": {"app_id": self.world.app_id},
        }

    async def _hear(self, made: Connection, message: WSMessage) -> None:
        if made.silent:
            return
        if message.type is WSMsgType.PING:
            await made.socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            told: Json = json.loads(message.data)
            made.heard.append(told)
            self._ack(made, told)

    def _ack(self, made: Connection, told: Json) -> None:
        envelope = str(told.get("envelope_id"))
        made.acks.append(envelope)
        found = self.waiting.get(envelope)
        if found is not None and not found.done:
            found.finish(told.get("payload"))
            self.world.bell.ring()

    # sending

    @property
    def live(self) -> list[Connection]:
        """Return the websockets through which something can be sent."""
        return [each for each in self.connections if not each.socket.closed]

    async def until_connected(self, count: int = 1) -> None:
        """Wait for so many websockets at one time. Raises AssertionError when they do not come."""
        bell, patience = self.world.bell, self.world.timing.patience
        came = await bell.until(lambda: len(self.live) >= count, patience)
        assert came, f"{len(self.live)} of {count} websockets are there"

    async def send(self, sent: Sent) -> Outcome:
        """Send an envelope through any one websocket and wait for its acknowledgement."""
        outcome, live = Outcome(), self.live
        if not live:
            return outcome.fail(LOST)
        made = live[self._turn % len(live)]
        self._turn += 1
        envelope = sent.envelope_id or str(uuid.uuid4())
        self.waiting[envelope] = outcome
        made.envelopes.append(envelope)
        told: Json = {
            "envelope_id": envelope,
            "type": sent.type,
            "payload": sent.payload,
            "accepts_response_payload": sent.type in ANSWERABLE,
        }
        if sent.type == "events_api":
            told |= {"retry_attempt": sent.retry, "retry_reason": sent.reason}
        await made.send(told)
        within = self.world.timing.respond
        came = await self.world.until(lambda: outcome.done, within)
        self.waiting.pop(envelope, None)
        return outcome if came else outcome.fail(LATE)

    # what can go wrong

    async def warn(self, connection: Connection | None = None) -> None:
        """Say that a websocket will be closed in ten seconds; close it with `cut` or `close`."""
        await self._disconnect("warning", connection, None)

    async def refresh(self, connection: Connection | None = None, *, at_once: bool = False) -> None:
        """Ask for a new websocket, and close the old one: when the app did, or `at_once`."""
        grace = 0.0 if at_once else GRACE
        await self._disconnect("refresh_requested", connection, grace)

    async def disable(self) -> None:
        """Switch Socket Mode off, as an administrator does in the app's settings."""
        self.enabled = False
        await self._disconnect("link_disabled", None, 0.0)

    async def _disconnect(
        self, reason: str, connection: Connection | None, grace: float | None
    ) -> None:
        """Say goodbye; close after so many seconds, or leave that to the app."""
        leaving = [connection] if connection else self.live
        for each in leaving:
            await each.send({"type": "disconnect", "reason": reason, "debug_info": _debug()})
        if grace is None:
            return
        await self.world.until(lambda: not any(map(self._there, leaving)), grace)
        for each in leaving:
            await each.socket.close()

    def _there(self, connection: Connection) -> bool:
        return connection in self.connections

    async def close_all(self, code: int = 1000) -> None:
        """Close every websocket."""
        await asyncio.gather(*(each.socket.close(code=code) for each in self.live))

    def cut_all(self) -> None:
        """Tear every connection, without a goodbye."""
        for each in list(self.connections):
            each.cut()

    def hush(self) -> None:
        """Make zombies of all: they stay open and say nothing more."""
        for each in self.connections:
            each.silent = True


def _debug() -> Json:
    return {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
