"""Brings the database to this version's tables, once, however many processes start."""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from bot.core.ports import Clock
from bot.storage.address import existing, file_of, read_url
from bot.storage.engine import open_engine
from bot.storage.errors import StorageError
from bot.storage.files import OWNER_ONLY, make_private, revision_of, snapshot
from bot.storage.tables import metadata

HEAD = "0001"
"""The newest revision, known here so that alembic is imported only when it has work."""

PATIENCE = 60.0
"""Seconds to wait for another process that is migrating."""

_ADVISORY_LOCK = 0x4D494C45
_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done: the revision found and reached, and the copy made of a SQLite file."""

    before: str | None
    after: str
    copy: Path | None = None


async def prepare(url: str, clock: Clock) -> Prepared:
    """Bring a database to this version's tables; make it when there is none.

    Any number of processes may call this at once: one works, the others wait for it. An existing
    SQLite file is copied first. `url` is what stands in DATABASE_URL. Raises ValueError for an
    address that cannot be read, StorageError saying what is wrong and what to do.
    """
    address = read_url(url)
    path = file_of(address)
    try:
        if path is None:
            return await _prepare_server(address)
        return await asyncio.to_thread(_prepare_file, path, clock.now())
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        raise StorageError(f"{_named(address)} cannot be opened: {_reason(error)}") from error


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Run the migrations in the transaction that is open. Raises StorageError."""
    from alembic import command  # noqa: PLC0415 (slow to import, and rarely needed)
    from alembic.config import Config  # noqa: PLC0415 (as above)

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@contextmanager
def file_lock(path: Path) -> Generator[None]:
    """Hold the lock beside a SQLite file. Raises StorageError when others hold it too long."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=PATIENCE, mode=OWNER_ONLY)
    try:
        lock.acquire()
    except Timeout as error:
        raise StorageError(
            f"Another process has been working on {path} for {PATIENCE:.0f} seconds. "
            "Wait for it to end, then start again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def upgrade_file(path: Path, to: str = HEAD) -> None:
    """Migrate a SQLite file in one transaction. Raises StorageError and what the drivers raise."""
    engine = _engine_for(path)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        # Batch operations drop and remake tables, which would cascade into what refers to them.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _refuse_strangers(connection)
            migrate(connection, to)
            _refuse_orphans(connection)
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def refuse_newer(revision: str | None) -> None:
    """Raise StorageError for a revision that this version does not know."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (slow, and rarely needed)

    known = {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}
    if revision is not None and revision not in known:
        raise StorageError(
            f"The database is at revision {revision}, which this version of Milepost does not "
            "know: a newer version has used it. Start that version, or restore a backup."
        )


def _prepare_file(path: Path, now: dt.datetime) -> Prepared:
    with file_lock(path):
        make_private(path)
        before = revision_of(path)
        if before == HEAD:
            return Prepared(before, HEAD)
        refuse_newer(before)
        copy = _copy(path, before, now) if before else None
        upgrade_file(path)
        return Prepared(before, HEAD, copy)


def _copy(path: Path, revision: str, now: dt.datetime) -> Path:
    stamp = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = path.with_name(f"{path.name}.{revision}-{stamp}.copy")
    snapshot(path, copy)
    return copy


async def _prepare_server(address: URL) -> Prepared:
    engine = open_engine(address, busy=PATIENCE, patience=None)
    try:
        async with engine.connect() as connection:
            before = await _revision(connection)
            if before == HEAD:
                return Prepared(before, HEAD)
            await connection.exec_driver_sql("BEGIN")
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            before = await _revision(connection)
            if before != HEAD:
                await connection.run_sync(_upgrade_server, before)
            await connection.exec_driver_sql("COMMIT")
            return Prepared(before, HEAD)
    finally:
        await engine.dispose()


def _upgrade_server(connection: Connection, before: str | None) -> None:
    refuse_newer(before)
    _refuse_strangers(connection)
    migrate(connection)


async def _revision(connection: AsyncConnection) -> str | None:
    found = await connection.exec_driver_sql("SELECT to_regclass('alembic_version')::text")
    if found.scalar() is None:
        return None
    version = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    return version.scalar()


def _refuse_strangers(connection: Connection) -> None:
    found = set(inspect(connection).get_table_names())
    if "alembic_version" not in found and (strangers := found & metadata.tables.keys()):
        raise StorageError(
            f"The database already has tables called {', '.join(sorted(strangers))} that are not "
            "Milepost's. Give Milepost a database of its own in DATABASE_URL."
        )


def _refuse_orphans(connection: Connection) -> None:
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan:
        raise StorageError(f"After migrating, a row of {orphan[0]} would refer to nothing.")


def _engine_for(path: Path) -> Engine:
    url = existing(URL.create("sqlite+pysqlite", database=str(path)))
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": PATIENCE},
    )


def _named(address: URL) -> str:
    return f"The database {file_of(address) or address.host or ''}".rstrip()


def _reason(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return f"{cause}".strip().rstrip(".") + "."
