"""Contests: reports of units on benchmarks and projects; works of a remote jury, votes.

Revision: 0009, after 0008. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_plans",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_report_plans_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_report_plans")),
    )
    op.create_table(
        "report_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["report_plans.round_id"],
            name=op.f("fk_report_stages_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_stages")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("project", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.Column("baseline", sa.String(length=32), nullable=True),
        sa.Column("target", sa.String(length=32), nullable=True),
        sa.Column("actual", sa.String(length=32), nullable=True),
        sa.Column("benefit", sa.String(length=32), nullable=True),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=False),
        sa.Column("verified_benefit", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["report_stages.id"], name=op.f("fk_reports_stage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_reports_entry_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "stage_id", "entry_id", "version", name=op.f("uq_reports_stage_id_entry_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_report_stages_round_id"), "report_stages", ["round_id"])
    op.create_index(op.f("ix_reports_entry_id"), "reports", ["entry_id"])


def downgrade() -> None:
    op.drop_table("reports")
    op.drop_table("report_stages")
    op.drop_table("report_plans")
