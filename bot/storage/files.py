"""SQLite files: made private, copied whole."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.address import file_uri

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


def snapshot(source: Path, target: Path) -> None:
    """Copy a SQLite file as it is at one instant, while others go on writing to it.

    The copy is private, complete in one file and on the disk before it bears its name; a file at
    `target` is replaced. Raises sqlite3.Error and OSError.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    make_private(unfinished)
    try:
        with closing(connect(source)) as database:
            database.execute("VACUUM INTO ?", (str(unfinished),))
        _flush(unfinished)
        unfinished.replace(target)
        _flush(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
