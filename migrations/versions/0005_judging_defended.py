"""Contests: signatures, spot-checks, decoding in two hands.

Revision: 0005, after 0004. Made 2026-11-29.
"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
