"""The kinds of columns: texts that every database takes, instants in UTC, owners."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
)
from sqlalchemy.types import TypeDecorator

from bot.storage.rows import storable, utc

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _line(value: str | None) -> str | None:
    if value is None or (value.isascii() and "\0" not in value):
        return value
    return storable(value)


class Line(TypeDecorator[str]):
    """A text; what a database cannot hold is replaced before it is stored or looked for."""

    impl = String
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401 (its type is SQLAlchemy's own)
        """Make a text storable. Nothing stands around it: a batch has thousands of texts."""
        del dialect
        return _line


class Lines(TypeDecorator[tuple[str, ...]]):
    """Several texts in order, in one column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> list[str] | None:
        """Make every text storable."""
        del dialect
        return None if value is None else [storable(line) for line in value]

    def process_result_value(
        self, value: list[str] | None, dialect: Dialect
    ) -> tuple[str, ...] | None:
        """Return the texts."""
        del dialect
        return None if value is None else tuple(value)


class Texts(TypeDecorator[Mapping[str, str]]):
    """Texts by name, in one column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Mapping[str, str] | None, dialect: Dialect
    ) -> dict[str, str] | None:
        """Make every text storable."""
        del dialect
        return None if value is None else {name: storable(text) for name, text in value.items()}


class Moment(TypeDecorator[dt.datetime]):
    """An instant: aware in UTC here, `timestamptz` in PostgreSQL, text in UTC in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401 (its type is SQLAlchemy's own)
        """Say an instant as the driver wants it. A naive time raises ValueError."""
        return _written if dialect.name == "sqlite" else _aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 (as above)
        """Return the instant in UTC."""
        del coltype
        return _read if dialect.name == "sqlite" else _aware


def _written(value: dt.datetime | None) -> str | None:
    """Write what sorts like the instants themselves: `2027-03-01 08:00:00.000000`, in UTC."""
    return None if value is None else utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _read(value: str | None) -> dt.datetime | None:
    return None if value is None else dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)


def _aware(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else utc(value)


def text_(name: str, *, key: bool = False) -> Column[str]:
    """Make a column of texts."""
    return Column(name, Line, primary_key=key, nullable=False)


def number(name: str) -> Column[int]:
    """Make a column of whole numbers."""
    return Column(name, Integer, nullable=False)


def flag(name: str) -> Column[bool]:
    """Make a column of yes and no."""
    return Column(name, Boolean, nullable=False)


def at_(name: str = "at") -> Column[dt.datetime]:
    """Make a column of instants."""
    return Column(name, Moment, nullable=False)


def person(*, key: bool = False, nullable: bool = False, index: bool = False) -> Column[str]:
    """Make the column of the person who owns a row, and whose erasure takes it along."""
    owner = ForeignKey("people.id", ondelete="CASCADE")
    return Column("person_id", Line, owner, primary_key=key, nullable=nullable, index=index)


def maybe_at(name: str, *, index: bool = False) -> Column[dt.datetime]:
    """Make a column of instants that may be missing."""
    return Column(name, Moment, nullable=True, index=index)


def day(name: str, *, key: bool = False) -> Column[dt.date]:
    """Make a column of local dates."""
    return Column(name, Date, primary_key=key, nullable=not key)


def actor() -> Column[str]:
    """Make the column of the person who did something; the row outlives their erasure."""
    return Column("actor_id", Line, ForeignKey("people.id", ondelete="SET NULL"), index=True)
