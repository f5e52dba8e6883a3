"""SQLite when it is busy, full, read-only or gone: a fault in words, then recovery by itself."""

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.faults import CannotLookUp, CannotSave
from bot.core.people import Account, Person, Platform
from bot.storage.address import read_url
from bot.storage.engine import open_engine
from bot.storage.store import SqlStore
from bot.study.records import Mark
from tests.contract.conftest import Fresh
from tests.contract.samples import ANA, BEN, NOON, asked, known
from tests.doubles.postgres import NOBODY

WAITING = 0.2


@pytest.fixture
async def path(fresh: Fresh) -> Path:
    return Path((await fresh("sqlite")).removeprefix("sqlite:///"))


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore.open(str(path), busy=WAITING)
    yield store
    await store.close()


def outside(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


async def save(store: SqlStore) -> None:
    async with store.write(asked(id="e1")) as work:
        await work.people.ensure(BEN, NOON)


async def look(store: SqlStore) -> Person | None:
    async with store.read() as work:
        return await work.people.find(ANA)


async def test_a_locked_database_refuses_and_the_next_write_works(
    store: SqlStore, path: Path
) -> None:
    person = await known(store)
    with closing(outside(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotSave) as caught:
            await save(store)
        assert "locked" in str(caught.value.__cause__)
        assert await look(store) == Person(person)
        other.execute("ROLLBACK")
    async with store.read() as work:
        assert await work.people.find(BEN) is None
    await save(store)


async def test_a_writer_waits_for_its_turn(store: SqlStore, path: Path) -> None:
    with closing(outside(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(known(store))
        await asyncio.sleep(WAITING / 4)
        other.execute("ROLLBACK")
        person = await waiting
    assert await look(store) == Person(person)


async def test_a_unit_that_hangs_does_not_hold_up_others_for_ever(store: SqlStore) -> None:
    async with store.write(asked()):
        with pytest.raises(CannotSave):
            await save(store)
    await save(store)


async def test_a_file_that_is_gone_is_not_made_anew(store: SqlStore, path: Path) -> None:
    person = await known(store)
    away = path.with_name("away.db")
    shutil.move(path, away)
    with pytest.raises(CannotLookUp):
        await look(store)
    with pytest.raises(CannotSave):
        await save(store)
    with pytest.raises(CannotLookUp):
        await store.ping()
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    await store.close()
    shutil.move(away, path)
    assert await look(store) == Person(person)
    await save(store)


async def test_a_file_put_in_its_place_is_the_one_that_counts(store: SqlStore, path: Path) -> None:
    new = path.with_name("new.db")
    shutil.copy2(path, new)
    await known(store)
    new.replace(path)
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    assert await look(store) is None
    person = await known(store)
    assert await look(store) == Person(person)


async def test_a_folder_that_is_gone(store: SqlStore, path: Path) -> None:
    await known(store)
    elsewhere = path.parent.with_name(path.parent.name + "-away")
    path.parent.rename(elsewhere)
    with pytest.raises(CannotSave):
        await save(store)
    with pytest.raises(CannotLookUp):
        await look(store)
    elsewhere.rename(path.parent)
    await save(store)


async def test_a_file_without_tables(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    store = SqlStore.open(str(empty))
    with pytest.raises(CannotLookUp):
        await look(store)
    with pytest.raises(CannotSave):
        await save(store)
    await store.close()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"no database at all" * 100)
    store = SqlStore.open(str(noise))
    with pytest.raises(CannotLookUp):
        await look(store)
    with pytest.raises(CannotSave):
        await save(store)
    await store.close()


@contextmanager
def unwritable(folder: Path) -> Generator[None]:
    """Take away the right to write; root, who may always, becomes nobody meanwhile."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
        return
    paths = [*folder.iterdir(), folder]
    modes = [path.stat().st_mode for path in paths]
    for path in paths:
        path.chmod(0o500)
    try:
        yield
    finally:
        for path, mode in zip(reversed(paths), reversed(modes), strict=True):
            path.chmod(mode)


@pytest.fixture
def public(path: Path) -> Iterator[Path]:
    """Copy the database to where everybody may read it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        there = folder / "milepost.db"
        shutil.copy2(path, there)
        there.chmod(0o644)
        yield there


async def test_a_file_that_may_not_be_written(public: Path) -> None:
    store = SqlStore.open(str(public))
    with unwritable(public.parent), pytest.raises(CannotSave):
        await save(store)
    await save(store)
    await store.close()


@pytest.fixture
async def nearly_full(path: Path) -> AsyncIterator[SqlStore]:
    """Open a store on a disk with room for five more pages."""
    with closing(outside(path)) as other:
        pages = other.execute("PRAGMA page_count").fetchone()[0] + 5

    def limit(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        del record
        connection.cursor().execute(f"PRAGMA max_page_count={pages}")

    engine = open_engine(read_url(str(path)))
    event.listen(engine.sync_engine, "connect", limit)
    store = SqlStore(engine)
    yield store
    await store.close()


async def overfill(store: SqlStore, person: str, swallow: type[Exception]) -> None:
    async with store.write(asked()) as work:
        await work.progress.put(person, "one", None, NOON)
        with suppress(swallow):
            for number in range(200):
                await work.seen.note(person, "tip", f"{number:03}" * 200, NOON)
        await work.progress.put(person, "two", Mark.done, NOON)


@pytest.mark.parametrize("swallow", [KeyError, CannotSave])
async def test_on_a_full_disk_nothing_of_the_unit_is_kept(
    nearly_full: SqlStore, swallow: type[Exception]
) -> None:
    person = await known(nearly_full)
    async with nearly_full.write(asked()) as work:
        await work.progress.put(person, "one", Mark.done, NOON)
    with pytest.raises(CannotSave) as caught:
        await overfill(nearly_full, person, swallow)
    assert "full" in str(caught.value.__cause__) or swallow is CannotSave
    async with nearly_full.read() as work:
        assert set(await work.progress.marks(person)) == {"one"}
        assert await work.seen.of(person, "tip") == {}
    await save(nearly_full)


async def test_many_writers_all_get_their_turn(path: Path) -> None:
    store = SqlStore.open(str(path))
    accounts = [Account(Platform.discord, "", str(number)) for number in range(60)]
    made = await asyncio.gather(*(known(store, account) for account in accounts))
    await store.close()
    assert len(set(made)) == 60


class Counted(sqlite3.Connection):
    """Knows which connections are open."""

    opened = 0

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 (as sqlite3 takes them)
        super().__init__(*given, **named)
        Counted.opened += 1

    def close(self) -> None:
        Counted.opened -= 1
        super().close()


async def test_who_is_cancelled_while_connecting_leaves_nothing_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Counted))
    for pause in range(12):
        store = SqlStore.open(str(path))
        ping = asyncio.create_task(store.ping())
        for _ in range(pause):
            await asyncio.sleep(0)
        ping.cancel()
        await asyncio.gather(ping, return_exceptions=True)
        await store.close()
    assert Counted.opened == 0
