"""SQLite with one trip to its thread for a statement, where the driver makes four.

aiosqlite goes to a connection's thread to open a cursor, to run a statement, to fetch its rows and
to close the cursor. Each trip wakes two threads, which costs more than most statements do. Here the
cursor is opened by what runs the statement, and the first rows come along.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Self, TypeVar

import aiosqlite

ALONG = 500
"""Rows that come along with a statement; whoever reads more than that fetches the others."""

Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]
T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """Opens cursors without a trip."""

    def cursor(self) -> "Cursor":  # pyright: ignore[reportIncompatibleMethodOverride] (no trip)
        """Open a cursor."""
        return Cursor(self)

    async def go(self, errand: Callable[[sqlite3.Connection], T]) -> T:
        """Do something with SQLite's own connection, in its thread."""
        return await self._execute(lambda: errand(self._conn))  # pyright: ignore[reportUnknownMemberType] (the driver says no types)


class Cursor:
    """Runs statements, and keeps the rows that came along. What SQLAlchemy takes for a cursor."""

    def __init__(self, connection: Connection) -> None:
        """Open nothing yet."""
        self.arraysize = ALONG
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Row] = []
        self._more = False

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401 (as sqlite3 says it)
        """Name the columns of the newest statement, or None."""
        return self._cursor and self._cursor.description

    @property
    def rowcount(self) -> int:
        """Return how many rows the newest statement changed."""
        return self._cursor.rowcount if self._cursor else -1

    @property
    def lastrowid(self) -> int | None:
        """Return the number of the row that was added last."""
        return self._cursor.lastrowid if self._cursor else None

    async def execute(self, sql: str, values: Values = ()) -> None:
        """Run a statement and take its first rows along."""

        def run(connection: sqlite3.Connection) -> tuple[sqlite3.Cursor, list[Row]]:
            cursor = connection.execute(sql, values)
            return cursor, cursor.fetchmany(ALONG) if cursor.description else []

        self._cursor, self._rows = await self._connection.go(run)
        self._more = len(self._rows) == ALONG

    async def executemany(self, sql: str, values: Sequence[Values]) -> None:
        """Run a statement once for each set of values; it returns no rows."""
        self._cursor = await self._connection.go(lambda it: it.executemany(sql, values))

    async def fetchall(self) -> list[Row]:
        """Return the rows that were not fetched yet."""
        rows, self._rows = self._rows, []
        if self._more and (cursor := self._cursor):
            rows = [*rows, *await self._connection.go(lambda _: cursor.fetchall())]
        self._more = False
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        """Return some rows that were not fetched yet; none when there are no more."""
        if not self._rows and self._more and (cursor := self._cursor):
            self._rows = await self._connection.go(lambda _: cursor.fetchmany(ALONG))
            self._more = len(self._rows) == ALONG
        rows, self._rows = self._rows[: size or ALONG], self._rows[size or ALONG :]
        return rows

    async def close(self) -> None:
        """Let go of what nobody fetched. A statement whose rows are all read has ended."""
        self._rows = []
        if self._more and (cursor := self._cursor):
            await self._connection.go(lambda _: cursor.close())
        self._more = False


async def connect(path: str, **options: Any) -> Connection:  # noqa: ANN401 (what sqlite3 takes)
    """Connect, in a thread that does not hold up the end of the program."""
    made = Connection(partial(sqlite3.connect, path, **options), ALONG)
    made._thread.daemon = True  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] (as SQLAlchemy does)
    await made
    return made
