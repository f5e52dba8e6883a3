"""Where the database is: reads what an operator writes into DATABASE_URL."""

from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

DEFAULT = "data/milepost.db"
_WRITE = f"Write postgresql://USER:PASSWORD@HOST:5432/NAME, or sqlite:///{DEFAULT}."
_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+asyncpg"})
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})
_TLS = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})


def read_url(text: str = "") -> URL:
    """Turn what is written in DATABASE_URL into an address for the drivers used here.

    Understands `postgres://`, `postgresql://`, `sqlite:///relative`, `sqlite:////absolute` and a
    bare path; nothing written means the default file. Raises ValueError saying what to write; the
    message never repeats the value, which may hold a password.
    """
    text = text.strip()
    if "://" not in text:
        return _file(text or DEFAULT)
    scheme = text.partition("://")[0].lower()
    if scheme in _SQLITE:
        return _sqlite(text)
    if scheme in _POSTGRES:
        return _postgres(text)
    raise ValueError(f"DATABASE_URL begins with {scheme}://, which is not known here. {_WRITE}")


def file_of(url: URL) -> Path | None:
    """Return the SQLite file of an address, or None for a server."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database)


def file_uri(path: Path) -> str:
    """Return a file's path as SQLite reads it in a URI."""
    return "file:" + quote(str(path.absolute()))


def existing(url: URL) -> URL:
    """Return the address of a SQLite file such that opening it never makes an empty one."""
    uri = file_uri(Path(url.database or ""))
    return url.set(database=uri, query={"mode": "rw", "uri": "true"})


def _file(path: str) -> URL:
    if path.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise ValueError(f"DATABASE_URL lacks the two slashes after its colon. {_WRITE}")
    if "memory" in path and path.startswith(":"):
        raise ValueError(f"DATABASE_URL must name a file that stays. {_WRITE}")
    return URL.create("sqlite+aiosqlite", database=str(Path(path).expanduser()))


def _sqlite(text: str) -> URL:
    host, slash, path = text.partition("://")[2].partition("/")
    if host or not slash or not path:
        raise ValueError(
            "DATABASE_URL must name its SQLite file after three slashes, or four for a path from "
            f"the root: sqlite:///{DEFAULT} or sqlite:////var/lib/milepost/milepost.db."
        )
    if "?" in path:
        raise ValueError(f"DATABASE_URL takes no options for SQLite. Write sqlite:///{DEFAULT}.")
    return _file(path)


def _postgres(text: str) -> URL:
    try:
        url = make_url("postgresql+asyncpg://" + text.partition("://")[2])
    except (ArgumentError, ValueError):
        raise ValueError(f"DATABASE_URL cannot be read. {_WRITE}") from None
    query = {name: value for name, value in url.query.items() if name != "sslmode"}
    if unknown := sorted(query.keys() - {"host", "port", "ssl"}):
        raise ValueError(
            f"DATABASE_URL has options that are not known here: {', '.join(unknown)}. Leave them "
            "out; sslmode, host and port may stay."
        )
    mode = url.query.get("sslmode", query.get("ssl"))
    if mode is not None:
        if mode not in _TLS:
            raise ValueError(f"sslmode in DATABASE_URL must be one of {', '.join(sorted(_TLS))}.")
        query["ssl"] = mode
    if not url.database:
        raise ValueError(f"DATABASE_URL names no database. {_WRITE}")
    return url.set(query=query)


def server(text: str) -> str:
    """Return the address of a PostgreSQL server with its password, empty for a file."""
    url = read_url(text)
    if url.get_backend_name() != "postgresql":
        return ""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
