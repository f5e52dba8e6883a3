"""Shares the shards out over machines: pgqueuer wakes, places, and takes over after a crash.

One queued job a shard ("drain:7"). Whatever it does, rows decide who sends what (engine, section
7), so a job that runs twice or gets lost costs time and nothing else.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs] (has none)
from pgqueuer import AsyncpgDriver, Job, Queries, QueueManager, RetryRequested
from pgqueuer.errors import PgqException

log = logging.getLogger("milepost.fleet")

BUDGET = 8.0
"""Seconds that one job drains a shard before others get their turn (engine, section 7)."""

HEARTBEAT = dt.timedelta(seconds=30)
"""After so long without a sign of life a worker's shards go to others (as above)."""

POLL = dt.timedelta(seconds=5)
"""How long a worker sleeps when no notification comes."""

AT_ONCE = 10
"""Shards that one worker takes at a time."""

REST = 5.0
"""Seconds before a connection that broke is made again."""

Shard = Callable[[int, float], Awaitable[float | None]]
"""Drains a shard for so many seconds; returns in how many it has something again."""

connect = cast("Callable[[str], Awaitable[Any]]", asyncpg.connect)
_AWAY = (
    *(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError),
    *(PgqException, RuntimeError),
)
"""What ends a connection and no more; the last of the first line is a call that was cancelled."""


class Fleet:
    """This process as one of any number of workers on one PostgreSQL."""

    def __init__(self, address: str) -> None:
        """Keep the address of the database, with its password; connect when run."""
        self._address = address
        self._queries: Queries | None = None

    @property
    def up(self) -> bool:
        """Whether shards are shared at this moment; without it, each process helps itself."""
        return self._queries is not None

    async def run(self, shard: Shard, stop: asyncio.Event) -> None:
        """Take shards until told to stop. A connection that breaks is made again."""
        while not stop.is_set():
            try:
                await self._work(shard, stop)
            except _AWAY as error:
                log.warning("The queue is away, every process helps itself: %s", error)
                await _pause(stop)

    async def ask(self, shards: Sequence[int]) -> None:
        """Let somebody drain these shards; one that is asked for already is asked for once."""
        if self._queries is None or not shards:
            return
        count = len(shards)
        try:
            await self._queries.enqueue(
                ["drain"] * count,
                [str(each).encode() for each in shards],
                [0] * count,
                dedupe_key=[f"drain:{each}" for each in shards],
                on_conflict="skip",
            )
        except _AWAY as error:
            log.warning("The queue did not take %d shards: %s", count, error)

    async def _work(self, shard: Shard, stop: asyncio.Event) -> None:
        connection = await connect(self._address)
        try:
            queries = Queries(AsyncpgDriver(connection))
            await _install(queries)
            manager = QueueManager(queries)
            manager.entrypoint("drain")(_handler(shard))
            self._queries = queries
            stopping = asyncio.create_task(_shut(manager, stop))
            try:
                await manager.run(
                    dequeue_timeout=POLL,
                    batch_size=AT_ONCE,
                    max_concurrent_tasks=2 * AT_ONCE,
                    heartbeat_timeout=HEARTBEAT,
                    shutdown_on_listener_failure=True,
                )
            finally:
                self._queries = None
                stopping.cancel()
        finally:
            await connection.close(timeout=REST)


def _handler(shard: Shard) -> Callable[[Job], Awaitable[None]]:
    async def drain(job: Job) -> None:
        number = int(job.payload or b"0")
        again = await shard(number, BUDGET)
        if again is not None:
            raise RetryRequested(delay=dt.timedelta(seconds=again))

    return drain


async def _install(queries: Queries) -> None:
    """Make the queue's tables, or bring them to this version; one process at a time."""
    async with queries.schema_lock():
        if await queries.schema_is_installed():
            await queries.upgrade()
        else:
            await queries.install()


async def _shut(manager: QueueManager, stop: asyncio.Event) -> None:
    await stop.wait()
    manager.shutdown.set()


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(REST):
            await stop.wait()
    except TimeoutError:
        return
