"""How people describe their habits."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "assessments",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("anchor", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "item", name="pk_assessments"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name="fk_assessments_person_id_people",
            ondelete="CASCADE",
        ),
    )
