"""What a seal or a key is called in lists."""

from flask_babel import gettext as _

from store import UserError

TITLE_LENGTH = 120


def checked_title(title: str) -> str:
    """The title without stray blanks. Raises UserError (code title)."""
    name = " ".join(title.split())
    if not name or len(name) > TITLE_LENGTH:
        raise UserError(
            _("Give a title of 1 to %(most)d characters.", most=TITLE_LENGTH), code="title"
        )
    return name
