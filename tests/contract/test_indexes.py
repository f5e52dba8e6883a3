"""Nothing that runs for every post reads a whole table: at 100,000 schedules that decides."""

import re
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from typing import cast

from sqlalchemy import Engine, event

from bot.catalog.loader import builtin, load
from bot.storage.store import SqlStore
from tests.contract.conftest import Fresh
from tests.contract.keeper import Keeper

Values = tuple[object, ...]
SCANNED = re.compile(r"SCAN (?!CONSTANT ROW)(\w+)(?!.*VIRTUAL TABLE)(?! USING INDEX)")


@contextmanager
def overheard() -> Generator[dict[str, Values]]:
    """Collect what the database is asked, with the values of one moment."""
    found: dict[str, Values] = {}

    def hear(*heard: object) -> None:
        _, _, sql, values, _, many = heard
        if isinstance(sql, str) and not many:
            found.setdefault(sql, cast("Values", values))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def scans(connection: sqlite3.Connection, sql: str, values: Values) -> set[str]:
    """Name the tables that a statement reads from the first row to the last."""
    how = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    return {found[1] for *_, step in how if (found := SCANNED.match(step))}


async def test_planning_and_sending_read_by_index(fresh: Fresh) -> None:
    url = await fresh("sqlite")
    store = SqlStore.open(url)
    keeper = Keeper(store, load([builtin()]))
    for name in "abc":
        await keeper.planted(name, channel=f"channel-{name}")
    with overheard() as asked:
        await keeper.on(hours=1)
        await keeper.on(days=1)
    await store.close()
    assert len(keeper.wall.effects) == 6
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        found = {
            sql: tables
            for sql, values in asked.items()
            if sql.split()[0] in {"SELECT", "UPDATE", "INSERT", "DELETE"}
            and (tables := scans(connection, sql, values))
        }
    assert found == {}
