"""What the classroom's actions are called in the audit log."""

from flask_babel import lazy_gettext as _

NAMES = {
    "class.session_opened": _("Session went live"),
    "class.session_ended": _("Session ended"),
    "class.season_made": _("Season made"),
    "class.season_changed": _("Season changed"),
    "class.session_made": _("Session made"),
    "class.session_changed": _("Session changed"),
    "class.session_published": _("Session published"),
    "class.session_cancelled": _("Session cancelled"),
    "class.session_repeated": _("Session repeated"),
    "class.staff_given": _("Role in a session given"),
    "class.staff_taken": _("Role in a session taken back"),
    "class.guests_changed": _("Guests of a session changed"),
    "class.materials_changed": _("Materials of a session changed"),
    "class.excerpt_added": _("Excerpt added"),
    "class.excerpt_removed": _("Excerpt removed"),
}
