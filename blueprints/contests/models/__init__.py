"""Tables of the contests feature."""

from blueprints.contests.models.contest import Contest, ContestEvent, Round, RoundState, Scheme
from blueprints.contests.models.entrants import Entry, RoundEntry
from blueprints.contests.models.judges import Judge, JudgeDevice, RoundJudge
from blueprints.contests.models.ledger import LedgerKind, LedgerRow

__all__ = [
    "Contest",
    "ContestEvent",
    "Entry",
    "Judge",
    "JudgeDevice",
    "LedgerKind",
    "LedgerRow",
    "Round",
    "RoundEntry",
    "RoundJudge",
    "RoundState",
    "Scheme",
]
