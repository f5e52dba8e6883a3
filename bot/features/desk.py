"""What every feature that remembers something shares: the store and who is asking."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.context import Context
from bot.core.ports import Directory
from bot.study.ports import Store, Work


@dataclass(frozen=True, slots=True)
class Desk:
    """Opens units of work on behalf of the asker."""

    store: Store
    directory: Directory

    @asynccontextmanager
    async def write(self, ctx: Context) -> AsyncGenerator[tuple[Work, str]]:
        """Open a unit that writes; yields it with the asker's id, making the person if new."""
        async with self.store.write(ctx.request) as work:
            yield work, await work.people.ensure(ctx.request.account, ctx.now)
        if ctx.person is None:
            self.directory.forget(ctx.request.account)
