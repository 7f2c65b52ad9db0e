"""Registrations: what the public page, the registrant, a unit and the contest office see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.days import parse_day
from blueprints.contests.models import (
    HOLDING,
    Contest,
    ContestUnit,
    Registration,
    RegistrationState,
    RegistrationStep,
    RegistrationWindow,
)
from blueprints.contests.queries.setup.eligibility import opened
from blueprints.contests.registering import RegistrationRules
from blueprints.people.models import Organisation
from store import NotFound, db
from store.actors import Actor

UNIT_ROLES = ("organisation_admin", "organiser")
UNITS_OFFERED = 500


@dataclass(frozen=True)
class RegistrationPage:
    """What anybody with the link sees. `places` counts what is left, where there is a limit."""

    contest_id: int
    key: str
    title: str
    organisation: str
    venue: str
    starts_on: str
    rehearsal: bool
    rules: RegistrationRules
    phase: str
    events: tuple[tuple[int, str, int | None], ...]  # (id, title, places left)
    units: tuple[str, ...]


@dataclass(frozen=True)
class StepLine:
    """One step of the trail."""

    state: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RegistrationLine:
    """A registration as those see it who decide, and the registrant."""

    id: int
    number: int
    event_id: int
    event: str
    name: str
    unit: str
    members: tuple[str, ...]
    occupation: str
    certificate: str
    born_on: date | None
    contact: str
    photo: bool
    state: str
    revision: int
    created_at: datetime
    contest_id: int
    contest: str
    steps: tuple[StepLine, ...]

    @property
    def reason(self) -> str:
        """The last reason that was given."""
        return next((one.reason for one in reversed(self.steps) if one.reason), "")


def registration_page(key: str, now: datetime) -> RegistrationPage:
    """The public page of a registration window."""
    window = db.session.scalar(sa.select(RegistrationWindow).where(RegistrationWindow.key == key))
    if window is None:
        raise NotFound
    return page_of(window, now)


def page_of(window: RegistrationWindow, now: datetime) -> RegistrationPage:
    """The same for a window that is known."""
    contest = window.contest
    rules = RegistrationRules(window.opens_at, window.closes_at, **window.document)
    holder = db.session.get(Organisation, contest.organisation_id)
    units = db.session.scalars(
        sa.select(ContestUnit.name)
        .where(ContestUnit.contest_id == contest.id)
        .order_by(ContestUnit.name)
        .limit(UNITS_OFFERED)
    )
    return RegistrationPage(
        contest.id,
        window.key,
        contest.title,
        holder.name if holder else "",
        contest.venue,
        contest.starts_on,
        contest.rehearsal,
        rules,
        rules.phase(now),
        _events(contest, rules),
        tuple(units),
    )


def window_of(contest_id: int) -> RegistrationWindow | None:
    """A contest's window, if it was ever opened."""
    return db.session.get(RegistrationWindow, contest_id)


def own_registration(token_hash: str) -> tuple[RegistrationLine, RegistrationWindow]:
    """One's own registration, by the hash of the token in its link."""
    found = db.session.scalar(sa.select(Registration).where(Registration.token_hash == token_hash))
    window = db.session.get(RegistrationWindow, found.contest_id) if found else None
    if found is None or window is None:
        raise NotFound
    return _lines([found])[0], window


def own_photo(token_hash: str) -> str | None:
    """The file of one's own photograph."""
    return db.session.scalar(
        sa.select(Registration.photo).where(Registration.token_hash == token_hash)
    )


def registrations_of(contest_id: int, state: str = "") -> list[RegistrationLine]:
    """Everything handed in for a contest, or what is in one state, by number."""
    query = sa.select(Registration).where(Registration.contest_id == contest_id)
    if state:
        query = query.where(Registration.state == state)
    return _lines(db.session.scalars(query.order_by(Registration.number)).all())


def registration_counts(contest_id: int) -> dict[str, int]:
    """How many in each state."""
    rows = db.session.execute(
        sa.select(Registration.state, sa.func.count())
        .where(Registration.contest_id == contest_id)
        .group_by(Registration.state)
    )
    return {row[0]: row[1] for row in rows}


def waiting_for_units(actor: Actor) -> list[RegistrationLine]:
    """What waits for units that the actor looks after."""
    rows = db.session.execute(
        sa.select(Registration, Organisation.path)
        .join(ContestUnit, ContestUnit.id == Registration.unit_id)
        .join(Organisation, Organisation.id == ContestUnit.organisation_id)
        .where(Registration.state == RegistrationState.SUBMITTED)
        .order_by(Registration.id)
    )
    return _lines([one for one, path in rows if actor.may(*UNIT_ROLES, organisation_path=path)])


def _events(contest: Contest, rules: RegistrationRules) -> tuple[tuple[int, str, int | None], ...]:
    held = Counter(
        db.session.scalars(
            sa.select(Registration.event_id).where(
                Registration.contest_id == contest.id, Registration.state.in_(HOLDING)
            )
        )
    )
    most = rules.per_event
    return tuple(
        (event.id, event.title, None if most is None else max(most - held[event.id], 0))
        for event in contest.events
    )


def _lines(rows: Sequence[Registration]) -> list[RegistrationLine]:
    steps = _steps([row.id for row in rows])
    return [_line(row, tuple(steps.get(row.id, ()))) for row in rows]


def _line(row: Registration, steps: tuple[StepLine, ...]) -> RegistrationLine:
    same: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "id", "number", "event_id", "name", "unit", "occupation", "certificate", "state",
            "revision", "created_at", "contest_id",
        )
    }  # fmt: skip
    return RegistrationLine(
        **same,
        event=row.event.title,
        contest=row.contest.title,
        members=tuple(row.members),
        born_on=parse_day(opened(row.born_on)),
        contact=opened(row.contact),
        photo=row.photo is not None,
        steps=steps,
    )


def _steps(ids: list[int]) -> dict[int, list[StepLine]]:
    found: dict[int, list[StepLine]] = {}
    for row in db.session.scalars(
        sa.select(RegistrationStep)
        .where(RegistrationStep.registration_id.in_(ids))
        .order_by(RegistrationStep.id)
    ):
        line = StepLine(row.state, row.reason, row.actor_name, row.at)
        found.setdefault(row.registration_id, []).append(line)
    return found
