"""The tables. Personal rows carry `person_id`, community rows the community; times are UTC."""

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    text,
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


class Line(TypeDecorator[str]):
    """A text; what a database cannot hold is replaced before it is stored or looked for."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make a text storable."""
        del dialect
        return None if value is None else storable(value)


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

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the instant as the driver wants it. Raises ValueError for a naive time."""
        if value is None:
            return None
        return utc(value).replace(tzinfo=None) if dialect.name == "sqlite" else utc(value)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Return the instant in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Line, primary_key=key, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _at(name: str = "at") -> Column[dt.datetime]:
    return Column(name, Moment, nullable=False)


def _person(*, key: bool = False, nullable: bool = False, index: bool = False) -> Column[str]:
    owner = ForeignKey("people.id", ondelete="CASCADE")
    return Column("person_id", Line, owner, primary_key=key, nullable=nullable, index=index)


people = Table(
    "people",
    metadata,
    _text("id", key=True),
    _text("language"),
    _text("zone"),
    _number("pace"),
    _at("created_at"),
)

accounts = Table(
    "accounts",
    metadata,
    _text("platform", key=True),
    _text("tenant", key=True),
    _text("user_id", key=True),
    _person(index=True),
    _at("linked_at"),
)

progress = Table(
    "progress",
    metadata,
    _person(key=True),
    _text("milestone", key=True),
    _text("mark"),
    _at(),
)

seen = Table(
    "seen",
    metadata,
    _person(key=True),
    _text("kind", key=True),
    _text("piece", key=True),
    _at(),
)

rounds = Table(
    "rounds",
    metadata,
    _text("id", key=True),
    _person(index=True),
    Column("seed", BigInteger, nullable=False),
    Column("queue", Lines, nullable=False),
    _number("asked"),
    _at("started_at"),
    _text("trait"),
    _number("level"),
    _number("position"),
    _flag("closed"),
    _flag("is_open"),
)

OPEN = text("is_open")
one_open_round = Index(
    "uq_rounds_open_person_id",
    rounds.c.person_id,
    unique=True,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)

answers = Table(
    "answers",
    metadata,
    Column("round_id", Line, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _person(),
    _text("item"),
    _number("rev"),
    Column("chosen", Lines, nullable=False),
    _flag("sure"),
    _flag("correct"),
    _at(),
    Index(None, "person_id", "item"),
)

memories = Table(
    "memories",
    metadata,
    _person(key=True),
    _text("item", key=True),
    _text("state"),
    _at("due_at"),
)

reports = Table(
    "reports",
    metadata,
    _text("id", key=True),
    _text("kind"),
    _text("target"),
    _text("note"),
    _at(),
    _person(nullable=True, index=True),
    Column("community_platform", Line),
    Column("community_id", Line),
    Index(None, "community_platform", "community_id", "at"),
)

shares = Table(
    "shares",
    metadata,
    _text("id", key=True),
    _person(index=True),
    _text("community_platform"),
    _text("community_id"),
    _text("channel"),
    _text("remote"),
    _text("what"),
    _at(),
    Index(None, "community_platform", "community_id", "at"),
)

rooms = Table(
    "rooms",
    metadata,
    _text("community_platform", key=True),
    _text("community_id", key=True),
    _text("channel", key=True),
    _flag("sharing"),
)

pieces = Table(
    "pieces",
    metadata,
    _text("community_platform", key=True),
    _text("community_id", key=True),
    _text("kind", key=True),
    _text("piece", key=True),
    _text("state"),
    Column("words", Texts, nullable=False),
    _text("former_state"),
    Column("former_words", Texts, nullable=False),
    Column("actor_id", Line, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    _at(),
)

communities = Table(
    "communities",
    metadata,
    _text("community_platform", key=True),
    _text("community_id", key=True),
    Column("left_at", Moment, nullable=True),
)

claims = Table(
    "claims",
    metadata,
    _text("id", key=True),
    Column("at", Moment, nullable=False, index=True),
)

meta = Table(
    "meta",
    metadata,
    _text("key", key=True),
    _text("value"),
)


def personal() -> tuple[Table, ...]:
    """Return every table with rows of a person, owners before what refers to them."""
    return tuple(
        table for table in metadata.sorted_tables if table is people or "person_id" in table.c
    )


def acted() -> tuple[Table, ...]:
    """Return every table whose rows name who did something, and outlive them without a name."""
    return tuple(table for table in metadata.sorted_tables if "actor_id" in table.c)
