"""SQLite's statements go to their thread once, and lose no row on the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.trips import ALONG, Connection, connect

NUMBERS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?) SELECT x FROM n"
)


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    made = await connect(str(tmp_path / "some.db"), isolation_level=None)
    yield made
    await made.close()


@pytest.fixture
def trips(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count the trips to the connection's thread."""
    made, go = list[object](), connection.go

    async def counted(errand: object) -> object:
        made.append(errand)
        return await go(errand)  # pyright: ignore[reportArgumentType, reportUnknownVariableType] (as it came)

    monkeypatch.setattr(connection, "go", counted)
    return made


@pytest.mark.parametrize("count", [0, 1, ALONG - 1, ALONG, ALONG + 1, 3 * ALONG])
async def test_all_rows_come(connection: Connection, count: int) -> None:
    wanted = [(n,) for n in range(1, max(1, count) + 1)]
    cursor = connection.cursor()
    await cursor.execute(NUMBERS, (count,))
    assert await cursor.fetchall() == wanted
    assert await cursor.fetchall() == []
    await cursor.execute(NUMBERS, (count,))
    fetched = list[tuple[object, ...]]()
    while some := await cursor.fetchmany(7):
        assert len(some) <= 7
        fetched += some
    assert fetched == wanted


async def test_rows_that_were_begun_with_are_not_fetched_twice(connection: Connection) -> None:
    cursor = connection.cursor()
    await cursor.execute(NUMBERS, (ALONG + 10,))
    assert len(await cursor.fetchmany(ALONG - 1)) == ALONG - 1
    assert await cursor.fetchall() == [(n,) for n in range(ALONG, ALONG + 11)]


async def test_a_small_statement_is_one_trip(connection: Connection, trips: list[object]) -> None:
    cursor = connection.cursor()
    await cursor.execute(NUMBERS, (5,))
    assert cursor.description[0][0] == "x"
    assert len(await cursor.fetchall()) == 5
    await cursor.close()
    assert len(trips) == 1


async def test_what_a_statement_changed_is_told(connection: Connection) -> None:
    cursor = connection.cursor()
    assert (cursor.description, cursor.rowcount, cursor.lastrowid) == (None, -1, None)
    await cursor.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y)")
    await cursor.executemany("INSERT INTO t (y) VALUES (?)", [(1,), (2,), (3,)])
    assert cursor.rowcount == 3
    await cursor.execute("INSERT INTO t (y) VALUES (:y)", {"y": 4})
    assert (cursor.rowcount, cursor.lastrowid, cursor.description) == (1, 4, None)
    await cursor.execute("UPDATE t SET y = 0 WHERE x > 1")
    assert cursor.rowcount == 3


async def test_rows_that_nobody_fetched_hold_no_lock(connection: Connection) -> None:
    writer = connection.cursor()
    await writer.execute("CREATE TABLE t (x)")
    await writer.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(2 * ALONG)])
    reader = connection.cursor()
    await reader.execute("SELECT x FROM t")
    await reader.close()
    assert await reader.fetchall() == []
    await writer.execute("DROP TABLE t")
