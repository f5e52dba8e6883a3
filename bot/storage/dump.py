"""A backup of a server as lines of JSON: a head, every row, and an end that proves it whole."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Column, Connection, Date, DateTime, MetaData, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import schema, transfer
from bot.storage.columns import Moment
from bot.storage.errors import StorageError
from bot.storage.files import finished
from bot.storage.rows import Values, portable
from bot.storage.tables import metadata
from bot.storage.transfer import read


class _Head(BaseModel, frozen=True, extra="forbid"):
    kind: Literal["milepost backup"] = "milepost backup"
    revision: str


class _Row(BaseModel, frozen=True, extra="forbid"):
    table: str
    row: dict[str, Any]


class _End(BaseModel, frozen=True, extra="forbid"):
    end: int


_LINE = TypeAdapter[_Row | _End](_Row | _End)


async def write_dump(connection: AsyncConnection, target: Path) -> dict[str, int]:
    """Write every row that a transaction sees and return how many each table has.

    The file is private, and bears its name only when it is whole. Raises OSError.
    """
    counts = {table.name: 0 for table in metadata.sorted_tables}
    with finished(target) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        file.write(_line(_Head(revision=schema.HEAD)))
        for table in metadata.sorted_tables:
            async with aclosing(read(connection, table)) as batches:
                async for rows in batches:
                    lines = (_Row(table=table.name, row=portable(row)) for row in rows)
                    file.writelines(map(_line, lines))
                    counts[table.name] += len(rows)
        file.write(_line(_End(end=sum(counts.values()))))
    return counts


def revision_of_dump(source: Path) -> str:
    """Return the revision of the tables in a backup. Raises StorageError and OSError."""
    with source.open(encoding="utf-8", errors="replace") as file:
        try:
            return _Head.model_validate_json(file.readline()).revision
        except ValidationError as error:
            raise StorageError(f"{source} is no backup of Milepost.") from error


def load_dump(source: Path, connection: Connection) -> None:
    """Insert a backup's rows into tables of its own revision. Raises StorageError and OSError."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, DateTime):
                column.type = Moment()
    for name, group in groupby(_rows(source), key=lambda pair: pair[0]):
        if name not in tables.tables:
            raise StorageError(f"{source} has rows for {name}, which is no table of its revision.")
        rows = (_typed(tables.tables[name], row) for _, row in group)
        while batch := list(islice(rows, transfer.BATCH)):
            connection.execute(insert(tables.tables[name]), batch)


def _rows(source: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with source.open(encoding="utf-8") as file:
        file.readline()
        for seen, line in enumerate(file):
            try:
                record = _LINE.validate_json(line)
            except ValidationError as error:
                raise StorageError(f"{source}, line {seen + 2}, cannot be read.") from error
            if isinstance(record, _End):
                if record.end == seen:
                    return
                break
            yield record.table, record.row
    raise StorageError(f"{source} is not whole: rows are missing. Use another backup.")


def _typed(table: Table, row: Mapping[str, Any]) -> Values:
    try:
        return {name: _value(table.columns[name], value) for name, value in row.items()}
    except (LookupError, TypeError, ValueError) as error:
        raise StorageError(f"A row of {table.name} does not fit its table: {error}.") from error


def _value(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    if value is None:
        return value
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(value)
    return dt.datetime.fromisoformat(value) if isinstance(column.type, Moment) else value


def _line(record: BaseModel) -> str:
    return record.model_dump_json() + "\n"
