"""Files: made private, written whole, copied and moved away."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.storage.address import file_uri
from bot.storage.errors import StorageError

OWNER_ONLY = 0o600


def make_private(path: Path) -> bool:
    """Make an empty file that only its owner reads; False when there is one already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    except FileExistsError:
        return False
    return True


def connect(path: Path, *, busy: float = 5.0) -> sqlite3.Connection:
    """Open an existing SQLite file in autocommit. `busy` is in seconds. Raises sqlite3.Error."""
    return sqlite3.connect(
        file_uri(path) + "?mode=rw", uri=True, timeout=busy, isolation_level=None
    )


def revision_of(path: Path) -> str | None:
    """Return the revision of a file's tables, None when it has none. Raises sqlite3.Error."""
    with closing(connect(path)) as database:
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        if not database.execute(query).fetchone()[0]:
            return None
        row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


@contextmanager
def finished(target: Path) -> Generator[Path]:
    """Yield a private file to write, which bears its name only when it is whole and on the disk.

    A file at `target` is then replaced; after an exception it stays. Raises OSError.
    """
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.unfinished")
    make_private(unfinished)
    try:
        yield unfinished
        flush(unfinished)
        unfinished.replace(target)
        flush(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def snapshot(source: Path, target: Path) -> None:
    """Copy a SQLite file as it is at one instant, while others go on writing to it.

    The copy is a single private file; one at `target` is replaced. Raises sqlite3.Error, OSError.
    """
    with finished(target) as unfinished, closing(connect(source)) as database:
        database.execute("VACUUM INTO ?", (str(unfinished),))


def retire(path: Path, former: Path) -> None:
    """Move a SQLite file away, complete in one file. Raises StorageError while it is in use."""
    try:
        with closing(connect(path, busy=0)) as database:
            # Leaving WAL needs the file for itself alone, so this fails while anybody has it open.
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise StorageError(f"{path} is in use. Stop Milepost first, then try again.") from error
    except sqlite3.DatabaseError:
        for rest in ("-wal", "-shm"):
            beside = path.with_name(path.name + rest)
            if beside.exists():
                beside.replace(former.with_name(former.name + rest))
    path.replace(former)


def flush(path: Path) -> None:
    """Wait until a file or a folder is on the disk. Raises OSError."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
