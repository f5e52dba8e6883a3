"""Waiting for something to happen, without sleeping."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Bell:
    """Rings at every change; who waits looks again."""

    _waiting: set[asyncio.Future[None]] = field(default_factory=set[asyncio.Future[None]])

    def ring(self) -> None:
        """Wake everybody who waits."""
        waiting, self._waiting = self._waiting, set()
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def until(self, ready: Callable[[], bool], within: float) -> bool:
        """Wait up to `within` seconds for `ready`, tried at every ring; say whether it came."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not ready():
            left = end - loop.time()
            if left <= 0:
                return False
            rung: asyncio.Future[None] = loop.create_future()
            self._waiting.add(rung)
            await asyncio.wait({rung}, timeout=left)
            self._waiting.discard(rung)
        return True
