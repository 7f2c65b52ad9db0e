"""Contests: optional steps; freeze, amendments, appeals, public notice, archive.

Revision: 0004, after 0003. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF_ROUNDS = (
    "frozen_seq",
    "frozen_at",
    "frozen_reason",
    "appeal_minutes",
    "notice_days",
    "notice_from",
    "notice_until",
)


def upgrade() -> None:
    with op.batch_alter_table("contests") as batch:
        batch.add_column(sa.Column("steps", sa.Text(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("archived_at", sa.DateTime()))
        batch.add_column(sa.Column("archive_file", sa.String(64)))
        batch.add_column(sa.Column("archive_bytes", sa.Integer()))
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(sa.Column("frozen_seq", sa.Integer()))
        batch.add_column(sa.Column("frozen_at", sa.DateTime()))
        batch.add_column(sa.Column("frozen_reason", sa.String(500)))
        minutes = sa.Column("appeal_minutes", sa.Integer(), nullable=False, server_default="120")
        batch.add_column(minutes)
        batch.add_column(sa.Column("notice_days", sa.Integer(), nullable=False, server_default="5"))
        batch.add_column(sa.Column("notice_from", sa.DateTime()))
        batch.add_column(sa.Column("notice_until", sa.DateTime()))
    _make_appeals()
    _make_objections()


def _make_appeals() -> None:
    op.create_table(
        "appeal_links",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name="fk_appeal_links_entry_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="pk_appeal_links"),
        sa.UniqueConstraint("token_hash", name="uq_appeal_links_token_hash"),
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("lodged_by", sa.String(length=40), nullable=False),
        sa.Column("heard_at", sa.DateTime()),
        sa.Column("heard_by_name", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=8)),
        sa.Column("ruling", sa.String(length=500), nullable=False),
        sa.Column("ruled_at", sa.DateTime()),
        sa.Column("ruled_by", sa.String(length=40)),
        sa.Column("ruled_by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_appeals_round_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_appeals_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.UniqueConstraint("round_id", "number", name="uq_appeals_round_id_number"),
        sa.UniqueConstraint("round_id", "key", name="uq_appeals_round_id_key"),
    )
    op.create_index("ix_appeals_entry_id", "appeals", ["entry_id"])


def _make_objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("lodged_at", sa.DateTime(), nullable=False),
        sa.Column("lodged_by", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=8)),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("answered_by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_objections_round_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
        sa.UniqueConstraint("round_id", "number", name="uq_objections_round_id_number"),
        sa.UniqueConstraint("key_hash", name="uq_objections_key_hash"),
    )


def downgrade() -> None:
    for table in ("objections", "appeals", "appeal_links"):
        op.drop_table(table)
    with op.batch_alter_table("rounds") as batch:
        for name in _OF_ROUNDS:
            batch.drop_column(name)
    with op.batch_alter_table("contests") as batch:
        for name in ("steps", "archived_at", "archive_file", "archive_bytes"):
            batch.drop_column(name)
