"""Contests: outcomes of published rounds; campaigns, tiers, hosts, promotions, outside results.

Revision: 0008, after 0007. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("place_text", sa.String(length=16), nullable=False),
        sa.Column("total", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("prizes", sa.Text(), nullable=False),
        sa.Column("advanced", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_outcomes_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_outcomes_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_outcomes_round_id_entry_id")),
    )
    with op.batch_alter_table("outcomes") as batch:
        batch.create_index(batch.f("ix_outcomes_round_id"), ["round_id"])
        batch.create_index(batch.f("ix_outcomes_entry_id"), ["entry_id"])
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(
            sa.Column("outcome_tag", sa.String(length=48), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("rounds") as batch:
        batch.drop_column("outcome_tag")
    op.drop_table("outcomes")
