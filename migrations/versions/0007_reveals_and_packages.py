"""Contests: reveal ceremonies and result packages.

Revision: 0007, after 0006. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("entry_portraits", "ceremony_steps", "ceremonies", "result_packages")


def upgrade() -> None:
    op.create_table(
        "result_packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Text(), nullable=False),
        sa.Column("amendments", sa.Integer(), nullable=False),
        sa.Column("codes_only", sa.Boolean(), nullable=False),
        sa.Column("signed_by", sa.String(200), nullable=False),
        sa.Column("signed_fingerprint", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"],
            ["contests.id"],
            name=op.f("fk_result_packages_contest_id_contests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_packages")),
        sa.UniqueConstraint(
            "contest_id", "version", name=op.f("uq_result_packages_contest_id_version")
        ),
        sa.UniqueConstraint(
            "contest_id", "state", name=op.f("uq_result_packages_contest_id_state")
        ),
    )
    op.create_index(op.f("ix_result_packages_contest_id"), "result_packages", ["contest_id"])
    op.create_table(
        "ceremonies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("manner", sa.String(12), nullable=False),
        sa.Column("from_place", sa.Integer(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("began_by", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_ceremonies_round_id_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremonies")),
    )
    op.create_index(op.f("ix_ceremonies_round_id"), "ceremonies", ["round_id"])
    op.create_table(
        "ceremony_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["ceremonies.id"],
            name=op.f("fk_ceremony_steps_ceremony_id_ceremonies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony_steps")),
        sa.UniqueConstraint(
            "ceremony_id", "number", name=op.f("uq_ceremony_steps_ceremony_id_number")
        ),
    )
    op.create_index(op.f("ix_ceremony_steps_ceremony_id"), "ceremony_steps", ["ceremony_id"])
    op.create_table(
        "entry_portraits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("photo", sa.String(64), nullable=False),
        sa.Column("line", sa.String(120), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_portraits_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_portraits")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_entry_portraits_entry_id")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
