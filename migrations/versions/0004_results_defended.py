"""Contests: optional steps; freeze, amendments, appeals, public notice, archive.

Revision: 0004, after 0003. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contests") as batch:
        batch.add_column(sa.Column("steps", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(sa.Column("frozen_seq", sa.Integer()))
        batch.add_column(sa.Column("frozen_at", sa.DateTime()))
        batch.add_column(sa.Column("frozen_reason", sa.String(500)))


def downgrade() -> None:
    with op.batch_alter_table("rounds") as batch:
        for name in ("frozen_seq", "frozen_at", "frozen_reason"):
            batch.drop_column(name)
    with op.batch_alter_table("contests") as batch:
        batch.drop_column("steps")
