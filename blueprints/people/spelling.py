"""How names of people and organisations are kept: what is stored is what is seen."""

import unicodedata

_UNSEEN = ("Cc", "Cf")  # controls, and marks without a shape that hide a twin or turn a line round


def tidy(text: str) -> str:
    """The name without stray blanks and without characters that nobody sees."""
    seen = (c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
    return " ".join("".join(seen).split())
