"""The tables. Personal rows carry `person_id`, community rows the community; times are UTC."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, text

from bot.storage import plan_tables  # noqa: F401  # pyright: ignore[reportUnusedImport] (its tables belong to the metadata)
from bot.storage.columns import (
    Line,
    Lines,
    Moment,
    Texts,
    actor,
    at_,
    flag,
    metadata,
    number,
    person,
    text_,
)

people = Table(
    "people",
    metadata,
    text_("id", key=True),
    text_("language"),
    text_("zone"),
    number("pace"),
    at_("created_at"),
)

accounts = Table(
    "accounts",
    metadata,
    text_("platform", key=True),
    text_("tenant", key=True),
    text_("user_id", key=True),
    person(index=True),
    at_("linked_at"),
)

progress = Table(
    "progress",
    metadata,
    person(key=True),
    text_("milestone", key=True),
    text_("mark"),
    at_(),
)

seen = Table(
    "seen",
    metadata,
    person(key=True),
    text_("kind", key=True),
    text_("piece", key=True),
    at_(),
)

rounds = Table(
    "rounds",
    metadata,
    text_("id", key=True),
    person(index=True),
    Column("seed", BigInteger, nullable=False),
    Column("queue", Lines, nullable=False),
    number("asked"),
    at_("started_at"),
    text_("trait"),
    number("level"),
    number("position"),
    flag("closed"),
    flag("is_open"),
)

OPEN = text("is_open")
# The tables are made by the migrations, which say the same to PostgreSQL; here its name alone would
# load its whole dialect beside SQLite, for 2 MiB.
one_open_round = Index(
    "uq_rounds_open_person_id",
    rounds.c.person_id,
    unique=True,
    sqlite_where=OPEN,
)

answers = Table(
    "answers",
    metadata,
    Column("round_id", Line, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    person(),
    text_("item"),
    number("rev"),
    Column("chosen", Lines, nullable=False),
    flag("sure"),
    flag("correct"),
    at_(),
    Index(None, "person_id", "item"),
)

memories = Table(
    "memories",
    metadata,
    person(key=True),
    text_("item", key=True),
    text_("state"),
    at_("due_at"),
)

assessments = Table(
    "assessments",
    metadata,
    person(key=True),
    text_("item", key=True),
    number("anchor"),
    at_(),
)

reports = Table(
    "reports",
    metadata,
    text_("id", key=True),
    text_("kind"),
    text_("target"),
    text_("note"),
    at_(),
    person(nullable=True, index=True),
    Column("community_platform", Line),
    Column("community_id", Line),
    Index(None, "community_platform", "community_id", "at"),
)

shares = Table(
    "shares",
    metadata,
    text_("id", key=True),
    person(index=True),
    text_("community_platform"),
    text_("community_id"),
    text_("channel"),
    text_("remote"),
    text_("what"),
    at_(),
    Index(None, "community_platform", "community_id", "at"),
)

rooms = Table(
    "rooms",
    metadata,
    text_("community_platform", key=True),
    text_("community_id", key=True),
    text_("channel", key=True),
    flag("sharing"),
)

pieces = Table(
    "pieces",
    metadata,
    text_("community_platform", key=True),
    text_("community_id", key=True),
    text_("kind", key=True),
    text_("piece", key=True),
    text_("state"),
    Column("words", Texts, nullable=False),
    text_("former_state"),
    Column("former_words", Texts, nullable=False),
    actor(),
    at_(),
)

communities = Table(
    "communities",
    metadata,
    text_("community_platform", key=True),
    text_("community_id", key=True),
    Column("left_at", Moment, nullable=True),
)

claims = Table(
    "claims",
    metadata,
    text_("id", key=True),
    Column("at", Moment, nullable=False, index=True),
)

meta = Table(
    "meta",
    metadata,
    text_("key", key=True),
    text_("value"),
)


def personal() -> tuple[Table, ...]:
    """Return every table with rows of a person, owners before what refers to them."""
    return tuple(
        table for table in metadata.sorted_tables if table is people or "person_id" in table.c
    )


def acted() -> tuple[Table, ...]:
    """Return every table whose rows name who did something, and outlive them without a name."""
    return tuple(table for table in metadata.sorted_tables if "actor_id" in table.c)
