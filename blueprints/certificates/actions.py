"""What the certificates' actions are called in the audit log."""

from flask_babel import lazy_gettext as _

NAMES = {
    "award_list.created": _("Award list made"),
    "award_list.changed": _("Award list changed"),
    "award_list.imported": _("Recipients added from a spreadsheet"),
    "award_list.taken_over": _("Award list brought to the state of its source"),
    "award_list.photos_set": _("Photos of recipients added"),
    "award_list.removed": _("Award list removed"),
    "recipient.added": _("Recipient added"),
    "recipient.changed": _("Recipient changed"),
    "recipient.moved": _("Recipient moved in the ceremony order"),
    "recipient.removed": _("Recipient removed"),
    "recipient.photo_set": _("Photo of a recipient set"),
    "recipient.photo_removed": _("Photo of a recipient removed"),
    "recipient.hidden": _("Recipient withdrawn from publication"),
    "recipient.shown": _("Recipient published again"),
}
