"""What operators write into DATABASE_URL."""

from pathlib import Path

import pytest

from bot.storage.address import existing, file_of, read_url

ASYNCPG = "postgresql+asyncpg://"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", "data/milepost.db"),
        ("  ", "data/milepost.db"),
        ("milepost.db", "milepost.db"),
        ("/srv/milepost.db", "/srv/milepost.db"),
        ("sqlite:///milepost.db", "milepost.db"),
        ("sqlite:////srv/milepost.db", "/srv/milepost.db"),
        ("sqlite+aiosqlite:////srv/my data.db", "/srv/my data.db"),
        ("SQLite:///100%.db", "100%.db"),
        ("~/milepost.db", str(Path("~/milepost.db").expanduser())),
    ],
)
def test_a_file(text: str, path: str) -> None:
    url = read_url(text)
    assert url.drivername == "sqlite+aiosqlite"
    assert file_of(url) == Path(path)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("postgres://u:p@db/name", f"{ASYNCPG}u:p@db/name"),
        ("postgresql://u:p@db:5433/name", f"{ASYNCPG}u:p@db:5433/name"),
        ("postgresql+asyncpg://u@[::1]/name", f"{ASYNCPG}u@[::1]/name"),
        ("Postgres://u:a%40b%2Fc@db/name", f"{ASYNCPG}u:a%40b%2Fc@db/name"),
        ("postgres://db/name?sslmode=require", f"{ASYNCPG}db/name?ssl=require"),
        ("postgres://db/name?ssl=verify-full", f"{ASYNCPG}db/name?ssl=verify-full"),
        ("postgres:///name?host=/run/postgresql", f"{ASYNCPG}/name?host=%2Frun%2Fpostgresql"),
    ],
)
def test_a_server(text: str, address: str) -> None:
    url = read_url(text)
    assert url.render_as_string(hide_password=False) == address
    assert file_of(url) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mysql://u:geheim@db/name", "mysql://, .* Write postgresql://"),
        ("postgresql+psycopg://u:geheim@db/name", r"psycopg://, .* Write postgresql://"),
        ("postgres://u:geheim@db", "names no database"),
        ("postgres://u:geheim@db/", "names no database"),
        ("postgres://u:geheim@db:port/name", "cannot be read"),
        ("postgres://u:geheim@db/name?channel_binding=require", "channel_binding"),
        ("postgres://u:geheim@db/name?sslmode=geheim", "sslmode .* must be one of"),
        ("postgres:u:geheim@db/name", "two slashes"),
        ("sqlite:milepost.db", "two slashes"),
        ("sqlite://milepost.db", "three slashes"),
        ("sqlite://", "three slashes"),
        ("sqlite:///", "three slashes"),
        ("sqlite:///milepost.db?mode=ro", "no options"),
        ("sqlite:///:memory:", "a file that stays"),
        (":memory:", "a file that stays"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        read_url(text)
    assert "DATABASE_URL" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_path_with_odd_signs_is_opened_as_it_is_written() -> None:
    url = existing(read_url("/srv/a b?#100%.db"))
    assert url.database == "file:/srv/a%20b%3F%23100%25.db"
    assert url.query == {"mode": "rw", "uri": "true"}
