"""Rows from one database into another, whatever the two are."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from sqlalchemy import Column, RowMapping, Table, collate, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.columns import Line
from bot.storage.errors import StorageError
from bot.storage.tables import metadata

BATCH = 500
"""Rows that are in memory at once."""

_BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}


async def read(connection: AsyncConnection, table: Table) -> AsyncGenerator[Sequence[RowMapping]]:
    """Yield a table's rows in batches, ordered by key in the same way by every database."""
    order = [_bytewise(column, connection.dialect.name) for column in table.primary_key]
    async with connection.stream(select(table).order_by(*order)) as result:
        async for batch in result.mappings().partitions(BATCH):
            yield batch


async def count(connection: AsyncConnection) -> dict[str, int]:
    """Count the rows of every table."""
    return {
        table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


async def clear(connection: AsyncConnection) -> None:
    """Remove every row."""
    for table in reversed(metadata.sorted_tables):
        await connection.execute(delete(table))


async def fill(source: AsyncConnection, target: AsyncConnection) -> dict[str, int]:
    """Copy every row within the two open transactions, and compare row by row afterwards.

    Returns how many rows each table has. Raises StorageError when anything differs.
    """
    counts = {table.name: 0 for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        async with aclosing(read(source, table)) as batches:
            async for rows in batches:
                await target.execute(insert(table), [dict(row) for row in rows])
                counts[table.name] += len(rows)
    if await count(target) != counts:
        raise StorageError("The copy has not as many rows as the original; nothing was copied.")
    for table in metadata.sorted_tables:
        await _compare(source, target, table)
    return counts


async def _compare(source: AsyncConnection, target: AsyncConnection, table: Table) -> None:
    async with aclosing(read(source, table)) as left, aclosing(read(target, table)) as right:
        async for rows in left:
            if [dict(row) for row in rows] != [dict(row) for row in await anext(right)]:
                raise StorageError(f"A row of {table.name} came out different; nothing was copied.")


def _bytewise(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    return collate(column, _BYTEWISE[dialect]) if isinstance(column.type, Line) else column
