"""One transaction: our own BEGIN, and a fault in words whenever the database is away."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from sqlalchemy import CursorResult, Executable, Insert, RowMapping, Table
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.faults import CannotLookUp, CannotSave
from bot.storage.errors import BrokenRuleError, ReadOnlyError

Away = type[CannotSave] | type[CannotLookUp]
_OUR_MISTAKE = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
_OUR_SQLSTATES = frozenset({"22", "23", "42"})


@dataclass(frozen=True)
class Upsert:
    """INSERT … ON CONFLICT, of which SQLAlchemy has no common spelling.

    The statement is made for the dialect in use; the other one is never loaded.
    """

    table: Table
    make: Callable[[Any], Insert]

    @cached_property
    def _made(self) -> dict[str, Insert]:
        return {}

    def of(self, dialect: str) -> Insert:
        """Return the statement for a dialect."""
        if dialect not in self._made:
            module = import_module(f"sqlalchemy.dialects.{dialect}")
            self._made[dialect] = self.make(module.insert(self.table))
        return self._made[dialect]


def keep_first(table: Table) -> Upsert:
    """Insert, and leave a row alone that is already there."""
    return Upsert(table, lambda insert: insert.on_conflict_do_nothing())


def keep_last(table: Table) -> Upsert:
    """Insert, or overwrite what a row with this primary key holds."""
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.c if not column.primary_key]
    return Upsert(
        table,
        lambda insert: insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in others}
        ),
    )


def is_away(error: BaseException) -> bool:
    """Tell a database that is away, full or busy from a mistake of ours."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return True
        state = str(getattr(error.orig, "sqlstate", None) or "")
        refused = isinstance(getattr(error.orig, "__cause__", None), ValueError)
        return not (refused or isinstance(error, _OUR_MISTAKE) or state[:2] in _OUR_SQLSTATES)
    return isinstance(error, (OSError, PoolTimeout, DisconnectionError))


class Unit:
    """A transaction that is open on a connection of its own."""

    def __init__(self, connection: AsyncConnection, away: Away) -> None:
        self._connection = connection
        self._away = away
        self._broken = False
        self.dialect = connection.dialect

    @classmethod
    async def begin(cls, engine: AsyncEngine, statement: str, away: Away) -> "Unit":
        """Open a transaction, on a fresh connection if the pool's was cut meanwhile."""
        try:
            return await cls._begin(engine, statement, away)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise _translated(error, away) from error
        except (SQLAlchemyError, OSError) as error:
            raise _translated(error, away) from error
        try:
            return await cls._begin(engine, statement, away)
        except (SQLAlchemyError, OSError) as error:
            raise _translated(error, away) from error

    @classmethod
    async def _begin(cls, engine: AsyncEngine, statement: str, away: Away) -> "Unit":
        connection = await _connected(engine)
        try:
            await connection.exec_driver_sql(statement)
        except BaseException:
            await connection.close()
            raise
        return cls(connection, away)

    async def run(
        self,
        statement: Executable | Upsert,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run one statement. Raises the unit's fault when the database is away."""
        if self._broken:
            raise self._away
        if isinstance(statement, Upsert):
            statement = statement.of(self.dialect.name)
        if statement.is_dml and self._away is CannotLookUp:
            raise ReadOnlyError
        try:
            return await self._connection.execute(statement, values)
        except (SQLAlchemyError, OSError) as error:
            self._broken = is_away(error)
            raise _translated(error, self._away) from error

    async def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run a statement in the driver's own words, once for each row, as `run` does."""
        if self._broken:
            raise self._away
        if self._away is CannotLookUp:
            raise ReadOnlyError
        try:
            await self._connection.exec_driver_sql(sql, list(rows))
        except (SQLAlchemyError, OSError) as error:
            self._broken = is_away(error)
            raise _translated(error, self._away) from error

    async def row(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> RowMapping | None:
        """Return the first row, if there is one."""
        return (await self.run(statement, values)).mappings().first()

    async def rows(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[RowMapping]:
        """Return all rows."""
        return (await self.run(statement, values)).mappings().all()

    async def count(
        self, statement: Executable | Upsert, values: Mapping[str, Any] | None = None
    ) -> int:
        """Return how many rows a statement changed."""
        return (await self.run(statement, values)).rowcount

    async def commit(self) -> None:
        """Keep everything. Raises the unit's fault when that is not certain."""
        if self._broken:
            raise self._away
        try:
            await self._connection.exec_driver_sql("COMMIT")
        except (SQLAlchemyError, OSError) as error:
            self._broken = True
            raise _translated(error, self._away) from error

    async def rollback(self) -> None:
        """Keep nothing. A connection that does not even take this is thrown away."""
        if self._connection.invalidated:
            return
        try:
            await self._connection.exec_driver_sql("ROLLBACK")
        except (SQLAlchemyError, OSError):
            if not self._connection.invalidated:
                await self._connection.invalidate()

    async def close(self) -> None:
        """Give the connection back."""
        await self._connection.close()


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    """Connect; whoever is cancelled meanwhile gives the connection back before they go.

    aiosqlite forgets a connection when it is cancelled while SQLite opens the file.
    """
    if engine.dialect.name != "sqlite":
        return await engine.connect()
    opening = asyncio.ensure_future(engine.connect().start())
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(SQLAlchemyError, OSError):
            await (await opening).close()
        raise


def _translated(error: Exception, away: Away) -> Exception:
    if is_away(error):
        return away()
    if isinstance(error, IntegrityError):
        return BrokenRuleError(str(error.orig).partition("\n")[0])
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        return error.orig if isinstance(error.orig, Exception) else error
    return error
