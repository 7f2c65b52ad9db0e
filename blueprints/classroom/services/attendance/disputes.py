"""Disputes about minutes: what was measured stays; a decision adds to it or takes from it."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened, ToldOne
from blueprints.classroom.models import Adjustment, ClassSession, Dispute, Participant
from store import NotFound, UserError, audit, db, record, write
from store.actors import Actor

LONGEST = 400
MOST_OPEN = 1
MOST_MADE = 10  # by one participant about one session
MOST_MINUTES = 24 * 60


def dispute(participant: Participant, text: str, now: datetime) -> int:
    """Say that one's minutes are wrong; the dispute's id. The same words twice are one dispute."""
    words = " ".join(text.split())
    if not words:
        raise UserError(_("Say what is wrong with your minutes."), code="text")
    if len(words) > LONGEST:
        raise UserError(_("At most %(count)d characters.", count=LONGEST), code="text")
    with write():
        session = db.session.get_one(ClassSession, participant.session_id, with_for_update=True)
        made = _made_by(participant.id)
        again = next((one for one in made if one.text == words), None)
        if again is not None:
            return again.id
        _refuse_more(made)
        new = Dispute(session_id=session.id, participant_id=participant.id, text=words, made_at=now)
        db.session.add(new)
        db.session.flush()
        record(Happened(session.id, "dispute.made", now, {}, to_room=False))
        return new.id


def decide(
    actor: Actor,
    session_id: int,
    dispute_id: int,
    upheld: bool,
    minutes: int,
    answer: str,
    now: datetime,
) -> None:
    """Decide a dispute once; upheld, minutes are added (or, below 0, taken)."""
    words = " ".join(answer.split())
    _refuse_hasty(upheld, minutes, words)
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        found = _undecided(session, dispute_id)
        found.upheld, found.answer = upheld, words
        found.decided_by, found.decided_at = actor.ref, now
        if upheld:
            db.session.add(_adjustment(found, minutes * 60, actor, now))
        audit(
            actor, "class.dispute_decided", f"class:{session.id}", now,
            organisation_id=session.organisation_id, dispute=found.id, upheld=upheld,
            seconds=minutes * 60 if upheld else 0,
        )  # fmt: skip
        told = {"upheld": upheld, "minutes": minutes if upheld else 0, "answer": words}
        record(ToldOne(found.participant_id, "minutes.decided", now, told))
        record(Happened(session.id, "dispute.decided", now, {}, to_room=False))


def _undecided(session: ClassSession, dispute_id: int) -> Dispute:
    found = db.session.get(Dispute, dispute_id, with_for_update=True, populate_existing=True)
    if found is None or found.session_id != session.id:
        raise NotFound
    if found.decided_at is not None:
        raise UserError(_("This dispute has been decided already."), status=409)
    return found


def _refuse_hasty(upheld: bool, minutes: int, answer: str) -> None:
    if not answer:
        raise UserError(_("Give a reason: the participant reads it."), code="answer")
    if len(answer) > LONGEST:
        raise UserError(_("At most %(count)d characters.", count=LONGEST), code="answer")
    if upheld and not (minutes and abs(minutes) <= MOST_MINUTES):
        raise UserError(_("Say how many minutes are added or taken."), code="minutes")


def _refuse_more(made: list[Dispute]) -> None:
    if sum(one.decided_at is None for one in made) >= MOST_OPEN:
        raise UserError(
            _("Your dispute is being looked at. You can add another one once it is decided."),
            status=409,
        )
    if len(made) >= MOST_MADE:
        raise UserError(_("There are no more disputes about this session."), status=409)


def _made_by(participant_id: int) -> list[Dispute]:
    query = sa.select(Dispute).where(Dispute.participant_id == participant_id)
    return list(db.session.scalars(query.order_by(Dispute.id)))


def _adjustment(found: Dispute, seconds: int, actor: Actor, now: datetime) -> Adjustment:
    return Adjustment(
        session_id=found.session_id,
        participant_id=found.participant_id,
        dispute_id=found.id,
        seconds=seconds,
        reason=found.answer,
        decided_by=actor.ref,
        decided_at=now,
    )
