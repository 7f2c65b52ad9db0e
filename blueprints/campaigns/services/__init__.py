"""What is done with campaigns; the only place that writes them."""

from blueprints.campaigns.services.campaigns import (
    CampaignInput,
    HostInput,
    TierInput,
    create_campaign,
    set_hosts,
    set_tiers,
    update_campaign,
)
from blueprints.campaigns.services.items import (
    ItemInput,
    OutsideInput,
    add_contest,
    add_item,
    add_outside_result,
    change_item,
    remove_item,
    remove_outside_result,
)

__all__ = [
    "CampaignInput",
    "HostInput",
    "ItemInput",
    "OutsideInput",
    "TierInput",
    "add_contest",
    "add_item",
    "add_outside_result",
    "change_item",
    "create_campaign",
    "remove_item",
    "remove_outside_result",
    "set_hosts",
    "set_tiers",
    "update_campaign",
]
