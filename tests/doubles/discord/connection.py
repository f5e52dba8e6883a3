"""One websocket of the gateway: frames, heartbeats, the limit of what may be sent."""

import asyncio
import json
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from aiohttp import WSMsgType, web

from tests.doubles.discord.errors import Json

if TYPE_CHECKING:
    from tests.doubles.discord.gateway import Gateway, Session

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, INVALID, HELLO, ACK = 0, 1, 2, 6, 9, 10, 11
HARMLESS = {3, 4, 8}
POLITE = {1000, 1001}


@dataclass(eq=False)
class Connection:
    """Sends in order through one queue; what cannot be sent any more is dropped."""

    gateway: "Gateway"
    compress: bool
    session: "Session | None" = None
    said_goodbye: bool = False
    """Whether the other side closed with a code that ends the session."""
    beats: int = 0
    _closed: bool = False
    _out: "asyncio.Queue[bytes | str | int]" = field(
        default_factory=asyncio.Queue[bytes | str | int]
    )
    _request: web.Request | None = None
    _received: deque[float] = field(default_factory=deque[float])

    def __post_init__(self) -> None:
        self._deflate = zlib.compressobj()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Speak until one side ends it."""
        self._request = request
        socket = web.WebSocketResponse(max_msg_size=0, autoping=True)
        await socket.prepare(request)
        sender = asyncio.create_task(self._send_all(socket))
        self.send(HELLO, {"heartbeat_interval": int(self.gateway.world.timing.heartbeat * 1000)})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(cast("str", message.data))
        finally:
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        self.said_goodbye = not self._closed and socket.close_code in POLITE
        return socket

    async def _send_all(self, socket: web.WebSocketResponse) -> None:
        while True:
            frame = await self._out.get()
            match frame:
                case bytes():
                    await socket.send_bytes(frame)
                case str():
                    await socket.send_str(frame)
                case int():
                    await socket.close(code=frame)
                    return

    # saying

    def send(
        self, op: int, data: object, name: str | None = None, number: int | None = None
    ) -> None:
        """Queue a frame; a zombie says nothing."""
        if not self.gateway.acknowledges:
            return
        text = json.dumps({"op": op, "d": data, "s": number, "t": name})
        if not self.compress:
            self._out.put_nowait(text)
            return
        packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        self._out.put_nowait(packed)

    def event(self, number: int, name: str, data: Json) -> None:
        """Send a numbered event."""
        self.send(DISPATCH, data, name, number)

    def invalid(self, *, resumable: bool) -> None:
        """Say that the session is over, or may only be resumed."""
        if not resumable and self.session is not None:
            self.gateway.sessions.pop(self.session.id, None)
        self.send(INVALID, resumable)

    def close(self, code: int) -> None:
        """Close with a code, after what was said before."""
        self._closed = True
        self._out.put_nowait(code)

    def cut(self) -> None:
        """End it without a word."""
        transport = self._request.transport if self._request else None
        if transport is not None:
            transport.abort()

    # hearing

    def _take(self, text: str) -> None:
        if self._too_many():
            self.close(4008)
            return
        try:
            frame: Any = json.loads(text)
            op, data = frame["op"], frame["d"]
        except (ValueError, KeyError, TypeError):
            self.close(4002)
            return
        self._heard(op, data)

    def _too_many(self) -> bool:
        now = time.monotonic()
        self._received.append(now)
        while self._received[0] <= now - 60:
            self._received.popleft()
        return len(self._received) > self.gateway.sends_a_minute

    def _heard(self, op: object, data: Any) -> None:  # noqa: ANN401 - JSON of any shape arrives
        if op == HEARTBEAT:
            self.beats += 1
            self.send(ACK, None)
            self.gateway.world.bell.ring()
        elif op == IDENTIFY and self.session is not None:
            self.close(4005)
        elif op == IDENTIFY:
            self.gateway.identify(self, data)
        elif op == RESUME:
            self.gateway.resume(self, data)
        elif op not in HARMLESS:
            self.close(4001)
        elif self.session is None:
            self.close(4003)
