"""Databases on a PostgreSQL server, one per test."""

import os
from dataclasses import dataclass

from bot.core.ports import SystemClock
from bot.storage.address import read_url
from bot.storage.engine import open_engine
from bot.storage.schema import prepare


@dataclass
class Databases:
    """Makes databases: empty ones, or copies of one that has the tables."""

    base: str
    """The server's address without a database: `postgresql://user@host:port`."""
    _made: int = 0
    _template: str = ""

    async def empty(self) -> str:
        """Make a database without tables and return its address."""
        return await self._make("template0")

    async def ready(self) -> str:
        """Make a database with tables and return its address."""
        if not self._template:
            address = await self.empty()
            await prepare(address, SystemClock())
            self._template = _name(address)
        return await self._make(self._template)

    async def drop(self, address: str) -> None:
        """Remove a database, whoever is connected to it."""
        await self.run(f"DROP DATABASE IF EXISTS {_name(address)} WITH (FORCE)")

    async def close(self) -> None:
        """Remove what the copies were made from."""
        if self._template:
            await self.drop(self._template)

    async def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement on a connection of its own."""
        engine = open_engine(read_url(f"{self.base}/{_name(database)}"))
        try:
            async with engine.connect() as connection:
                await connection.exec_driver_sql(statement)
        finally:
            await engine.dispose()

    async def _make(self, template: str) -> str:
        self._made += 1
        name = f"milepost_test_{os.getpid()}_{self._made}"
        await self.drop(name)
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self.base}/{name}"


def _name(address: str) -> str:
    return address.rpartition("/")[2]
