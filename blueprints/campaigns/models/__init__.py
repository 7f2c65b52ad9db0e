"""Tables of the campaigns feature."""

from blueprints.campaigns.models.campaign import Campaign, Host, HostPart, Tier, TierKind
from blueprints.campaigns.models.items import Item, Level, OutsideResult

__all__ = [
    "Campaign",
    "Host",
    "HostPart",
    "Item",
    "Level",
    "OutsideResult",
    "Tier",
    "TierKind",
]
