"""Study groups, schedules, what is posted and what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PENDING = sa.text("fate = 'pending'")
SENDING = sa.text("fate = 'sending'")
UNFINISHED = sa.text("fate IN ('pending', 'sending')")


def upgrade() -> None:
    """Make the tables."""
    _groups()
    _schedules()
    _targets()
    _occurrences()
    _deliveries()
    _notes()
    _audit()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _community() -> tuple[sa.Column[str], ...]:
    return _text("community_platform"), _text("community_id")


def _owned(table: str, column: str, owner: str, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{owner}"
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=name, ondelete=gone)


def _groups() -> None:
    op.create_table(
        "groups",
        _text("id"),
        *_community(),
        *map(_text, ("name", "channel", "zone", "language")),
        _number("pace"),
        sa.Column("starts", sa.Date(), nullable=True),
        _at("created_at"),
        _at("closed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
    )
    where = ["community_platform", "community_id"]
    op.create_index("ix_groups_community_platform_community_id", "groups", where)
    op.create_table(
        "memberships",
        _text("group_id"),
        _text("person_id"),
        _at("joined_at"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_memberships"),
        _owned("memberships", "group_id", "groups"),
        _owned("memberships", "person_id", "people"),
    )
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"])
    op.create_table(
        "setups",
        *_community(),
        sa.Column("moderators", sa.JSON(), nullable=False),
        _text("notices"),
        _text("zone"),
        _at("greeted_at", nullable=True),
        sa.PrimaryKeyConstraint(*where, name="pk_setups"),
    )


def _schedules() -> None:
    where = ["community_platform", "community_id"]
    op.create_table(
        "schedules",
        _text("id"),
        *_community(),
        *map(_text, ("what", "title", "rule", "options")),
        _number("grace"),
        *map(_text, ("on_uncertain", "status")),
        _number("version"),
        _at("created_at"),
        _at("changed_at"),
        _at("until", nullable=True),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        _owned("schedules", "actor_id", "people", "SET NULL"),
    )
    op.create_index("ix_schedules_actor_id", "schedules", ["actor_id"])
    op.create_index("ix_schedules_community_platform_community_id", "schedules", where)


def _targets() -> None:
    op.create_table(
        "targets",
        *map(_text, ("schedule_id", "group_id", "channel", "zone")),
        _at("next_at", nullable=True),
        sa.Column("next_local", sa.Date(), nullable=True),
        *map(_number, ("season", "week", "then", "drawn")),
        _text("suspended"),
        _at("since", nullable=True),
        _at("told_at", nullable=True),
        sa.PrimaryKeyConstraint("schedule_id", "group_id", name="pk_targets"),
        _owned("targets", "schedule_id", "schedules"),
    )
    op.create_index("ix_targets_next_at", "targets", ["next_at"])
    op.create_table(
        "overrides",
        *map(_text, ("schedule_id", "group_id")),
        sa.Column("local", sa.Date(), nullable=False),
        sa.Column("skip", sa.Boolean(), nullable=False),
        *map(_text, ("at", "text")),
        sa.PrimaryKeyConstraint("schedule_id", "group_id", "local", name="pk_overrides"),
        _owned("overrides", "schedule_id", "schedules"),
    )


def _occurrences() -> None:
    op.create_table(
        "occurrences",
        *map(_text, ("schedule_id", "group_id")),
        sa.Column("local", sa.Date(), nullable=False),
        _number("extra"),
        *map(_text, ("key", "ref")),
        _at("due_at"),
        _number("version"),
        *map(_text, ("fate", "reason", "detail", "piece")),
        *map(_number, ("season", "week")),
        sa.PrimaryKeyConstraint("schedule_id", "group_id", "local", "extra", name="pk_occurrences"),
        _owned("occurrences", "schedule_id", "schedules"),
    )
    op.create_index("ix_occurrences_key", "occurrences", ["key"], unique=True)
    op.create_index("ix_occurrences_ref", "occurrences", ["ref"])
    op.create_index("ix_occurrences_schedule_id_due_at", "occurrences", ["schedule_id", "due_at"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        *map(_text, ("id", "schedule_id", "occurrence")),
        *_community(),
        *map(_text, ("channel", "part")),
        *map(_at, ("due_at", "expires_at", "not_before")),
        _number("shard"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        _text("fate"),
        *map(_number, ("attempts", "fence")),
        *(_at(name, nullable=True) for name in ("lease_until", "first_sent_at", "sent_at")),
        *map(_text, ("remote", "thread", "reason", "posted")),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        _owned("deliveries", "schedule_id", "schedules"),
    )
    op.create_index("ix_deliveries_schedule_id", "deliveries", ["schedule_id"])
    op.create_index("ix_deliveries_occurrence", "deliveries", ["occurrence"])
    op.create_index("ix_deliveries_channel_sent_at", "deliveries", ["channel", "sent_at"])
    _partly("ix_deliveries_pending", ["shard", "not_before", "seq", "id"], PENDING)
    _partly("ix_deliveries_sending", ["lease_until"], SENDING)
    _partly("ix_deliveries_line", ["channel", "seq"], UNFINISHED)


def _partly(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)


def _notes() -> None:
    op.create_table(
        "lanes",
        _text("key"),
        sa.Column("tat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_lanes"),
    )
    op.create_table(
        "decks",
        *_community(),
        *map(_text, ("channel", "pool")),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        _number("cycle"),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            "community_platform", "community_id", "channel", "pool", name="pk_decks"
        ),
    )
    op.create_table(
        "checkins",
        *map(_text, ("occurrence", "person_id", "choice")),
        _at("at"),
        sa.PrimaryKeyConstraint("occurrence", "person_id", name="pk_checkins"),
        _owned("checkins", "person_id", "people"),
    )
    op.create_index("ix_checkins_person_id", "checkins", ["person_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        _text("id"),
        *_community(),
        _at("at"),
        *map(_text, ("what", "target", "before", "after")),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        _owned("audit", "actor_id", "people", "SET NULL"),
    )
    op.create_index("ix_audit_actor_id", "audit", ["actor_id"])
    op.create_index(
        "ix_audit_community_platform_community_id_at",
        "audit",
        ["community_platform", "community_id", "at"],
    )
