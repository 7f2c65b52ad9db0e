"""Contests: outcomes of published rounds; campaigns, tiers, hosts, promotions, outside results.

Revision: 0008, after 0007. Made 2026-11-29.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("place_text", sa.String(length=16), nullable=False),
        sa.Column("total", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("prizes", sa.Text(), nullable=False),
        sa.Column("advanced", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_outcomes_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_outcomes_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_outcomes_round_id_entry_id")),
    )
    with op.batch_alter_table("outcomes") as batch:
        batch.create_index(batch.f("ix_outcomes_round_id"), ["round_id"])
        batch.create_index(batch.f("ix_outcomes_entry_id"), ["entry_id"])
    with op.batch_alter_table("rounds") as batch:
        batch.add_column(
            sa.Column("outcome_tag", sa.String(length=48), nullable=False, server_default="")
        )
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_round_id", sa.Integer(), nullable=False),
        sa.Column("to_round_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_round_id"],
            ["rounds.id"],
            name=op.f("fk_promotions_from_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_round_id"],
            ["rounds.id"],
            name=op.f("fk_promotions_to_round_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
        sa.UniqueConstraint("from_round_id", name=op.f("uq_promotions_from_round_id")),
    )
    with op.batch_alter_table("promotions") as batch:
        batch.create_index(batch.f("ix_promotions_to_round_id"), ["to_round_id"])
    op.create_table(
        "promoted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promotion_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("next_entry_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["promotion_id"],
            ["promotions.id"],
            name=op.f("fk_promoted_promotion_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_promoted_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["next_entry_id"],
            ["entries.id"],
            name=op.f("fk_promoted_next_entry_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promoted")),
        sa.UniqueConstraint(
            "promotion_id", "entry_id", name=op.f("uq_promoted_promotion_id_entry_id")
        ),
    )
    with op.batch_alter_table("promoted") as batch:
        batch.create_index(batch.f("ix_promoted_entry_id"), ["entry_id"])

    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.String(length=10), nullable=False),
        sa.Column("ends_on", sa.String(length=10), nullable=False),
        sa.Column("orientations", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_campaigns_organisation_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_campaigns_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "campaign_tiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_tiers_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_tiers")),
    )
    op.create_table(
        "campaign_hosts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_hosts_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_hosts")),
    )
    op.create_table(
        "campaign_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("tier_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("on_day", sa.String(length=10), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=120), nullable=False),
        sa.Column("orientation", sa.String(length=60), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("reported_units", sa.Integer(), nullable=True),
        sa.Column("reported_persons", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_items_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tier_id"], ["campaign_tiers.id"], name=op.f("fk_campaign_items_tier_id")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"],
            ["contests.id"],
            name=op.f("fk_campaign_items_contest_id"),
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint(
            "campaign_id", "contest_id", name=op.f("uq_campaign_items_campaign_id_contest_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_items")),
    )
    op.create_table(
        "campaign_outside_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("competition", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("on_day", sa.String(length=10), nullable=False),
        sa.Column("people", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("result", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_outside_results_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_outside_results")),
    )
    op.create_index(op.f("ix_campaigns_organisation_id"), "campaigns", ["organisation_id"])
    op.create_index(op.f("ix_campaign_tiers_campaign_id"), "campaign_tiers", ["campaign_id"])
    op.create_index(op.f("ix_campaign_hosts_campaign_id"), "campaign_hosts", ["campaign_id"])
    op.create_index(op.f("ix_campaign_items_campaign_id"), "campaign_items", ["campaign_id"])
    op.create_index(op.f("ix_campaign_items_tier_id"), "campaign_items", ["tier_id"])
    op.create_index(op.f("ix_campaign_items_contest_id"), "campaign_items", ["contest_id"])
    op.create_index(
        op.f("ix_campaign_outside_results_campaign_id"), "campaign_outside_results", ["campaign_id"]
    )


def downgrade() -> None:
    op.drop_table("campaign_outside_results")
    op.drop_table("campaign_items")
    op.drop_table("campaign_hosts")
    op.drop_table("campaign_tiers")
    op.drop_table("campaigns")
    op.drop_table("promoted")
    op.drop_table("promotions")
    with op.batch_alter_table("rounds") as batch:
        batch.drop_column("outcome_tag")
    op.drop_table("outcomes")
