"""Brings the database to this version's tables, once, however many processes start."""

import asyncio
import datetime as dt
import itertools
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, create_engine, inspect
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

HEAD = "0003"
"""The newest revision, known here so that alembic is imported only when it has work."""

PATIENCE = 60.0
"""Seconds to wait for another process that is migrating."""

_ADVISORY_LOCK = 0x4D494C45
MIGRATIONS = Path(__file__).parent / "migrations"


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
    with in_words(f"{named(address)} cannot be opened"):
        if path is None:
            return await _prepare_server(address)
        return await asyncio.to_thread(_prepare_file, path, clock.now())


@contextmanager
def in_words(what: str) -> Generator[None]:
    """Turn what drivers and the system raise into StorageError, beginning with `what`."""
    try:
        yield
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise StorageError(f"{what}: {f'{cause}'.strip().rstrip('.')}.") from error


def named(address: URL) -> str:
    """Name a database without its password."""
    return f"The database {file_of(address) or address.host or ''}".rstrip()


def stamped(path: Path, word: str, now: dt.datetime) -> Path:
    """Return a free name beside a file that says what it is and, in UTC, when it was made."""
    name = f"{path.name}.{word}-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{name}-{number}" if number else name for number in itertools.count())
    return next(free for free in map(path.with_name, names) if not free.exists())


def migrate(connection: Connection, to: str) -> None:
    """Run the migrations up to a revision in the transaction that is open. Raises StorageError."""
    from alembic import command  # noqa: PLC0415 (slow to import, and rarely needed)
    from alembic.config import Config  # noqa: PLC0415 (as above)

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
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


@contextmanager
def writing_file(path: Path) -> Generator[Connection]:
    """Open a transaction on a SQLite file that may remake tables; kept if nothing is orphaned.

    Raises StorageError and what the drivers raise.
    """
    engine = create_engine(
        existing(URL.create("sqlite+pysqlite", database=str(path))),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": PATIENCE},
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        # Batch operations drop and remake tables, which would cascade into what refers to them.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            _refuse_orphans(connection)
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def upgrade_file(path: Path, to: str) -> None:
    """Migrate a SQLite file up to a revision, whole or not at all.

    Raises StorageError and what the drivers raise.
    """
    with writing_file(path) as connection:
        _refuse_strangers(connection)
        migrate(connection, to)


def refuse_newer(revision: str | None) -> None:
    """Raise StorageError for a revision that this version does not know."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (slow, and rarely needed)

    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
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
        upgrade_file(path, HEAD)
        return Prepared(before, HEAD, copy)


def _copy(path: Path, revision: str, now: dt.datetime) -> Path:
    copy = stamped(path, revision, now)
    snapshot(path, copy)
    return copy


async def _prepare_server(address: URL) -> Prepared:
    engine = open_engine(address, busy=PATIENCE, patience=None)
    try:
        async with engine.connect() as connection:
            before = await revision_on(connection)
            if before == HEAD:
                return Prepared(before, HEAD)
            await connection.exec_driver_sql("BEGIN")
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            before = await revision_on(connection)
            if before != HEAD:
                await connection.run_sync(_upgrade_server, before)
            await connection.exec_driver_sql("COMMIT")
            return Prepared(before, HEAD)
    finally:
        await engine.dispose()


def _upgrade_server(connection: Connection, before: str | None) -> None:
    refuse_newer(before)
    _refuse_strangers(connection)
    migrate(connection, HEAD)


async def revision_on(connection: AsyncConnection) -> str | None:
    """Return the revision of a database's tables, None when it has none."""
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
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
        raise StorageError(f"A row of {orphan[0]} would refer to nothing.")
