"""Contests: reveal ceremonies and result packages.

Revision: 0007, after 0006. Made 2026-11-29.
"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
