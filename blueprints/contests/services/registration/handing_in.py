"""Handing a registration in, changing it until the closing, withdrawing it.

Whoever has the link of a registration may do so; only its hash is kept. Places are counted with
the window's row locked, so that the last place is given once, however many ask for it.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import require_unarchived
from blueprints.contests.models import (
    HOLDING,
    Contest,
    ContestEvent,
    ContestUnit,
    Registration,
    RegistrationState,
    RegistrationStep,
    RegistrationWindow,
)
from blueprints.contests.registering import MOST_MEMBERS, RegistrationRules
from blueprints.contests.services.registration.window import rules_of
from blueprints.contests.services.setup.common import NAME_LENGTH, TITLE_LENGTH, required
from blueprints.contests.services.setup.details import sealed
from blueprints.contests.services.setup.units import unit_named
from store import NotFound, UserError, db, write
from store.actors import Actor

TOKEN_BYTES = 18
SHORTEST_KEY, KEY_LENGTH = 16, 64


@dataclass(frozen=True)
class RegistrationInput:
    """As typed. `members` are names; without any it is an individual. `photo` is a stored file."""

    event_id: int
    name: str
    unit: str
    contact: str
    members: tuple[str, ...] = ()
    born_on: date | None = None
    occupation: str = ""
    certificate: str = ""
    photo: str | None = None
    agreed: bool = False


def hand_in(
    actor: Actor, window_key: str, given: RegistrationInput, client_key: str, now: datetime
) -> str:
    """Register; the token of its own link. The same form sent again gets the same link."""
    if not SHORTEST_KEY <= len(client_key) <= KEY_LENGTH:
        raise UserError(_("Open the form again, and send it once more."), code="key")
    with write():
        window = _window(window_key)
        token = _token(window.contest_id, client_key)
        if _is_known(window.contest_id, client_key):
            return token
        rules = rules_of(window)
        _require_open(rules, now)
        if not given.agreed:
            raise UserError(_("Without your consent the data can't be taken."), code="agreed")
        registration = Registration(
            contest_id=window.contest_id,
            number=window.numbers + 1,
            token_hash=token_hash(token),
            client_key=token_hash(client_key),
            account_id=actor.id if actor.kind == "account" else None,
            consent=rules.consent,
            created_at=now,
            state=RegistrationState.SUBMITTED,
            revision=0,
        )
        window.numbers += 1
        _fill(registration, window, rules, given, now)
        db.session.add(registration)
        db.session.flush()
        step(registration, actor, _first_state(registration, rules), "", now)
        return token


def change(
    actor: Actor, token: str, given: RegistrationInput, revision: int, now: datetime
) -> None:
    """Change one's registration before the closing; it is then decided about anew."""
    with write():
        registration, window = _own(token)
        rules = rules_of(window)
        _require_open(rules, now)
        if registration.state not in (
            RegistrationState.SUBMITTED,
            RegistrationState.AT_OFFICE,
            RegistrationState.REFUSED,
        ):
            raise UserError(_("This registration can't be changed any more."), status=409)
        if revision != registration.revision:
            raise UserError(
                _("It was changed elsewhere meanwhile. Look at it as it is now, then change it."),
                status=409,
                code="revision",
            )
        kept = given if given.photo else _with_photo(given, registration.photo)
        _fill(registration, window, rules, kept, now)
        step(registration, actor, _first_state(registration, rules), "", now)


def withdraw(actor: Actor, token: str, now: datetime) -> None:
    """Give the place back, until an entry was made of it."""
    with write():
        registration, _locked = _own(token)
        if registration.state == RegistrationState.ENTERED:
            raise UserError(
                _("You are on the list of entrants. Ask the contest office."), status=409
            )
        if registration.state != RegistrationState.WITHDRAWN:
            step(registration, actor, RegistrationState.WITHDRAWN, "", now)


def token_hash(token: str) -> str:
    """What is kept of the token of a registration's own link."""
    return hashlib.sha256(token.encode()).hexdigest()


def step(registration: Registration, actor: Actor, state: str, reason: str, now: datetime) -> None:
    """To another state, with the trail; an open form of an older state is not saved over it."""
    require_unarchived(db.session.get_one(Contest, registration.contest_id))
    registration.state = state
    registration.revision += 1
    registration.changed_at = now
    db.session.add(
        RegistrationStep(
            registration_id=registration.id,
            state=state,
            reason=reason,
            actor=actor.ref,
            actor_name=actor.name[:120],
            at=now,
        )
    )


