"""The window of a contest's online registration: opened, changed, its link renewed."""

import secrets
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.models import RegistrationWindow
from blueprints.contests.registering import MOST_PLACES, PHOTOGRAPHS, RegistrationRules
from blueprints.contests.services.setup.common import changed
from store import NotFound, UserError, db, write
from store.actors import Actor

KEY_BYTES = 9
CONSENT_LENGTH = 3000


def set_window(actor: Actor, contest_id: int, rules: RegistrationRules, now: datetime) -> None:
    """Open the registration, or change its window and limits. The link stays."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        _check(rules)
        window = db.session.get(RegistrationWindow, contest.id, with_for_update=True)
        if window is None:
            key = secrets.token_urlsafe(KEY_BYTES)
            window = RegistrationWindow(contest_id=contest.id, key=key)
            db.session.add(window)
        window.opens_at, window.closes_at = rules.opens_at, rules.closes_at
        window.document = rules.document()
        changed(actor, "contest.registration_set", contest, now)


def renew_link(actor: Actor, contest_id: int, now: datetime) -> None:
    """Another address; the old one leads nowhere. Registrations and their own links stay."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        window = db.session.get(RegistrationWindow, contest.id, with_for_update=True)
        if window is None:
            raise NotFound
        window.key = secrets.token_urlsafe(KEY_BYTES)
        changed(actor, "contest.registration_link", contest, now)


def rules_of(window: RegistrationWindow) -> RegistrationRules:
    """A window's rules."""
    return RegistrationRules(window.opens_at, window.closes_at, **window.document)


def _check(rules: RegistrationRules) -> None:
    if rules.opens_at >= rules.closes_at:
        raise UserError(_("Registration must end after it begins."), code="closes_at")
    for limit in (rules.per_unit, rules.per_event):
        if limit is not None and not 1 <= limit <= MOST_PLACES:
            raise UserError(
                _("A whole number from 1 to %(n)d, or nothing.", n=MOST_PLACES), code="limit"
            )
    if rules.photograph not in PHOTOGRAPHS:
        raise UserError(_("Say whether a photograph is asked for."), code="photograph")
    if not rules.consent.strip() or len(rules.consent) > CONSENT_LENGTH:
        raise UserError(
            _("Say what the data are for, in at most %(n)d characters.", n=CONSENT_LENGTH),
            code="consent",
        )
