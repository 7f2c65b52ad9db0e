"""Why the media engine takes something not, in words."""

from flask_babel import gettext as _

from media import errors
from store import UserError


def refusal(code: str) -> UserError:
    """The engine's refusal in words."""
    nothing = _("Nothing of it was stored.")
    words = {
        errors.TOO_LARGE: (413, _("A part may have 256 KB at most.")),
        errors.EMPTY: (422, _("The part is empty.")),
        errors.OTHER_BYTES: (409, _("Another part with this number is there already.")),
        errors.WRONG_HASH: (422, _("The part was damaged on its way.")),
        errors.TOO_FAR: (409, _("Parts before this one have to come first.")),
        errors.WRONG_TYPE: (415, _("This kind of recording can't be sent live.")),
        errors.OVER: (409, _("This broadcast is over.")),
        errors.NOT_YOURS: (403, _("Somebody else is sending this broadcast.")),
        errors.DISK_FULL: (
            507,
            _("The server has no room left for the picture. The session goes on without it."),
        ),
    }
    status, message = words[code]
    return UserError(f"{message} {nothing}", status=status, code=code)
