"""What a judge's console shows: seat, rounds, entrants, and this judge's own marks only."""

from blueprints.contests.queries.console.rounds import console, rounds_of, version_of
from blueprints.contests.queries.console.seats import Seated, Sitting, invitation, seated
from blueprints.contests.queries.console.views import Console, Entrant, RoundCard, Slot, SlotView

__all__ = [
    "Console",
    "Entrant",
    "RoundCard",
    "Seated",
    "Sitting",
    "Slot",
    "SlotView",
    "console",
    "invitation",
    "rounds_of",
    "seated",
    "version_of",
]
