"""A wire between a client and a server on loopback that can be cut."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Passes bytes on."""

    host: str
    port: int
    swallow: bool = False
    """Whether the answer to what is asked next is lost, and the connection with it."""
    silent: bool = False
    """Whether the server seems to be there and says nothing."""
    lost: int = 0
    """How many answers did not come back."""
    _open: set[asyncio.StreamWriter] = field(default_factory=set[asyncio.StreamWriter])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on, both ways, until either side ends it."""
        there, back = await asyncio.open_connection(self.host, self.port)
        self._open |= {writer, back}
        lost = asyncio.Event()
        await asyncio.gather(self._forth(reader, back, lost), self._back(there, writer, lost))
        self._open -= {writer, back}

    def cut(self) -> None:
        """End every connection."""
        for writer in self._open:
            writer.transport.abort()

    async def _forth(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, lost: asyncio.Event
    ) -> None:
        while data := await _some(source):
            if self.swallow:
                self.swallow = False
                lost.set()
            target.write(data)
        target.close()

    async def _back(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, lost: asyncio.Event
    ) -> None:
        while data := await _some(source):
            if lost.is_set():
                self.lost += 1
                target.transport.abort()
                return
            if not self.silent:
                target.write(data)
        target.close()


@asynccontextmanager
async def wire(host: str, port: int) -> AsyncGenerator[tuple[Wire, int]]:
    """Open a wire and return it with its own port."""
    own = Wire(host, port)
    server = await asyncio.start_server(own.serve, "127.0.0.1", 0)
    yield own, server.sockets[0].getsockname()[1]
    own.cut()
    server.close()


async def _some(source: asyncio.StreamReader) -> bytes:
    try:
        return await source.read(65536)
    except ConnectionError:
        return b""
