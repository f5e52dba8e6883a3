"""The first tables: people and what they learn, shares, reports, changed pieces, claims."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _people()
    _studies()
    _rounds()
    _answers()
    _given()
    _communities()
    _pieces()
    _own()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _at(name: str = "at") -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_person_id_people"
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=name, ondelete="CASCADE")


def _people() -> None:
    op.create_table(
        "people",
        _text("id"),
        _text("language"),
        _text("zone"),
        _number("pace"),
        _at("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "accounts",
        _text("platform"),
        _text("tenant"),
        _text("user_id"),
        _text("person_id"),
        _at("linked_at"),
        sa.PrimaryKeyConstraint("platform", "tenant", "user_id", name="pk_accounts"),
        _owner("accounts"),
    )
    op.create_index("ix_accounts_person_id", "accounts", ["person_id"])


def _studies() -> None:
    op.create_table(
        "progress",
        _text("person_id"),
        _text("milestone"),
        _text("mark"),
        _at(),
        sa.PrimaryKeyConstraint("person_id", "milestone", name="pk_progress"),
        _owner("progress"),
    )
    op.create_table(
        "seen",
        _text("person_id"),
        _text("kind"),
        _text("piece"),
        _at(),
        sa.PrimaryKeyConstraint("person_id", "kind", "piece", name="pk_seen"),
        _owner("seen"),
    )
    op.create_table(
        "memories",
        _text("person_id"),
        _text("item"),
        _text("state"),
        _at("due_at"),
        sa.PrimaryKeyConstraint("person_id", "item", name="pk_memories"),
        _owner("memories"),
    )


def _rounds() -> None:
    op.create_table(
        "rounds",
        _text("id"),
        _text("person_id"),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.JSON(), nullable=False),
        _number("asked"),
        _at("started_at"),
        _text("trait"),
        _number("level"),
        _number("position"),
        _flag("closed"),
        _flag("is_open"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        _owner("rounds"),
    )
    op.create_index("ix_rounds_person_id", "rounds", ["person_id"])
    op.create_index(
        "uq_rounds_open_person_id",
        "rounds",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        _text("round_id"),
        _number("position"),
        _text("person_id"),
        _text("item"),
        _number("rev"),
        sa.Column("chosen", sa.JSON(), nullable=False),
        _flag("sure"),
        _flag("correct"),
        _at(),
        sa.PrimaryKeyConstraint("round_id", "position", name="pk_answers"),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_answers_round_id_rounds", ondelete="CASCADE"
        ),
        _owner("answers"),
    )
    op.create_index("ix_answers_person_id_item", "answers", ["person_id", "item"])


def _given() -> None:
    op.create_table(
        "reports",
        _text("id"),
        _text("kind"),
        _text("target"),
        _text("note"),
        _at(),
        _text("person_id", nullable=True),
        _text("community_platform", nullable=True),
        _text("community_id", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        _owner("reports"),
    )
    op.create_index("ix_reports_person_id", "reports", ["person_id"])
    op.create_index(
        "ix_reports_community_platform_community_id_at",
        "reports",
        ["community_platform", "community_id", "at"],
    )
    op.create_table(
        "shares",
        _text("id"),
        _text("person_id"),
        _text("community_platform"),
        _text("community_id"),
        _text("channel"),
        _text("remote"),
        _text("what"),
        _at(),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        _owner("shares"),
    )
    op.create_index("ix_shares_person_id", "shares", ["person_id"])
    op.create_index(
        "ix_shares_community_platform_community_id_at",
        "shares",
        ["community_platform", "community_id", "at"],
    )


def _communities() -> None:
    op.create_table(
        "communities",
        _text("community_platform"),
        _text("community_id"),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("community_platform", "community_id", name="pk_communities"),
    )
    op.create_table(
        "rooms",
        _text("community_platform"),
        _text("community_id"),
        _text("channel"),
        _flag("sharing"),
        sa.PrimaryKeyConstraint("community_platform", "community_id", "channel", name="pk_rooms"),
    )


def _pieces() -> None:
    op.create_table(
        "pieces",
        _text("community_platform"),
        _text("community_id"),
        _text("kind"),
        _text("piece"),
        _text("state"),
        sa.Column("words", sa.JSON(), nullable=False),
        _text("former_state"),
        sa.Column("former_words", sa.JSON(), nullable=False),
        _text("actor_id", nullable=True),
        _at(),
        sa.PrimaryKeyConstraint(
            "community_platform", "community_id", "kind", "piece", name="pk_pieces"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name="fk_pieces_actor_id_people", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_pieces_actor_id", "pieces", ["actor_id"])


def _own() -> None:
    op.create_table(
        "claims",
        _text("id"),
        _at(),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_at", "claims", ["at"])
    op.create_table(
        "meta",
        _text("key"),
        _text("value"),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
