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
    "class.message_approved": _("Message approved"),
    "class.message_refused": _("Message not approved"),
    "class.message_deleted": _("Message deleted"),
    "class.message_pinned": _("Message pinned"),
    "class.message_unpinned": _("Message no longer pinned"),
    "class.announced": _("Announcement made"),
    "class.muted": _("Participant muted"),
    "class.banned": _("Participant put out of the room"),
    "class.sanction_undone": _("Mute or ban taken back"),
    "class.complaint_decided": _("Complaint decided"),
    "class.order_changed": _("Order of the chat changed"),
    "class.words_added": _("Words added to the filter"),
    "class.word_removed": _("Word removed from the filter"),
}
