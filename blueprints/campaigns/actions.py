"""What the campaigns' actions are called in the audit log."""

from flask_babel import lazy_gettext as _

NAMES = {
    "campaign.created": _("Campaign created"),
    "campaign.changed": _("Campaign changed"),
    "campaign.tiers_set": _("Tiers of a campaign set"),
    "campaign.hosts_set": _("Hosts of a campaign set"),
    "campaign.item_added": _("Contest added to a campaign"),
    "campaign.item_changed": _("Contest of a campaign changed"),
    "campaign.item_removed": _("Contest taken out of a campaign"),
    "campaign.outside_added": _("Outside result recorded"),
    "campaign.outside_removed": _("Outside result removed"),
}
