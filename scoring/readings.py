"""What a part of a scheme says about one entry: a value, and whether it can still change."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Reading(NamedTuple):
    """``value`` is None while nothing is known, or when the entry did not finish (``dnf``).

    ``complete`` is False while marks are missing: the value is then only provisional.
    """

    value: Fraction | None
    complete: bool = True
    dnf: bool = False


WAITING = Reading(None, complete=False)
DID_NOT_FINISH = Reading(None, complete=True, dnf=True)
NOTHING = Reading(None)
