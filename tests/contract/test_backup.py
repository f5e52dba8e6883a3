"""Backups, and bringing them back: every row arrives, or nothing changes."""

import asyncio
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from bot.core.people import Account, Platform
from bot.storage import transfer
from bot.storage.address import file_of, read_url
from bot.storage.admin import Restored, backup, copy, restore
from bot.storage.errors import StorageError
from bot.storage.schema import HEAD
from bot.storage.store import SqlStore
from tests.contract.conftest import Fresh
from tests.contract.fills import Noon, fill_every_table, mode, modes, rows
from tests.contract.samples import ANA, BEN, NOON, asked, fill, known

PAIRS = list(product(["sqlite", "postgres"], repeat=2))
ORPHAN = """HEAD
{"table":"progress","row":{"person_id":"p","milestone":"m","mark":"done","at":"2026-03-01T12:00Z"}}
{"end":1}"""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "BATCH", 20)


@pytest.mark.parametrize(("source", "target"), PAIRS)
async def test_a_backup_brings_back_every_row(
    fresh: Fresh, tmp_path: Path, source: str, target: str
) -> None:
    here, there = await fresh(source), await fresh(target)
    kept = await fill_every_table(here)
    file = tmp_path / "kept.backup"
    await backup(here, file)
    assert mode(file) == 0o600
    assert await restore(file, there, Noon(), force=target == "sqlite") == Restored(
        HEAD, None if target == "postgres" else former(there)
    )
    assert await rows(there) == kept
    store = SqlStore.open(there)
    await known(store, ANA)
    await store.close()


def former(url: str) -> Path | None:
    path = file_of(read_url(url))
    return path and path.with_name(f"{path.name}.before-restore-20260301T120000Z")


async def test_a_backup_is_brought_back_where_there_is_nothing(
    database: str, tmp_path: Path
) -> None:
    kept = await fill_every_table(database)
    await backup(database, tmp_path / "kept")
    url = f"sqlite:///{tmp_path}/new/milepost.db"
    assert await restore(tmp_path / "kept", url, Noon()) == Restored(HEAD, None)
    assert await rows(url) == kept
    assert mode(tmp_path / "new") == 0o700
    assert modes(tmp_path, "new/*.db") == {"milepost.db": 0o600}
    assert modes(tmp_path, "new/*/*") == {}


async def test_what_is_replaced_is_kept_beside(database: str, tmp_path: Path) -> None:
    before = await fill_every_table(database)
    file = tmp_path / "kept"
    await backup(database, file)
    store = SqlStore.open(database)
    await fill(store, Account(Platform.slack, "T1", "U1"), "late")
    await store.close()
    changed = await rows(database)
    with pytest.raises(StorageError, match=r"holds a database|is not empty"):
        await restore(file, database, Noon())
    assert await rows(database) == changed
    done = await restore(file, database, Noon(), force=True)
    assert await rows(database) == before
    assert done.former is not None
    assert mode(done.former) == 0o600
    again = await restore(done.former, database, Noon(), force=True)
    assert await rows(database) == changed
    assert again.former is not None
    assert again.former != done.former


async def test_a_backup_of_a_busy_database_is_of_one_instant(database: str, tmp_path: Path) -> None:
    store = SqlStore.open(database)
    person = await known(store)
    running = asyncio.Event()

    async def write_on() -> None:
        for number in range(10_000):
            async with store.write(asked()) as work:
                await work.seen.note(person, "tip", f"{number}.a", NOON)
                await work.seen.note(person, "tip", f"{number}.b", NOON)
            running.set()

    writing = asyncio.create_task(write_on())
    await running.wait()
    await backup(database, tmp_path / "kept")
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await store.close()
    url = f"sqlite:///{tmp_path}/new.db"
    await restore(tmp_path / "kept", url, Noon())
    tips = {str(row["piece"]) for row in (await rows(url))["seen"]}
    assert tips
    assert {tip[:-1] for tip in tips if tip.endswith("a")} == {
        tip[:-1] for tip in tips if tip.endswith("b")
    }


