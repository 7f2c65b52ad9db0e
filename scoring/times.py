"""Times as people write them: ``62.35``, ``1:02.35`` or ``1:01:02.35``; kept in seconds."""

from __future__ import annotations

import re
from fractions import Fraction

from scoring.errors import N_, MarkError
from scoring.numbers import canonical_decimal, fraction_text, normalise_digits

_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{2}(?:\.[0-9]{1,6})?)", re.ASCII)

TIME_FORMATS = ("seconds", "minutes", "hours")


def canonical_time(text: str) -> str:
    """Seconds as a canonical decimal. Raises ``MarkError``."""
    plain = normalise_digits(text) if len(text) <= 40 else text
    if ":" not in plain:
        seconds = canonical_decimal(plain)
        if seconds.startswith("-"):
            raise MarkError(N_("a time cannot be negative"))
        return seconds
    match = _CLOCK.fullmatch(plain)
    if match is None:
        raise MarkError(N_("is not a time; write it as 62.35, 1:02.35 or 1:01:02.35"))
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), match[3]
    if int(seconds[:2]) >= 60 or (match[1] and minutes >= 60):
        raise MarkError(N_("is not a time; write it as 62.35, 1:02.35 or 1:01:02.35"))
    whole, _, decimals = seconds.partition(".")
    total = hours * 3600 + minutes * 60 + int(whole)
    return canonical_decimal(f"{total}.{decimals}" if decimals else str(total))


def time_text(seconds: Fraction, form: str, places: int) -> str:
    """``seconds`` in one of ``TIME_FORMATS``: 62.35 → ``62.35`` or ``1:02.35``."""
    text = fraction_text(seconds, places)
    if form == "seconds":
        return text
    whole, _, decimals = text.partition(".")
    tail = f".{decimals}" if decimals else ""
    minutes, rest = divmod(int(whole), 60)
    if form == "minutes" and minutes < 60:
        return f"{minutes}:{rest:02d}{tail}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}{tail}"
