"""The tables are made once, migrated with a copy kept, and left alone when they are newer."""

import datetime as dt
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection

from bot.storage import schema
from bot.storage.address import file_of, read_url
from bot.storage.admin import Restored, backup, restore
from bot.storage.engine import open_engine
from bot.storage.errors import StorageError
from bot.storage.schema import HEAD, MIGRATIONS, Prepared, prepare
from bot.storage.store import SqlStore
from bot.storage.tables import metadata, personal
from tests.contract.samples import ANA, NOON, fill

SECOND = '''
"""A second revision, as a later version of Milepost might bring it."""
import sqlalchemy as sa
from alembic import op
revision = "0004"
down_revision = "0003"
def upgrade():
    with op.batch_alter_table("people", recreate="auto") as batch:
        batch.add_column(sa.Column("pronoun", sa.String(), nullable=False, server_default=""))
        batch.alter_column("pace", new_column_name="hours")
'''
BROKEN = SECOND + '    raise OSError("the disk is on fire")\n'
ORPHANS = SECOND + "    op.execute(sa.delete(sa.table('people')))\n"


@dataclass(frozen=True)
class Noon:
    def now(self) -> dt.datetime:
        return NOON


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Later":
    """Stand for a later version, whose second revision a test writes."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for source in MIGRATIONS.rglob("*.py"):
        target = folder / source.relative_to(MIGRATIONS)
        target.write_text(source.read_text())
    return Later(folder, monkeypatch)


@dataclass(frozen=True)
class Later:
    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def install(self, second: str) -> None:
        (self.folder / "versions" / "0004_later.py").write_text(second)
        self.monkeypatch.setattr(schema, "MIGRATIONS", self.folder)
        self.monkeypatch.setattr(schema, "HEAD", "0004")


async def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    engine = open_engine(read_url(url))
    rows: list[tuple[object, ...]] = []
    async with engine.connect() as connection:
        for statement in statements:
            result = await connection.exec_driver_sql(statement)
            rows = [tuple(row) for row in result] if result.returns_rows else []
    await engine.dispose()
    return rows


async def filled(url: str) -> str:
    store = SqlStore.open(url)
    person = await fill(store, ANA, "ana")
    await store.close()
    return person


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def copies(url: str) -> list[Path]:
    path = file_of(read_url(url))
    return sorted(path.parent.glob("*.0003-*")) if path else []


def test_the_newest_migration_is_the_one_the_code_knows() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [HEAD]


async def test_the_migrations_make_the_tables_the_code_uses(empty: str) -> None:
    await prepare(empty, Noon())

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    engine = open_engine(read_url(empty))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_second_start_finds_everything_done(empty: str) -> None:
    assert await prepare(empty, Noon()) == Prepared(None, HEAD)
    person = await filled(empty)
    assert await prepare(empty, Noon()) == Prepared(HEAD, HEAD)
    assert await run(empty, "SELECT id FROM people") == [(person,)]
    assert copies(empty) == []


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "data" / "milepost.db"
    await prepare(str(path), Noon())
    assert mode(path.parent) == 0o700
    await filled(str(path))
    assert {mode(file) for file in path.parent.glob("milepost.db*")} == {0o600}


async def test_a_file_that_was_begun_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "milepost.db"
    path.touch()
    assert await prepare(str(path), Noon()) == Prepared(None, HEAD)


def test_alembic_is_imported_only_when_there_is_work(tmp_path: Path) -> None:
    start = (
        "import asyncio, sys; from bot.core.ports import SystemClock;"
        "from bot.storage.schema import prepare; from bot.storage.store import SqlStore;"
        f"asyncio.run(prepare({str(tmp_path / 'milepost.db')!r}, SystemClock()));"
        "print('alembic' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", start], check=True, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [done.stdout.strip() for done in said] == ["True", "False"]


async def test_a_newer_database_is_refused_in_words(empty: str) -> None:
    await prepare(empty, Noon())
    await run(empty, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"9999.*a newer version has used it"):
        await prepare(empty, Noon())
    assert await run(empty, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert copies(empty) == []


async def test_the_tables_of_another_program_are_left_alone(empty: str) -> None:
    path = file_of(read_url(empty))
    if path:
        path.parent.mkdir()
        path.touch()
    await run(empty, "CREATE TABLE shares (price INTEGER)", "INSERT INTO shares VALUES (7)")
    with pytest.raises(StorageError, match=r"tables called shares .* a database of its own"):
        await prepare(empty, Noon())
    assert await run(empty, "SELECT * FROM shares") == [(7,)]


async def test_an_older_database_is_brought_up_to_date(empty: str, later: Later) -> None:
    await prepare(empty, Noon())
    person = await filled(empty)
    later.install(SECOND)
    done = await prepare(empty, Noon())
    assert (done.before, done.after) == ("0003", "0004")
    assert await run(empty, "SELECT id, hours, pronoun FROM people") == [(person, 0, "")]
    for table in personal():
        assert await run(empty, f"SELECT count(*) FROM {table.name}") == [(1,)]  # noqa: S608 (a table of ours)
    assert await prepare(empty, Noon()) == Prepared("0004", "0004")


async def test_a_file_is_copied_before_it_is_migrated(tmp_path: Path, later: Later) -> None:
    path = tmp_path / "data" / "milepost.db"
    await prepare(str(path), Noon())
    person = await filled(str(path))
    later.install(SECOND)
    done = await prepare(str(path), Noon())
    copy = path.with_name("milepost.db.0003-20260301T120000Z")
    assert done == Prepared("0003", "0004", copy)
    assert mode(copy) == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [("0003",)]
        assert old.execute("SELECT id, pace FROM people").fetchall() == [(person, 0)]


async def test_an_older_backup_is_brought_up_to_date(
    database: str, later: Later, tmp_path: Path
) -> None:
    person = await filled(database)
    await backup(database, tmp_path / "kept")
    later.install(SECOND)
    url = f"sqlite:///{tmp_path}/new.db"
    assert await restore(tmp_path / "kept", url, Noon()) == Restored("0003", None)
    assert await run(url, "SELECT id, hours, pronoun FROM people") == [(person, 0, "")]
    assert await prepare(url, Noon()) == Prepared("0004", "0004")


async def test_a_migration_that_fails_changes_nothing(empty: str, later: Later) -> None:
    await prepare(empty, Noon())
    person = await filled(empty)
    later.install(BROKEN)
    with pytest.raises(StorageError, match="the disk is on fire"):
        await prepare(empty, Noon())
    assert await run(empty, "SELECT version_num FROM alembic_version") == [("0003",)]
    assert await run(empty, "SELECT id, pace FROM people") == [(person, 0)]


async def test_a_migration_may_not_leave_rows_that_refer_to_nothing(
    tmp_path: Path, later: Later
) -> None:
    url = str(tmp_path / "milepost.db")
    await prepare(url, Noon())
    person = await filled(url)
    later.install(ORPHANS)
    with pytest.raises(StorageError, match="would refer to nothing"):
        await prepare(url, Noon())
    assert await run(url, "SELECT id, pace FROM people") == [(person, 0)]


async def test_a_migration_that_takes_too_long_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "milepost.db"
    monkeypatch.setattr(schema, "PATIENCE", 0.1)
    with (
        FileLock(tmp_path / "milepost.db.lock"),
        pytest.raises(StorageError, match=r"Another process has been working on .*milepost\.db"),
    ):
        await prepare(str(path), Noon())
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(f"file:{path}?mode=ro", uri=True)


@pytest.mark.parametrize("kind", ["folder", "noise", "below a file"])
async def test_a_path_that_holds_no_database(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "milepost.db"
    if kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"no database at all" * 100)
    if kind == "below a file":
        path /= "deeper.db"
    with pytest.raises(StorageError, match=f"{path.name} cannot be opened: "):
        await prepare(str(path), Noon())


async def test_a_server_that_is_away_is_named_without_the_password() -> None:
    with pytest.raises(StorageError, match=r"The database 127\.0\.0\.1 cannot be opened") as caught:
        await prepare("postgres://u:geheim@127.0.0.1:1/name", Noon())
    assert "geheim" not in str(caught.value)
