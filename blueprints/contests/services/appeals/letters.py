"""What somebody writes to the organisers: an appeal or an objection."""

from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.contests.services.keys import LONGEST, SHORTEST
from store import UserError

WORDS_LENGTH = 4000
NAME_LENGTH = 120


@dataclass(frozen=True)
class Letter:
    """What an appeal or an objection says, and who can be asked back. `key` is the form's."""

    words: str
    name: str
    contact: str
    key: str


def checked_letter(letter: Letter) -> Letter:
    """The letter, trimmed; refused while something is missing."""
    words, name, contact = letter.words.strip(), letter.name.strip(), letter.contact.strip()
    if not words:
        raise UserError(_("Say what it is about."), code="words")
    if len(words) > WORDS_LENGTH:
        raise UserError(
            _("This is too long: at most %(count)d characters.", count=WORDS_LENGTH), code="words"
        )
    if not name:
        raise UserError(_("Give your name."), code="name")
    if not contact:
        raise UserError(_("Say how you can be reached."), code="contact")
    if not SHORTEST <= len(letter.key) <= LONGEST or not letter.key.isascii():
        raise UserError(_("The request carries no usable key."), status=400, code="bad_key")
    return Letter(words, name[:NAME_LENGTH], contact[:NAME_LENGTH], letter.key)
