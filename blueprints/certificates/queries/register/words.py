"""States of certificates and kinds of them, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

STATUSES = ("valid", "revoked", "superseded", "reserved", "void")
_KINDS = {
    "honor": _l("Certificate of honor"),
    "appointment": _l("Letter of appointment"),
    "judge_appointment": _l("Judge’s letter of appointment"),
    "organisation": _l("Award for organizations"),
    "completion": _l("Certificate of completion"),
    "badge": _l("Contest badge"),
    "award": _l("Award certificate"),
}


def status_words(status: str) -> str:
    """What became of a number."""
    words = {
        "valid": pgettext("certificate", "Valid"),
        "revoked": pgettext("certificate", "Revoked"),
        "superseded": pgettext("certificate", "Replaced"),
        "reserved": pgettext("certificate", "Being made"),
        "void": pgettext("certificate", "Void"),
    }
    return words.get(status, status)


def kind_words(kind: str) -> str:
    """A kind of certificate; one of a body's own is shown by its name."""
    return str(_KINDS.get(kind, kind)) or _("Certificate")
