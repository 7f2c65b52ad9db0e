"""Tables of the contests feature."""

from blueprints.contests.models.contest import Contest, ContestEvent, Round, RoundState, Scheme
from blueprints.contests.models.defence import Appeal, AppealLink, AppealState, Objection, Verdict
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
from blueprints.contests.models.judging import (
    AnnouncerNote,
    CodeDraw,
    DecodingConfirmation,
    JudgingRules,
    Mentorship,
    SealedEntry,
)
from blueprints.contests.models.ledger import LedgerKind, LedgerRow, effect_of
from blueprints.contests.models.outcomes import Outcome
from blueprints.contests.models.packages import ResultPackage
from blueprints.contests.models.promotion import LatePolicy, Promoted, Promotion
from blueprints.contests.models.registration import (
    HOLDING,
    Registration,
    RegistrationState,
    RegistrationStep,
    RegistrationWindow,
)
from blueprints.contests.models.reports import Report, ReportPlan, ReportStage, ReportState
from blueprints.contests.models.reveal import Ceremony, CeremonyStep, EntryPortrait
from blueprints.contests.models.works import Gallery, Work, WorkPicture, WorkVote

__all__ = [
    "HOLDING",
    "AnnouncerNote",
    "Appeal",
    "AppealLink",
    "AppealState",
    "Ceremony",
    "CeremonyStep",
    "CheckIn",
    "CodeDraw",
    "Contest",
    "ContestEvent",
    "ContestUnit",
    "DecodingConfirmation",
    "EligibilityDecision",
    "Entry",
    "EntryDetails",
    "EntryPortrait",
    "EventConditions",
    "Gallery",
    "Judge",
    "JudgeDevice",
    "JudgingRules",
    "LatePolicy",
    "LedgerKind",
    "LedgerRow",
    "Mentorship",
    "Objection",
    "Outcome",
    "Promoted",
    "Promotion",
    "Registration",
    "RegistrationState",
    "RegistrationStep",
    "RegistrationWindow",
    "Report",
    "ReportPlan",
    "ReportStage",
    "ReportState",
    "ResultPackage",
    "Round",
    "RoundEntry",
    "RoundJudge",
    "RoundPlan",
    "RoundState",
    "Scheme",
    "SealedEntry",
    "Verdict",
    "Work",
    "WorkPicture",
    "WorkVote",
    "effect_of",
]
