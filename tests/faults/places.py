"""Databases of each kind for arenas, whoever runs them."""

import shutil
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.core.ports import SystemClock
from bot.storage.schema import prepare
from tests.doubles.databases import Databases
from tests.faults.arena import Arena, arena
from tests.faults.scenarios import Make

SQLITE, POSTGRES, QUEUE = "sqlite", "postgres", "queue"


def making(folder: Path, databases: Callable[[], Databases]) -> Make:
    """Return what makes arenas below a folder; `databases` is asked for when one is needed."""

    @asynccontextmanager
    async def make(
        kind: str, face: str = "discord", *, tables: bool = True, **orders: object
    ) -> AsyncGenerator[Arena]:
        own = Path(tempfile.mkdtemp(prefix=kind, dir=folder))
        address = await _sqlite(own, tables=tables)
        if kind != SQLITE:
            address = await (databases().ready() if tables else databases().empty())
        try:
            async with arena(own, address, kind=face, queue=kind == QUEUE, **orders) as opened:
                yield opened
        finally:
            if kind != SQLITE:
                await databases().drop(address)
            shutil.rmtree(own)

    return make


async def _sqlite(folder: Path, *, tables: bool) -> str:
    address = f"sqlite:///{folder / 'milepost.db'}"
    if tables:
        await prepare(address, SystemClock())
    return address
