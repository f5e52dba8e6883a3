"""The tables of study groups, schedules and deliveries (engine, section 7)."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, text

from bot.storage.columns import (
    Line,
    Lines,
    actor,
    at_,
    day,
    flag,
    maybe_at,
    metadata,
    number,
    person,
    text_,
)

groups = Table(
    "groups",
    metadata,
    text_("id", key=True),
    text_("community_platform"),
    text_("community_id"),
    text_("name"),
    text_("channel"),
    text_("zone"),
    text_("language"),
    number("pace"),
    day("starts"),
    at_("created_at"),
    maybe_at("closed_at"),
    Index(None, "community_platform", "community_id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("group_id", Line, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    person(key=True, index=True),
    at_("joined_at"),
)

setups = Table(
    "setups",
    metadata,
    text_("community_platform", key=True),
    text_("community_id", key=True),
    Column("moderators", Lines, nullable=False),
    text_("notices"),
    text_("zone"),
    maybe_at("greeted_at"),
)

schedules = Table(
    "schedules",
    metadata,
    text_("id", key=True),
    text_("community_platform"),
    text_("community_id"),
    text_("what"),
    text_("title"),
    text_("rule"),
    text_("options"),
    number("grace"),
    text_("on_uncertain"),
    text_("status"),
    number("version"),
    at_("created_at"),
    at_("changed_at"),
    maybe_at("until"),
    actor(),
    Index(None, "community_platform", "community_id"),
)


def _schedule(*, key: bool = True) -> Column[str]:
    owner = ForeignKey("schedules.id", ondelete="CASCADE")
    return Column("schedule_id", Line, owner, primary_key=key, nullable=False, index=not key)


targets = Table(
    "targets",
    metadata,
    _schedule(),
    text_("group_id", key=True),
    text_("channel"),
    text_("zone"),
    maybe_at("next_at", index=True),
    day("next_local"),
    number("season"),
    number("week"),
    number("then"),
    number("drawn"),
    text_("suspended"),
    maybe_at("since"),
    maybe_at("told_at"),
)

overrides = Table(
    "overrides",
    metadata,
    _schedule(),
    text_("group_id", key=True),
    day("local", key=True),
    flag("skip"),
    text_("at"),
    text_("text"),
)

occurrences = Table(
    "occurrences",
    metadata,
    _schedule(),
    text_("group_id", key=True),
    day("local", key=True),
    Column("extra", Integer, primary_key=True, autoincrement=False),
    text_("key"),
    text_("ref"),
    at_("due_at"),
    number("version"),
    text_("fate"),
    text_("reason"),
    text_("detail"),
    text_("piece"),
    number("season"),
    number("week"),
    Index(None, "key", unique=True),
    Index(None, "ref"),
    Index(None, "schedule_id", "due_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    text_("id", key=True),
    Column(
        "schedule_id",
        Line,
        ForeignKey("schedules.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    text_("occurrence"),
    text_("community_platform"),
    text_("community_id"),
    text_("channel"),
    text_("part"),
    at_("due_at"),
    at_("expires_at"),
    at_("not_before"),
    number("shard"),
    Column("seq", BigInteger, nullable=False),
    text_("fate"),
    number("attempts"),
    number("fence"),
    maybe_at("lease_until"),
    maybe_at("first_sent_at"),
    maybe_at("sent_at"),
    text_("remote"),
    text_("thread"),
    text_("reason"),
    text_("posted"),
    Index(None, "occurrence"),
    Index(None, "channel", "sent_at"),
)

PENDING, SENDING = text("fate = 'pending'"), text("fate = 'sending'")
UNFINISHED = text("fate IN ('pending', 'sending')")
Index(
    "ix_deliveries_pending",
    deliveries.c.shard,
    deliveries.c.not_before,
    deliveries.c.seq,
    deliveries.c.id,
    sqlite_where=PENDING,
)
Index(
    "ix_deliveries_sending",
    deliveries.c.lease_until,
    sqlite_where=SENDING,
)
Index(
    "ix_deliveries_line",
    deliveries.c.channel,
    deliveries.c.seq,
    sqlite_where=UNFINISHED,
)

lanes = Table(
    "lanes",
    metadata,
    text_("key", key=True),
    Column("tat", BigInteger, nullable=False),
)
"""When a limit has room again, in microseconds since 1970 (generic cell rate algorithm)."""

decks = Table(
    "decks",
    metadata,
    text_("community_platform", key=True),
    text_("community_id", key=True),
    text_("channel", key=True),
    text_("pool", key=True),
    Column("seed", BigInteger, nullable=False),
    number("cycle"),
    Column("shown", Lines, nullable=False),
)

checkins = Table(
    "checkins",
    metadata,
    text_("occurrence", key=True),
    person(key=True, index=True),
    text_("choice"),
    at_(),
)

audit = Table(
    "audit",
    metadata,
    text_("id", key=True),
    text_("community_platform"),
    text_("community_id"),
    at_(),
    text_("what"),
    text_("target"),
    text_("before"),
    text_("after"),
    actor(),
    Index(None, "community_platform", "community_id", "at"),
)
