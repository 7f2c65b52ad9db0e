"""Exact decimals: reading what people type, and writing what was worked out.

No binary float is used anywhere. Marks are whole numbers of millionths (``scaled``),
which makes long sums cheap; everything derived from them is a ``Fraction``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scoring.errors import N_, MarkError

MAX_INTEGER_DIGITS = 12
MAX_DECIMALS = 6
SCALE = 10**MAX_DECIMALS
MAX_TEXT_LENGTH = 40

# Chinese input methods leave these behind; they mean the same as the ASCII signs.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－＋：\u3000\u2212", "0123456789.-+: -")
_DECIMAL = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_TRIMMED = re.compile(r"([+-]?)(?:([0-9]+)\.?|([0-9]*)\.([0-9]+))", re.ASCII)

# The same rule as ``parse_decimal``, for the JSON Schema.
DECIMAL_PATTERN = (
    r"^[ \u3000]*[+\-＋－\u2212]?"
    r"([0-9０-９]{1,12}[.．]?|[0-9０-９]{0,12}[.．][0-9０-９]{1,6})[ \u3000]*$"
)


def normalise_digits(text: str) -> str:
    """Full-width digits and signs as ASCII, without blanks at either end."""
    return text.translate(_FULL_WIDTH).strip(" \t")


def parse_decimal(text: str) -> Decimal:
    """Read a plain decimal such as ``26.5`` or ``２６.５``.

    At most 12 digits before and 6 after the point; no exponent, no thousands
    separator, no NaN or Infinity, no digits of other scripts.
    Raises ``MarkError`` with the reason.
    """
    return Decimal(canonical_decimal(text))


def canonical_decimal(text: str) -> str:
    """``text`` as an ASCII decimal, its decimals kept as written (``26.50``)."""
    if not isinstance(text, str):
        raise MarkError(N_("is not a number"))
    if len(text) > MAX_TEXT_LENGTH:
        raise MarkError(N_("is too long for a number"))
    plain = normalise_digits(text)
    if not plain:
        raise MarkError(N_("is empty; a number is needed"))
    match = _TRIMMED.fullmatch(plain)
    if match is None:
        raise _not_a_decimal(plain)
    return _joined(match[1], match[2] or match[3] or "0", match[4] or "")


def _joined(sign: str, whole: str, decimals: str) -> str:
    whole = whole.lstrip("0") or "0"
    if len(whole) > MAX_INTEGER_DIGITS:
        raise MarkError(N_("has more than {digits} digits"), digits=MAX_INTEGER_DIGITS)
    if len(decimals) > MAX_DECIMALS:
        raise MarkError(N_("has more than {places} decimals"), places=MAX_DECIMALS)
    text = f"{whole}.{decimals}" if decimals else whole
    negative = sign == "-" and text.strip("0.") != ""
    return f"-{text}" if negative else text


def _not_a_decimal(plain: str) -> MarkError:
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", plain):
        return MarkError(N_("uses an exponent; write the number out"))
    if any(sign.isnumeric() and not sign.isascii() for sign in plain):
        return MarkError(N_("uses digits that are not 0–9"))
    if "," in plain or "，" in plain:
        return MarkError(N_("contains a comma; use a point for decimals and no separators"))
    return MarkError(N_("is not a number"))


@lru_cache(maxsize=65_536)
def scaled(text: str) -> int:
    """A canonical decimal as a whole number of millionths; marks repeat, so cached."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise MarkError(N_("is not a number"))
    decimals = (match[3] or "").ljust(MAX_DECIMALS, "0")
    amount: int = int(match[2]) * SCALE + int(decimals)
    return -amount if match[1] == "-" else amount


def exact(text: str) -> Fraction:
    """A canonical decimal as a fraction."""
    return Fraction(scaled(text), SCALE)


def scaled_text(amount: int) -> str:
    """Millionths as the shortest decimal: 26500000 → ``26.5``."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), SCALE)
    decimals = f"{rest:06d}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def fraction_text(value: Fraction, places: int | None = None) -> str:
    """A decimal text of ``value``.

    With ``places`` that many decimals are written. Without, the shortest text, or six
    decimals (half up) where the decimals never end. Only the text is cut short:
    comparisons always use the exact value.
    """
    digits = MAX_DECIMALS if places is None else places
    shift = 10**digits
    quotient, rest = divmod(abs(value.numerator) * shift, value.denominator)
    if 2 * rest >= value.denominator:
        quotient += 1
    sign = "-" if value < 0 and quotient else ""
    whole, decimals = divmod(quotient, shift)
    text = f"{sign}{whole}.{decimals:0{digits}d}" if digits else f"{sign}{whole}"
    return text.rstrip("0").rstrip(".") if places is None and digits else text
