"""Passwords: what is accepted, and how they are kept (argon2id)."""

import re
import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from flask_babel import gettext as _

from store import UserError

MIN_LENGTH = 10
LONG_ENOUGH = 16  # from here on the classes of characters no longer matter
MAX_LENGTH = 128
MIN_CLASSES = 3  # MLPS level 2 (GB/T 22239): complexity is checked
MIN_DIFFERENT = 5

# OWASP's small argon2id profile: about 20 ms, so that sign-ins don't stall the one process
# that also serves the hall. Raising a number here rehashes each password at its next sign-in.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)

# Words that make a password guessable, also with digits or signs around them.
_COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
_LOOKALIKES = str.maketrans("@$013457", "asoieast")
_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def normal(password: str) -> str:
    """One spelling, whatever the keyboard composed."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, username: str, name: str) -> None:
    """Refuse a password that is short, simple, common or made from the person's own names."""
    password = normal(password)
    fault = _fault(password, username, name)
    if fault:
        raise UserError(fault, code="weak_password")


def hash_password(password: str) -> str:
    """The encoded argon2id hash of an accepted password."""
    return hasher.hash(normal(password))


def verify(encoded: str | None, password: str) -> bool:
    """Compare; an absent or unreadable hash takes as long as a wrong password.

    What is longer than any accepted password is cut: it can't match, and must not cost more.
    """
    try:
        hasher.verify(encoded or _DUMMY, normal(password)[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(encoded)


def needs_rehash(encoded: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(encoded)


def _fault(password: str, username: str, name: str) -> str:
    if len(password) < MIN_LENGTH:
        return _("The password needs at least %(n)s characters.", n=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        return _("The password may have at most %(n)s characters.", n=MAX_LENGTH)
    if len(password) < LONG_ENOUGH and _classes(password) < MIN_CLASSES:
        return _(
            "Use at least three of: capitals, small letters, digits, signs; "
            "or at least %(n)s characters.",
            n=LONG_ENOUGH,
        )
    if _own(password, username, name):
        return _("The password must not contain your user name or your name.")
    if _common(password):
        return _("This password is too easy to guess. Choose another one.")
    return ""


def _classes(password: str) -> int:
    return len({_class_of(character) for character in password})


def _class_of(character: str) -> str:
    if character.isupper():
        return "capital"
    if character.islower():
        return "small"
    return "digit" if character.isdigit() else "other"


def _own(password: str, username: str, name: str) -> bool:
    low = password.casefold()
    own = [username.casefold(), *name.casefold().split(), name.casefold()]
    return any(len(word) >= (3 if word.isascii() else 2) and word in low for word in own)


def _common(password: str) -> bool:
    low = password.lower()
    letters = re.sub(r"^[^a-z]+|[^a-z]+$", "", low)
    plain = re.sub(r"[^a-z]+$", "", low).translate(_LOOKALIKES)
    if len(set(low)) < MIN_DIFFERENT or {low, letters, plain} & _COMMON:
        return True
    return any(_along(low, row) or (len(letters) > 5 and letters in row) for row in _ROWS)


def _along(text: str, row: str) -> bool:
    """True when it only runs along a row of the keyboard or alphabet, either way."""
    times = len(text) // len(row) + 2
    return text in row * times or text in row[::-1] * times


_DUMMY = hasher.hash("a password nobody has")
