"""Contests: works of a remote jury, votes, project stages, reports of units.

Revision: 0009, after 0008. Made 2026-11-29.
"""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
