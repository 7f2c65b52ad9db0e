"""Check-ins (签到) that the host opens, and checks of presence at random moments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.classroom.access import Right, is_banned, session_for
from blueprints.classroom.events import FiguresChanged, Happened
from blueprints.classroom.models import (
    Check,
    CheckAnswer,
    CheckKind,
    ClassSession,
    Participant,
)
from blueprints.classroom.services.chat import cleaning
from store import NotFound, UserError, audit, db, in_transaction, record, write
from store.actors import SYSTEM, Actor

LONGEST_TITLE = 40
SHORTEST_MIN, LONGEST_MIN = 1, 30
PRESENCE_LASTS = timedelta(minutes=2)
PER_HOUR = (0, 1, 2, 4, 6)  # what may be chosen
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    """When somebody checked in. `again` says that they had before."""

    check_id: int
    at: datetime
    again: bool


def open_check_in(actor: Actor, session_id: int, title: str, minutes: int, now: datetime) -> int:
    """Open a check-in for some minutes; one at a time. Its id."""
    if not SHORTEST_MIN <= minutes <= LONGEST_MIN:
        raise UserError(
            _(
                "A check-in lasts %(fewest)d to %(most)d minutes.",
                fewest=SHORTEST_MIN,
                most=LONGEST_MIN,
            )
        )
    title = cleaning.clean(title)[:LONGEST_TITLE] if title.strip() else ""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        if not session.is_live:
            raise UserError(_("Check-ins are opened while the session is live."), status=409)
        if _open_of(session_id, CheckKind.SIGN_IN, now) is not None:
            raise UserError(_("A check-in is open already."), status=409)
        length = timedelta(minutes=minutes)
        check = _open(session, CheckKind.SIGN_IN, title, length, actor.ref, now)
        _note(actor, session, "class.check_opened", now)
        return check.id


def close(actor: Actor, session_id: int, check_id: int, now: datetime) -> None:
    """End a check before its time. Doing it again changes nothing."""
    with write():
        session_for(actor, session_id, Right.RUN)
        check = _check_of(session_id, check_id, lock=True)
        if check.closes_at > now:
            _close(check, now)


def set_presence(actor: Actor, session_id: int, per_hour: int, now: datetime) -> None:
    """How many checks of presence there are in an hour, at random moments."""
    if per_hour not in PER_HOUR:
        raise UserError(_("Choose how often presence is checked. Nothing was changed."))
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        session.presence_checks = per_hour
        _note(actor, session, "class.presence_set", now)
        record(Happened(session_id, "check.set", now, to_room=False))


def answer(participant_id: int, check_id: int, now: datetime) -> Answer:
    """Check in: once, whatever is pressed how often."""
    with write():
        person = db.session.get_one(Participant, participant_id)
        check = _check_of(person.session_id, check_id)
        known = _known(check_id, participant_id)
        if known is not None:
            return Answer(check_id, known.at, again=True)
        if is_banned(participant_id, now):
            raise UserError(_("You were put out of this room."), status=403, code="banned")
        if check.closes_at <= now:
            raise UserError(
                _("The time for this check is over. Who was cut off meanwhile has missed nothing."),
                status=409,
                code="closed",
            )
        return _keep(check, participant_id, now)


def open_due_presence(
    session_id: int, watched_for: timedelta, dice: float, now: datetime
) -> int | None:
    """Open a check of presence, perhaps: called every `watched_for`, with `dice` from 0 to 1.

    An hour is cut into as many parts as there are checks; each part has one, at a moment that
    nobody can know: the later in its part, the likelier. Nothing is remembered but the checks
    themselves, so a restart neither loses one nor opens one twice.
    """
    with write():
        session = db.session.get_one(
            ClassSession, session_id, with_for_update=True, populate_existing=True
        )
        if not session.is_live or not session.presence_checks or session.went_live_at is None:
            return None
        part = HOUR / session.presence_checks
        begun = session.went_live_at + part * ((now - session.went_live_at) // part)
        left = begun + part - PRESENCE_LASTS - now
        if left <= timedelta(0) or _had_presence_since(session_id, begun):
            return None
        if dice * left > watched_for:
            return None
        check = _open(session, CheckKind.PRESENCE, "", PRESENCE_LASTS, SYSTEM.ref, now)
        return check.id


def _had_presence_since(session_id: int, since: datetime) -> bool:
    query = sa.select(Check.id).where(
        Check.session_id == session_id,
        Check.kind == CheckKind.PRESENCE,
        Check.opened_at >= since,
    )
    return db.session.scalars(query).first() is not None


def _open(
    session: ClassSession, kind: CheckKind, title: str, length: timedelta, by: str, now: datetime
) -> Check:
    check = Check(
        session_id=session.id,
        kind=kind,
        title=title,
        opened_at=now,
        closes_at=now + length,
        opened_by=by,
    )
    db.session.add(check)
    db.session.flush()  # its id is told to everybody
    record(Happened(session.id, "check.opened", now, {"id": check.id, "kind": kind}))
    return check


def _keep(check: Check, participant_id: int, now: datetime) -> Answer:
    try:
        with db.session.begin_nested():
            db.session.add(CheckAnswer(check_id=check.id, participant_id=participant_id, at=now))
    except IntegrityError:  # another device was quicker
        first = _known(check.id, participant_id)
        assert first is not None, "the unique constraint was broken by an answer"
        return Answer(check.id, first.at, again=True)
    record(FiguresChanged(check.session_id, "check", check.id))
    return Answer(check.id, now, again=False)


def _known(check_id: int, participant_id: int) -> CheckAnswer | None:
    query = sa.select(CheckAnswer).where(
        CheckAnswer.check_id == check_id, CheckAnswer.participant_id == participant_id
    )
    return db.session.scalar(query)


def _check_of(session_id: int, check_id: int, *, lock: bool = False) -> Check:
    found = None
    if 0 < check_id < 2**31:
        found = db.session.get(
            Check, check_id, with_for_update=lock or None, populate_existing=lock
        )
    if found is None or found.session_id != session_id:
        raise NotFound
    return found


def _open_of(session_id: int, kind: CheckKind, now: datetime) -> Check | None:
    query = sa.select(Check).where(
        Check.session_id == session_id, Check.kind == kind, Check.closes_at > now
    )
    return db.session.scalars(query).first()


def _close(check: Check, now: datetime) -> None:
    check.closes_at = now
    record(Happened(check.session_id, "check.closed", now, {"id": check.id}))


@in_transaction(Happened)
def _close_with_session(event: Happened) -> None:
    if event.kind != "session.ended":
        return
    query = sa.select(Check).where(Check.session_id == event.session_id, Check.closes_at > event.at)
    for check in db.session.scalars(query.with_for_update()):
        _close(check, event.at)


def _note(actor: Actor, session: ClassSession, action: str, now: datetime) -> None:
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, title=session.title,
    )  # fmt: skip
