"""Contests: registration, eligibility, schedule, check-in.

Revision: 0006, after 0005. Made 2026-11-29.
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
