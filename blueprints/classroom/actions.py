"""What the classroom's actions are called in the audit log."""

from flask_babel import lazy_gettext as _

NAMES = {
    "class.session_opened": _("Session went live"),
    "class.session_ended": _("Session ended"),
}
