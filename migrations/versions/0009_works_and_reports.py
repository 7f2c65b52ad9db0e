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
    op.create_table(
        "galleries",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("works_until", sa.DateTime(), nullable=True),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("votes_until", sa.DateTime(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_galleries_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_galleries")),
    )
    op.create_table(
        "works",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=False),
        sa.Column("withheld", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_works_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_works_entry_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_works_round_id_entry_id")),
        sa.UniqueConstraint("key", name=op.f("uq_works_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
    )
    op.create_table(
        "work_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_pictures_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_pictures")),
    )
    op.create_table(
        "work_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_work_votes_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["works.id"], name=op.f("fk_work_votes_work_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_work_votes_account_id")
        ),
        sa.UniqueConstraint("work_id", "account_id", name=op.f("uq_work_votes_work_id_account_id")),
        sa.UniqueConstraint(
            "round_id", "account_id", "slot", name=op.f("uq_work_votes_round_id_account_id_slot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_votes")),
    )
    op.create_index(op.f("ix_works_round_id"), "works", ["round_id"])
    op.create_index(op.f("ix_works_entry_id"), "works", ["entry_id"])
    op.create_index(op.f("ix_work_pictures_work_id"), "work_pictures", ["work_id"])
    op.create_index(op.f("ix_work_votes_work_id"), "work_votes", ["work_id"])
    op.create_index(op.f("ix_work_votes_account_id"), "work_votes", ["account_id"])


def downgrade() -> None:
    op.drop_table("work_votes")
    op.drop_table("work_pictures")
    op.drop_table("works")
    op.drop_table("galleries")
    op.drop_table("reports")
    op.drop_table("report_stages")
    op.drop_table("report_plans")