async def test_a_backup_never_replaces_by_accident(database: str, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("precious")
    with pytest.raises(StorageError, match="exists already"):
        await backup(database, file)
    assert file.read_text() == "precious"
    await backup(database, file, force=True)
    await restore(file, f"sqlite:///{tmp_path}/new.db", Noon())


async def test_a_backup_onto_the_database_itself_is_refused(fresh: Fresh) -> None:
    url = await fresh("sqlite")
    path = file_of(read_url(url))
    assert path is not None
    kept = await fill_every_table(url)
    with pytest.raises(StorageError, match="is the database itself"):
        await backup(url, path, force=True)
    assert await rows(url) == kept


async def test_there_is_nothing_to_copy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nothing.db"
    with pytest.raises(StorageError, match=r"nothing\.db cannot be copied"):
        await backup(url, tmp_path / "kept")
    with pytest.raises(StorageError, match=r"nothing\.db cannot be copied"):
        await copy(url, f"sqlite:///{tmp_path}/new.db", Noon())
    assert modes(tmp_path, "*") == {}


async def test_a_file_in_use_is_not_replaced(fresh: Fresh, tmp_path: Path) -> None:
    url = await fresh("sqlite")
    store = SqlStore.open(url)
    await known(store)
    await backup(url, tmp_path / "kept")
    with pytest.raises(StorageError, match=r"is in use\. Stop Milepost first"):
        await restore(tmp_path / "kept", url, Noon(), force=True)
    await known(store, BEN)
    await store.close()
    await restore(tmp_path / "kept", url, Noon(), force=True)


async def test_a_damaged_file_is_replaced_and_kept(fresh: Fresh, tmp_path: Path) -> None:
    url = await fresh("sqlite")
    kept = await fill_every_table(url)
    await backup(url, tmp_path / "kept")
    path = file_of(read_url(url))
    assert path is not None
    path.write_bytes(b"damaged" * 1000)
    done = await restore(tmp_path / "kept", url, Noon(), force=True)
    assert await rows(url) == kept
    assert done.former is not None
    assert done.former.read_bytes() == b"damaged" * 1000


async def test_a_newer_backup_is_refused(database: str, fresh: Fresh, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    await fill_every_table(database)
    await backup(database, file)
    if file.read_bytes().startswith(b"SQLite"):
        with closing(sqlite3.connect(file)) as newer:
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
            newer.commit()
    else:
        file.write_text(file.read_text().replace(f'"revision":"{HEAD}"', '"revision":"9999"'))
    target = await fresh("sqlite")
    kept = await rows(target)
    with pytest.raises(StorageError, match="9999"):
        await restore(file, target, Noon(), force=True)
    assert await rows(target) == kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is no backup of Milepost"),
        ("hello", "is no backup of Milepost"),
        ('{"kind": "another backup", "revision": "0001"}', "is no backup of Milepost"),
        ('{"kind": "milepost backup", "revision": "9999"}', "revision 9999"),
        ("HEAD", "is not whole"),
        ('HEAD\n{"end": 1}', "is not whole"),
        ('HEAD\n{"table": "meta", "row": {"key": "a", "value": "b"}}', "is not whole"),
        ('HEAD\n{"table": "meta", "row"', "line 2, cannot be read"),
        ('HEAD\n{"table": "gone", "row": {}}\n{"end": 1}', "gone, which is no table"),
        ('HEAD\n{"table": "meta", "row": {"gone": 1}}\n{"end": 1}', "does not fit its table"),
        (ORPHAN, "progress would refer to nothing"),
        (ORPHAN.replace("2026", "MMXXVI"), "does not fit its table"),
    ],
)
async def test_a_backup_that_is_not_whole_changes_nothing(
    database: str, tmp_path: Path, content: str, words: str
) -> None:
    kept = await fill_every_table(database)
    file = tmp_path / "kept"
    file.write_text(content.replace("HEAD", f'{{"kind": "milepost backup", "revision": "{HEAD}"}}'))
    with pytest.raises(StorageError, match=words):
        await restore(file, database, Noon(), force=True)
    assert await rows(database) == kept


async def test_a_database_of_another_program_is_no_backup(database: str, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE a (b)")
    with pytest.raises(StorageError, match="is no backup of Milepost"):
        await restore(file, database, Noon(), force=True)


async def test_a_backup_that_is_not_there(database: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nothing cannot be brought back: .*No such file"):
        await restore(tmp_path / "nothing", database, Noon())
