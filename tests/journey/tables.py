"""Looks into a SQLite file behind the program's back."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.journey.chat import Home

Rows = list[dict[str, Any]]


def file_of(home: Home) -> Path:
    """Return the file of a home's database."""
    return Path(home.database.removeprefix("sqlite:///"))


def tables(file: Path) -> dict[str, Rows]:
    """Read every row of every table."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            str(name): [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 (a name the database gave)
            for (name,) in names
        }


def unordered(tables: dict[str, Rows]) -> dict[str, list[str]]:
    """Return tables as they compare when no order was asked for."""
    return {name: sorted(map(str, rows)) for name, rows in tables.items()}


def naming(file: Path, word: str) -> list[str]:
    """Name the tables and columns in which a word stands."""
    return [
        f"{table}.{column}"
        for table, rows in tables(file).items()
        for row in rows
        for column, value in row.items()
        if word in str(value)
    ]
