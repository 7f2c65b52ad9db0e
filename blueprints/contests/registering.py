"""The rules of online registration as data. Pure: knows no database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

MOST_MEMBERS = 30
MOST_PLACES = 9999
PHOTOGRAPHS = ("none", "optional", "needed")


@dataclass(frozen=True)
class RegistrationRules:
    """From when to when, for how many, and what is asked for.

    `by_unit`: the unit's own staff approve first, where it has any. Limits are for the whole
    contest per unit, and per event; None is no limit.
    """

    opens_at: datetime
    closes_at: datetime
    per_unit: int | None = None
    per_event: int | None = None
    by_unit: bool = True
    listed_units: bool = False  # only units on the list may register
    photograph: str = "none"
    consent: str = ""

    def document(self) -> dict[str, Any]:
        return {
            "per_unit": self.per_unit,
            "per_event": self.per_event,
            "by_unit": self.by_unit,
            "listed_units": self.listed_units,
            "photograph": self.photograph,
            "consent": self.consent,
        }

    def phase(self, now: datetime) -> str:
        """before, open, or over."""
        if now < self.opens_at:
            return "before"
        return "open" if now < self.closes_at else "over"
