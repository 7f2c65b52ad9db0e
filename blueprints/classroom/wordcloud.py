"""Words of a word cloud: how they are cleaned, counted as one, and weighed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.classroom import nicknames
from store import UserError

MOST_WORDS = 3  # of one participant
LONGEST = 12  # characters
MOST_SHOWN = 40
SIZES = 6  # steps from small to large


@dataclass(frozen=True)
class Weighed:
    """A word, how many gave it, and its size from 1 to SIZES."""

    word: str
    count: int
    size: int


def clean(texts: list[str]) -> list[str]:
    """The words of one participant, each once, in one spelling. UserError when none is left."""
    words = sorted({word for text in texts[:MOST_WORDS] if (word := _clean(text))})
    if not words:
        raise UserError(_("Enter at least one word."), code="empty")
    if any(len(word) > LONGEST for word in words):
        raise UserError(_("A word has at most %(count)d characters.", count=LONGEST), code="long")
    return words


def _clean(text: str) -> str:
    """One spelling: full-width letters folded, small letters, no marks that have no shape."""
    folded = unicodedata.normalize("NFKC", text[: LONGEST * 8]).lower()
    shown = "".join(c if nicknames.has_shape(c) else " " * c.isspace() for c in folded)
    word = " ".join(shown.split()).strip(".,;:!?…。，；：！？、·\"'“”‘’()（）《》")
    return word if any(c.isalnum() for c in word) and not nicknames.towers(word) else ""


def weighed(counts: Mapping[str, int]) -> tuple[Weighed, ...]:
    """The words given most often; the largest has size SIZES, in steps of equal width."""
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHOWN]
    if not most:
        return ()
    highest, lowest = most[0][1], most[-1][1]
    span = max(1, highest - lowest)
    return tuple(
        Weighed(word, count, 1 + (SIZES - 1) * (count - lowest) // span) for word, count in most
    )
