"""The codes that open certificates: the public one on paper, and the holder's own.

A public code is 16 characters of Crockford's base 32, 80 random bits: it can't be guessed, and
has no two characters that look alike. What people type instead (O for 0, I or L for 1, small
letters, spaces, hyphens, full-width characters) is understood.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
LONGEST_TYPED = 64  # with all the spaces and hyphens anybody would put in
_LOOK_ALIKES = str.maketrans("OIL", "011")
_FOUR = f"[{ALPHABET}]{{4}}"
_PRINTED = re.compile(  # in fours, maybe with a line's end between them; or in the QR's address
    rf"(?<![0-9A-Z-])({_FOUR}(?:-\s*{_FOUR}){{3}})(?![0-9A-Z-])|/v/([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Z])"
)
_LINE_END = "\x02"  # what a reader of PDFs makes of a hyphen at the end of a line
_BETWEEN = str.maketrans("", "", "-‐‑–—_.·")


def new_code() -> str:
    """A fresh public code (`Certificate.code`)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_own_key() -> str:
    """A fresh key of a holder's own page (`Certificate.own_key`): 32 characters, 192 bits."""
    return secrets.token_urlsafe(24)


def grouped(code: str) -> str:
    """A code as it is printed, in fours: `7G2K-M4XQ-…`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def normalised(typed: str) -> str:
    """The code somebody meant; empty when it can't be one."""
    if len(typed) > LONGEST_TYPED:
        return ""
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).translate(_BETWEEN)
    code = plain.upper().translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def printed_in(text: str) -> str:
    """The code that a text bears; empty for none, and for several: then none is the text's own."""
    found = _PRINTED.findall(text.replace(_LINE_END, "-"))
    codes = {normalised(fours or address) for fours, address in found}
    return codes.pop() if len(codes) == 1 else ""
