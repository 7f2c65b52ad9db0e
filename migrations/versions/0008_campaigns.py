"""Contests: campaigns, tiers, hosts, promotions, outside results.

Revision: 0008, after 0007. Made 2026-11-29.
"""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
