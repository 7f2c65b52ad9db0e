"""What every step of setting a contest up needs: fresh names, limits, and telling of changes."""

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.events import SetupChanged
from blueprints.contests.models import Contest, LedgerRow, Round, RoundState
from store import UserError, audit, db, record
from store.actors import Actor

TITLE_LENGTH = 200
NAME_LENGTH = 120
CODE_LENGTH = 32
KEY_BYTES = 7
REHEARSAL_MARKS = ("[Rehearsal]", "【演练】")  # in all our languages


def fresh_ref(prefix: str) -> str:
    """An id for the contest file, unique enough without asking the database."""
    return f"{prefix}-{secrets.token_hex(4)}"


def fresh_key() -> str:
    """The unguessable name of an entry in addresses: tells nothing of order or identity."""
    return secrets.token_urlsafe(KEY_BYTES)


def required(text: str, length: int, message: str) -> str:
    """The text, trimmed and cut; refused with the message when nothing is left."""
    if not text.strip():
        raise UserError(message)
    return text.strip()[:length]


def marked_title(title: str, *, rehearsal: bool) -> str:
    """A rehearsal says so wherever its title is shown; a real contest never does."""
    for mark in REHEARSAL_MARKS:
        title = title.removeprefix(mark).strip()
    mark = _("[Rehearsal]") if rehearsal else ""
    return f"{mark} {title}".strip()[:TITLE_LENGTH]


def require_draft(round_: Round) -> None:
    """Refuse what would change a round that judges have begun to mark."""
    if round_.state != RoundState.DRAFT:
        raise UserError(_("The round has begun; its set-up is fixed."), status=409)


def has_begun(contest: Contest) -> bool:
    """Whether any round of the contest has left the draft."""
    return bool(
        db.session.scalar(
            sa.select(Round.id)
            .where(Round.contest_id == contest.id, Round.state != RoundState.DRAFT)
            .limit(1)
        )
    )


def is_in_a_ledger(column: Any, value: int) -> bool:
    """Whether any ledger row names this entry, judge or round."""
    return db.session.scalar(sa.select(LedgerRow.id).where(column == value).limit(1)) is not None


def require_unnamed(round_: Round, column: Any, value: int) -> None:
    """Refuse to take somebody out of a round whose ledger names them already."""
    named = sa.select(LedgerRow.id).where(LedgerRow.round_id == round_.id, column == value)
    if db.session.scalar(named.limit(1)) is not None:
        raise UserError(
            _("The desk has recorded something about them in this round already."), status=409
        )


def changed(actor: Actor, action: str, contest: Contest, now: datetime, **detail: Any) -> None:
    """The set-up has another version now: caches compare it, live rooms are told."""
    contest.version = Contest.version + 1  # in the database: two changes at once count twice
    record(SetupChanged(contest.id, now))
    note(actor, action, f"contest:{contest.id}", contest, now, **detail)


def round_changed(actor: Actor, action: str, round_: Round, now: datetime, **detail: Any) -> None:
    """The same, with the round as the subject of the audit entry."""
    round_.contest.version = Contest.version + 1
    record(SetupChanged(round_.contest_id, now))
    note(actor, action, f"round:{round_.id}", round_.contest, now, **detail)


def note(
    actor: Actor, action: str, subject: str, contest: Contest, now: datetime, **detail: Any
) -> None:
    """An audit entry in the scope of the contest's organisation."""
    audit(actor, action, subject, now, organisation_id=contest.organisation_id, **detail)
