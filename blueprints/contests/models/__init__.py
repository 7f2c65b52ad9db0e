"""Tables of the contests feature."""

from blueprints.contests.models.contest import Contest, ContestEvent, Round, RoundState, Scheme
from blueprints.contests.models.entering import (
    CheckIn,
    ContestUnit,
    EligibilityDecision,
    EntryDetails,
    EventConditions,
    RoundPlan,
)
from blueprints.contests.models.entrants import Entry, RoundEntry
from blueprints.contests.models.judges import Judge, JudgeDevice, RoundJudge
from blueprints.contests.models.ledger import LedgerKind, LedgerRow
from blueprints.contests.models.registration import (
    HOLDING,
    Registration,
    RegistrationState,
    RegistrationStep,
    RegistrationWindow,
)

__all__ = [
    "HOLDING",
    "CheckIn",
    "Contest",
    "ContestEvent",
    "ContestUnit",
    "EligibilityDecision",
    "Entry",
    "EntryDetails",
    "EventConditions",
    "Judge",
    "JudgeDevice",
    "LedgerKind",
    "LedgerRow",
    "Registration",
    "RegistrationState",
    "RegistrationStep",
    "RegistrationWindow",
    "Round",
    "RoundEntry",
    "RoundJudge",
    "RoundPlan",
    "RoundState",
    "Scheme",
]
