"""What is missing before a round can be opened."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.life import Step
from blueprints.contests.models import (
    Entry,
    Registration,
    RegistrationState,
    Round,
    RoundEntry,
    RoundJudge,
)
from blueprints.contests.queries.eligible import not_eligible
from blueprints.contests.rules import judged_items, scheme_of
from scoring.parts.combining import TeamPart
from scoring.parts.panel import PanelPart
from scoring.schemes.model import Scheme
from store import db


@dataclass(frozen=True)
class Check:
    """A line of the checklist. `have` and `need` are numbers for its words."""

    name: str
    done: bool
    have: int = 0
    need: int = 0


@dataclass(frozen=True)
class Counts:
    """How many are in a round."""

    entries: int
    judges: int
    without_members: int
    without_code: int


def round_checks(round_: Round) -> tuple[tuple[Check, ...], Counts]:
    """The checklist of a round, each line done or not, and the numbers behind it."""
    scheme, counts = scheme_of(round_), _counts(round_)
    checks = [Check("entries", counts.entries > 0, counts.entries, 1)]
    if judged_items(round_):
        need = judges_needed(scheme)
        checks.append(Check("judges", counts.judges >= need, counts.judges, need))
    if adds_up_teams(scheme):
        missing = counts.without_members
        checks.append(Check("members", counts.entries > 0 and not missing, missing))
    if round_.contest.names_hidden:
        checks.append(Check("codes", not counts.without_code, counts.without_code))
    checks += _entering_checks(round_)
    return tuple(checks), counts


def _entering_checks(round_: Round) -> list[Check]:
    """What the contest's own steps before the opening still wait for, where it has them."""
    found = []
    if Step.REGISTRATION in round_.contest.steps and (left := _approved(round_)):
        found.append(Check("registrations", done=False, have=left))
    if Step.ELIGIBILITY in round_.contest.steps:
        unsettled = not_eligible(round_)
        found.append(Check("eligibility", not unsettled, unsettled))
    return found


def _approved(round_: Round) -> int:
    """Approved registrations of the event that nobody has made entrants yet."""
    counted = sa.select(sa.func.count()).select_from(Registration)
    return (
        db.session.scalar(
            counted.where(
                Registration.event_id == round_.event_id,
                Registration.state == RegistrationState.APPROVED,
            )
        )
        or 0
    )


def judges_needed(scheme: Scheme) -> int:
    """With fewer judges no total would ever come out."""
    needs = [1]
    for part in scheme.parts:
        if isinstance(part, PanelPart):
            dropped = part.panel.low + part.panel.high if part.panel.method == "trimmed" else 0
            needs.append(max(dropped + 1, part.panel.minimum))
    return max(needs)


def adds_up_teams(scheme: Scheme) -> bool:
    """Whether its entrants are teams whose members were ranked in another round."""
    return any(isinstance(part, TeamPart) for part in scheme.parts)


def _counts(round_: Round) -> Counts:
    judges = db.session.scalar(
        sa.select(sa.func.count()).select_from(RoundJudge).where(RoundJudge.round_id == round_.id)
    )
    rows = db.session.execute(
        sa.select(Entry.code, Entry.document)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
    ).all()
    return Counts(
        entries=len(rows),
        judges=judges or 0,
        without_members=sum(not (document or {}).get("members") for _code, document in rows),
        without_code=sum(not code for code, _document in rows),
    )
