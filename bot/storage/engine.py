"""How the database is reached: drivers, pool and the settings of each dialect."""

import os
from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.storage.address import existing, file_of
from bot.storage.trips import connect

BUSY = 5.0
"""Seconds to wait for another writer, for a free connection, or for a server to take one."""
PATIENCE = 15.0
"""Seconds after which a server that says nothing counts as gone."""


def open_engine(url: URL, *, busy: float = BUSY, patience: float | None = PATIENCE) -> AsyncEngine:
    """Return an engine for an address from `read_url`. Opens nothing yet.

    The drivers run in autocommit, so that every `BEGIN` is our own. `busy` and `patience` are in
    seconds. Raises ValueError when the driver of PostgreSQL is not installed.
    """
    if file_of(url) is not None:
        return _sqlite(url, busy)
    try:
        return _postgres(url, busy, patience)
    except ModuleNotFoundError:
        raise ValueError(
            "DATABASE_URL names PostgreSQL, whose driver is not installed. Install "
            "milepost[postgres]."
        ) from None


def _postgres(url: URL, busy: float, patience: float | None) -> AsyncEngine:
    return create_async_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=5,
        max_overflow=5,
        pool_timeout=busy,
        pool_recycle=1800,
        skip_autocommit_rollback=True,
        hide_parameters=True,
        connect_args={
            "timeout": min(busy, BUSY),
            "command_timeout": patience,
            "server_settings": {
                "application_name": "milepost",
                "idle_in_transaction_session_timeout": "60s" if patience else "0",
                "jit": "off",
                "lock_timeout": f"{round(busy * 1000)}ms",
                "timezone": "UTC",
            },
        },
    )


def _sqlite(url: URL, busy: float) -> AsyncEngine:
    engine = create_async_engine(
        existing(url),
        isolation_level="AUTOCOMMIT",
        pool_size=5,
        max_overflow=5,
        pool_timeout=busy,
        skip_autocommit_rollback=True,
        hide_parameters=True,
        connect_args={"timeout": busy},
    )
    event.listen(engine.sync_engine, "do_connect", _few_trips)
    watch = _SameFile(str(file_of(url)))
    event.listen(engine.sync_engine, "connect", watch.connect)
    event.listen(engine.sync_engine, "checkout", watch.checkout)
    return engine


def _few_trips(
    dialect: Dialect, record: ConnectionPoolEntry, given: Sequence[Any], named: dict[str, Any]
) -> None:
    """Let SQLAlchemy connect by our own means."""
    del dialect, record, given
    named["async_creator_fn"] = connect


class _SameFile:
    """Drops connections to a file that was moved away: what they wrote would be lost."""

    def __init__(self, path: str) -> None:
        self._path = path

    def connect(self, connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        """Set up a new connection and remember which file it has open."""
        record.info["file"] = self._identity()
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    def checkout(
        self, connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: PoolProxiedConnection
    ) -> None:
        """Refuse a connection whose file is no longer at the path."""
        del connection, proxy
        if record.info.get("file") != self._identity():
            raise DisconnectionError

    def _identity(self) -> Any:  # noqa: ANN401 (only ever compared)
        try:
            stat = os.stat(self._path)  # noqa: PTH116 (runs at every unit of work)
        except OSError:
            return None
        return stat.st_dev, stat.st_ino
