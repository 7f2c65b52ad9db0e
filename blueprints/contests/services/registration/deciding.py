"""Deciding about registrations: by the unit, then by the contest office; approved ones enter."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, locked_round, may
from blueprints.contests.days import parse_day
from blueprints.contests.models import (
    Contest,
    ContestUnit,
    Registration,
    RegistrationState,
    Round,
    RoundState,
)
from blueprints.contests.queries.registration import UNIT_ROLES
from blueprints.contests.queries.setup.eligibility import opened
from blueprints.contests.services.registration.handing_in import step
from blueprints.contests.services.setup.common import note, round_changed
from blueprints.contests.services.setup.details import DetailsInput
from blueprints.contests.services.setup.entries import EntryInput, codes_of, enter
from blueprints.people.models import Organisation
from store import NotFound, UserError, db, write
from store.actors import Actor

REASON_LENGTH = 500


def decide_for_unit(
    actor: Actor, registration_id: int, *, approve: bool, reason: str, now: datetime
) -> None:
    """The unit's own staff say whether it enters; on to the contest office, or refused."""
    with write():
        registration = _locked(registration_id)
        if not may_decide_for_unit(actor, registration):
            raise NotFound
        _require(registration, RegistrationState.SUBMITTED)
        state = RegistrationState.AT_OFFICE if approve else RegistrationState.REFUSED
        _decide(actor, registration, state, reason, now)


def decide(
    actor: Actor, registration_id: int, *, approve: bool, reason: str, now: datetime
) -> None:
    """The contest office decides; it may also decide what still waits for the unit."""
    with write():
        registration = _locked(registration_id)
        contest_for(actor, registration.contest_id, Right.SET_UP)
        _require(
            registration,
            RegistrationState.AT_OFFICE,
            RegistrationState.SUBMITTED,
            RegistrationState.APPROVED,
        )
        past_unit = registration.state == RegistrationState.SUBMITTED
        state = RegistrationState.APPROVED if approve else RegistrationState.REFUSED
        if past_unit and approve and not reason.strip():
            raise UserError(
                _("The unit has not approved it yet. Say why you do so in its place."),
                code="reason",
            )
        _decide(actor, registration, state, reason, now)


def enter_approved(actor: Actor, contest_id: int, now: datetime) -> int:
    """Make entries of all approved ones, in order of their numbers; how many.

    Each goes into the first round of its event that has not begun. Done twice, nothing comes
    twice: what was entered is no longer approved but entered.
    """
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        approved = db.session.scalars(
            sa.select(Registration)
            .where(
                Registration.contest_id == contest.id,
                Registration.state == RegistrationState.APPROVED,
            )
            .order_by(Registration.number)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        by_event: dict[int, list[Registration]] = {}
        for one in approved:
            by_event.setdefault(one.event_id, []).append(one)
        for event_id, registrations in by_event.items():
            _enter(actor, _open_round(contest, event_id), registrations, now)
        return len(approved)


def may_decide_for_unit(actor: Actor, registration: Registration) -> bool:
    """Whether the actor looks after the unit, or sets the contest up."""
    contest = db.session.get_one(Contest, registration.contest_id)
    if may(actor, contest, Right.SET_UP):
        return True
    unit = db.session.get(ContestUnit, registration.unit_id) if registration.unit_id else None
    holder = db.session.get(Organisation, unit.organisation_id or 0) if unit else None
    return holder is not None and actor.may(*UNIT_ROLES, organisation_path=holder.path)


def _enter(actor: Actor, round_: Round, registrations: list[Registration], now: datetime) -> None:
    taken = codes_of(round_.event_id)
    entries = enter(round_, [_input(one, taken) for one in registrations])
    for registration, entry in zip(registrations, entries, strict=True):
        registration.entry_id = entry.id
        step(registration, actor, RegistrationState.ENTERED, "", now)
    round_changed(actor, "round.registrations_entered", round_, now, count=len(entries))


def _input(one: Registration, taken: Collection[str]) -> EntryInput:
    """Its number stays as the code, unless somebody of the event has that one already."""
    number = f"{one.number:03d}"
    unit = db.session.get(ContestUnit, one.unit_id) if one.unit_id else None
    return EntryInput(
        name=one.name,
        unit=one.unit,
        zone=unit.zone if unit else "",
        people=tuple(one.members),
        code="" if number in taken else number,
        details=DetailsInput(
            born_on=parse_day(opened(one.born_on)),
            contact=opened(one.contact),
            occupation=one.occupation,
            certificate=one.certificate,
            photo=one.photo,
        ),
    )


def _open_round(contest: Contest, event_id: int) -> Round:
    event = next(one for one in contest.events if one.id == event_id)
    draft = next((one for one in event.rounds if one.state == RoundState.DRAFT), None)
    if draft is None:
        raise UserError(
            _("%(event)s has no round that takes entrants. Add one first.", event=event.title),
            status=409,
        )
    return locked_round(draft.id)


def _decide(
    actor: Actor, registration: Registration, state: RegistrationState, reason: str, now: datetime
) -> None:
    if state == RegistrationState.REFUSED and not reason.strip():
        raise UserError(_("Say why, so that the registrant knows."), code="reason")
    step(registration, actor, state, reason.strip()[:REASON_LENGTH], now)
    contest = db.session.get_one(Contest, registration.contest_id)
    subject = f"registration:{registration.id}"
    note(actor, "registration.decided", subject, contest, now, state=state.value)


def _locked(registration_id: int) -> Registration:
    found = db.session.get(
        Registration, registration_id, with_for_update=True, populate_existing=True
    )
    if found is None:
        raise NotFound
    return found


def _require(registration: Registration, *states: RegistrationState) -> None:
    if registration.state not in states:
        raise UserError(_("Somebody has decided about it meanwhile."), status=409)
