"""What every feature that remembers something shares: the store and who is asking."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from bot.catalog.catalog import Catalog
from bot.catalog.models import Record
from bot.core.context import Context
from bot.core.people import Person
from bot.core.ports import Directory
from bot.study.ports import Store, Work

V = TypeVar("V")


def by_present_id(catalog: Catalog, kind: type[Record], rows: Mapping[str, V]) -> dict[str, V]:
    """Key what is remembered by the ids of today, so that a renamed piece keeps its history."""
    former = {key: found.id for key in rows if (found := catalog.find(kind, key)) is not None}
    renamed = {former[key]: value for key, value in rows.items() if former.get(key, key) != key}
    return renamed | {key: value for key, value in rows.items() if former.get(key, key) == key}


@dataclass(frozen=True, slots=True)
class Desk:
    """Opens units of work on behalf of the asker."""

    store: Store
    directory: Directory

    @asynccontextmanager
    async def read(self, ctx: Context) -> AsyncGenerator[tuple[Work, Person | None]]:
        """Open a unit that reads; yields it with the asker as they stand now, None when new.

        What is remembered for a moment serves words and zones; another process may know better.
        """
        async with self.store.read() as work:
            yield work, await work.people.find(ctx.request.account)

    @asynccontextmanager
    async def write(self, ctx: Context) -> AsyncGenerator[tuple[Work, str]]:
        """Open a unit that writes; yields it with the asker's id, making the person if new."""
        async with self.store.write(ctx.request) as work:
            yield work, await work.people.ensure(ctx.request.account, ctx.now)
        if ctx.found is None:
            self.directory.forget(ctx.request.account)
