"""Contests: limits of alarms, mentorships, decoding in two hands, the announcer's notes.

Revision: 0005, after 0004. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judging_rules",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("announcer_sees_all", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_judging_rules_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_judging_rules")),
    )
    op.create_table(
        "mentorships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("mentor", sa.String(length=120), nullable=False),
        sa.Column("apprentice", sa.String(length=120), nullable=False),
        sa.Column("declared_by", sa.String(length=120), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"],
            ["contests.id"],
            name=op.f("fk_mentorships_contest_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorships")),
        sa.UniqueConstraint(
            "contest_id",
            "mentor",
            "apprentice",
            name=op.f("uq_mentorships_contest_id_mentor_apprentice"),
        ),
    )
    op.create_index(op.f("ix_mentorships_contest_id"), "mentorships", ["contest_id"])
    op.create_table(
        "code_draws",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("drawn_by", sa.String(length=120), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["contest_events.id"],
            name=op.f("fk_code_draws_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_code_draws")),
    )
    op.create_table(
        "sealed_entries",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"],
            ["contests.id"],
            name=op.f("fk_sealed_entries_contest_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_sealed_entries_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_sealed_entries")),
    )
    op.create_index(op.f("ix_sealed_entries_contest_id"), "sealed_entries", ["contest_id"])
    op.create_table(
        "decoding_confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"],
            ["contests.id"],
            name=op.f("fk_decoding_confirmations_contest_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decoding_confirmations")),
        sa.UniqueConstraint(
            "contest_id", "actor", name=op.f("uq_decoding_confirmations_contest_id_actor")
        ),
        sa.UniqueConstraint(
            "contest_id", "part", name=op.f("uq_decoding_confirmations_contest_id_part")
        ),
    )
    op.create_table(
        "announcer_notes",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("pronunciation", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_announcer_notes_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_announcer_notes")),
    )


def downgrade() -> None:
    op.drop_table("announcer_notes")
    op.drop_table("decoding_confirmations")
    op.drop_index(op.f("ix_sealed_entries_contest_id"), table_name="sealed_entries")
    op.drop_table("sealed_entries")
    op.drop_table("code_draws")
    op.drop_index(op.f("ix_mentorships_contest_id"), table_name="mentorships")
    op.drop_table("mentorships")
    op.drop_table("judging_rules")