def _window(key: str) -> RegistrationWindow:
    """The window, its row locked: who counts places does so one after the other."""
    found = db.session.scalar(
        sa.select(RegistrationWindow)
        .where(RegistrationWindow.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _own(token: str) -> tuple[Registration, RegistrationWindow]:
    contest_id = db.session.scalar(
        sa.select(Registration.contest_id).where(Registration.token_hash == token_hash(token))
    )
    window = db.session.get(
        RegistrationWindow, contest_id or 0, with_for_update=True, populate_existing=True
    )
    registration = db.session.scalar(
        sa.select(Registration)
        .where(Registration.token_hash == token_hash(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if registration is None or window is None:
        raise NotFound
    return registration, window


def _token(contest_id: int, client_key: str) -> str:
    """Made of the form's own secret and the installation's, so that a repeated form finds it."""
    secret = current_app.extensions["settings"].key().encode()
    words = f"registration:{contest_id}:{client_key}".encode()
    return base64.urlsafe_b64encode(hmac.digest(secret, words, "sha256")[:TOKEN_BYTES]).decode()


def _is_known(contest_id: int, client_key: str) -> bool:
    known = sa.select(Registration.id).where(
        Registration.contest_id == contest_id, Registration.client_key == token_hash(client_key)
    )
    return db.session.scalar(known) is not None


def _require_open(rules: RegistrationRules, now: datetime) -> None:
    phase = rules.phase(now)
    if phase == "before":
        raise UserError(_("Registration has not begun yet."), status=409, code="window")
    if phase == "over":
        raise UserError(_("Registration is over."), status=409, code="window")


def _fill(
    registration: Registration,
    window: RegistrationWindow,
    rules: RegistrationRules,
    given: RegistrationInput,
    now: datetime,
) -> None:
    event = db.session.get(ContestEvent, given.event_id)
    if event is None or event.contest_id != window.contest_id:
        raise UserError(_("Choose an event."), code="event_id")
    unit = _unit(window.contest_id, rules, given.unit)
    registration.event_id = event.id
    registration.unit = unit.name if unit else given.unit.strip()[:TITLE_LENGTH]
    registration.unit_id = unit.id if unit else None
    registration.name = required(given.name, NAME_LENGTH, _("Give your name, or the team's."))
    registration.members = _members(given.members)
    registration.contact = sealed(
        required(given.contact, NAME_LENGTH, _("Say how you can be reached."))
    )
    registration.born_on = sealed(given.born_on.isoformat()) if given.born_on else None
    registration.occupation = given.occupation.strip()[:NAME_LENGTH]
    registration.certificate = given.certificate.strip()[:NAME_LENGTH]
    registration.photo = given.photo if rules.photograph != "none" else None
    if rules.photograph == "needed" and not registration.photo:
        raise UserError(_("A photograph is needed."), code="photo")
    registration.changed_at = now
    _require_place(registration, rules, unit)


def _unit(contest_id: int, rules: RegistrationRules, name: str) -> ContestUnit | None:
    name = required(name, TITLE_LENGTH, _("Say for which unit you enter."))
    unit = unit_named(contest_id, name)
    if unit is None and rules.listed_units:
        raise UserError(_("Choose one of the participating units."), code="unit")
    return unit


def _members(names: tuple[str, ...]) -> list[str]:
    members = list(dict.fromkeys(name.strip()[:NAME_LENGTH] for name in names if name.strip()))
    if len(members) > MOST_MEMBERS:
        raise UserError(_("A team has at most %(n)d members.", n=MOST_MEMBERS), code="members")
    return members


def _require_place(
    registration: Registration, rules: RegistrationRules, unit: ContestUnit | None
) -> None:
    """Refused when the event or the unit is full; the same person twice in an event, too."""
    of_event = Registration.event_id == registration.event_id
    same = (Registration.name == registration.name, Registration.unit == registration.unit)
    if _held(registration, of_event, *same):
        raise UserError(
            _("This name of this unit is registered for the event already."), code="name"
        )
    if rules.per_event is not None and _held(registration, of_event) >= rules.per_event:
        raise UserError(_("All places of this event are taken."), status=409, code="full")
    most = unit.most if unit and unit.most is not None else rules.per_unit
    if most is not None and _held(registration, same[1]) >= most:
        words = ngettext(
            "The unit has used its %(num)d place.", "The unit has used its %(num)d places.", most
        )
        raise UserError(words, status=409, code="full")


def _held(registration: Registration, *conditions: sa.ColumnElement[bool]) -> int:
    """How many other registrations of the contest take a place under these conditions."""
    with db.session.no_autoflush:  # this one is not complete yet
        return (
            db.session.scalar(
                sa.select(sa.func.count())
                .select_from(Registration)
                .where(
                    Registration.contest_id == registration.contest_id,
                    Registration.state.in_(HOLDING),
                    Registration.id != (registration.id or 0),
                    *conditions,
                )
            )
            or 0
        )


def _first_state(registration: Registration, rules: RegistrationRules) -> RegistrationState:
    """To the unit where its own staff approve, else to the contest office at once."""
    unit = db.session.get(ContestUnit, registration.unit_id) if registration.unit_id else None
    by_unit = rules.by_unit and unit is not None and unit.organisation_id is not None
    return RegistrationState.SUBMITTED if by_unit else RegistrationState.AT_OFFICE


def _with_photo(given: RegistrationInput, photo: str | None) -> RegistrationInput:
    return RegistrationInput(**{**vars(given), "photo": photo})
