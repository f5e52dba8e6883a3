"""What operators do with the database: bring it up to date, keep a copy, bring one back, move."""

import asyncio
import datetime as dt
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import Clock
from bot.storage import schema
from bot.storage.address import file_of, read_url
from bot.storage.dump import load_dump, revision_of_dump, write_dump
from bot.storage.engine import open_engine
from bot.storage.errors import StorageError
from bot.storage.files import flush, make_private, retire, revision_of, snapshot
from bot.storage.tables import metadata
from bot.storage.transfer import clear, count, fill

_Statements = Mapping[str, Sequence[str]]

_SQLITE = b"SQLite format 3\x00"
_SNAPSHOT: _Statements = {
    "sqlite": ("BEGIN",),
    "postgresql": ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",),
}
_ALONE: _Statements = {
    "sqlite": ("BEGIN IMMEDIATE",),
    "postgresql": ("BEGIN", f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE"),
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back: its revision, and where the former contents are kept."""

    revision: str
    former: Path | None


async def upgrade(url: str, clock: Clock) -> schema.Prepared:
    """Bring the database to this version's tables. Raises StorageError and ValueError."""
    return await schema.prepare(url, clock)


async def backup(url: str, target: Path, *, force: bool = False) -> None:
    """Write a consistent copy of a database that may be in use.

    A SQLite file becomes a SQLite file, a server becomes lines of JSON; both only their owner
    reads. Raises StorageError, also when there is a file at `target` and not `force`.
    """
    address = read_url(url)
    path = file_of(address)
    with schema.in_words(f"{schema.named(address)} cannot be copied to {target}"):
        _refuse_target(target, path, force=force)
        if path is not None:
            await asyncio.to_thread(snapshot, path, target)
            return
        async with _open(address, _SNAPSHOT) as connection:
            await _require_head(connection, address)
            await write_dump(connection, target)


async def restore(source: Path, url: str, clock: Clock, *, force: bool = False) -> Restored:
    """Bring back a backup of either kind into a database of either kind.

    An older backup is brought up to date on the way. A database that holds something is replaced
    only with `force`; its former contents are kept beside it, those of a server beside the backup.
    Milepost must not be running on it. Raises StorageError and ValueError.
    """
    address = read_url(url)
    path = file_of(address)
    with schema.in_words(f"{source} cannot be brought back"):
        if path is not None:
            return await asyncio.to_thread(_restore_file, source, path, clock.now(), force=force)
        with tempfile.TemporaryDirectory() as folder:
            staged = Path(folder) / "milepost.db"
            revision = await asyncio.to_thread(_stage, source, staged)
            await schema.prepare(url, clock)
            former = schema.stamped(source, "before-restore", clock.now())
            kept = await _fill_server(staged, address, former, force=force)
        return Restored(revision, former if kept else None)


async def copy(source: str, target: str, clock: Clock) -> Mapping[str, int]:
    """Copy every row into another, empty database, and return how many each table has.

    All of it or nothing; every row is compared afterwards. Raises StorageError and ValueError.
    """
    here, there = read_url(source), read_url(target)
    if here == there:
        raise StorageError("The two databases are the same one. Name another target.")
    with schema.in_words(f"{schema.named(here)} cannot be copied"):
        async with _open(here, _SNAPSHOT) as reading:
            await _require_head(reading, here)
            await schema.prepare(target, clock)
            async with _open(there, _ALONE) as writing:
                _refuse_rows(await count(writing))
                return await fill(reading, writing)


def _refuse_target(target: Path, path: Path | None, *, force: bool) -> None:
    if path is not None and target.exists() and path.exists() and target.samefile(path):
        raise StorageError(f"{target} is the database itself. Name another file.")
    if target.exists() and not force:
        raise StorageError(f"{target} exists already. Name another file, or add --force.")


def _refuse_rows(counts: Mapping[str, int]) -> None:
    if found := sorted(name for name, rows in counts.items() if rows):
        raise StorageError(f"The target is not empty: it has rows in {', '.join(found)}.")


def _restore_file(source: Path, path: Path, now: dt.datetime, *, force: bool) -> Restored:
    with schema.file_lock(path), tempfile.TemporaryDirectory(dir=path.parent) as folder:
        staged = Path(folder) / "milepost.db"
        revision = _stage(source, staged)
        former = None
        if path.exists() and path.stat().st_size:
            if not force:
                raise StorageError(f"{path} holds a database. Add --force; it is then kept.")
            former = schema.stamped(path, "before-restore", now)
            retire(path, former)
        staged.replace(path)
        flush(path.parent)
        return Restored(revision, former)


def _stage(source: Path, staged: Path) -> str:
    """Make a SQLite file of this version's tables from a backup; return the backup's revision."""
    with source.open("rb") as file:
        is_sqlite = file.read(len(_SQLITE)) == _SQLITE
    revision = revision_of(source) if is_sqlite else revision_of_dump(source)
    if revision is None:
        raise StorageError(f"{source} is no backup of Milepost.")
    schema.refuse_newer(revision)
    if is_sqlite:
        snapshot(source, staged)
    else:
        make_private(staged)
        schema.upgrade_file(staged, revision)
        with schema.writing_file(staged) as connection:
            load_dump(source, connection)
    schema.upgrade_file(staged, schema.HEAD)
    return revision


async def _fill_server(staged: Path, address: URL, former: Path, *, force: bool) -> bool:
    """Replace a server's rows by those of a file; tell whether there were any before."""
    async with (
        _open(read_url(str(staged)), _SNAPSHOT) as reading,
        _open(address, _ALONE) as writing,
    ):
        counts = await count(writing)
        if not force:
            _refuse_rows(counts)
        if held := any(counts.values()):
            await write_dump(writing, former)
            await clear(writing)
        await fill(reading, writing)
        return held


async def _require_head(connection: AsyncConnection, address: URL) -> None:
    revision = await schema.revision_on(connection)
    if revision is None:
        raise StorageError(f"{schema.named(address)} has no tables of Milepost.")
    schema.refuse_newer(revision)
    if revision != schema.HEAD:
        raise StorageError(
            f"{schema.named(address)} is at revision {revision}, this version of Milepost at "
            f"{schema.HEAD}. Run: milepost db upgrade"
        )


@asynccontextmanager
async def _open(
    address: URL, begin: Mapping[str, Sequence[str]]
) -> AsyncGenerator[AsyncConnection]:
    engine = open_engine(address, busy=schema.PATIENCE, patience=None)
    try:
        async with engine.connect() as connection:
            for statement in begin[engine.dialect.name]:
                await connection.exec_driver_sql(statement)
            try:
                yield connection
            except BaseException:
                with suppress(SQLAlchemyError, OSError):
                    await connection.exec_driver_sql("ROLLBACK")
                raise
            await connection.exec_driver_sql("COMMIT")
    finally:
        await engine.dispose()
