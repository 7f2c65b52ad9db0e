"""Contestants' seats: one-time codes in a QR, and which phone sits there.

One phone is active per seat; another one may take over, and the replaced one is told so.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, require_unarchived
from blueprints.contests.services.seats import TOKEN_BYTES, token_hash
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.events import SeatReplaced
from blueprints.quizzes.models import Contestant, Quiz
from store import NotFound, UserError, audit, db, record, write
from store.actors import Actor


@dataclass(frozen=True)
class Sat:
    """A phone that has just sat down: `token` goes into its cookie and is shown once."""

    contestant_id: int
    token: str
    device: int


def issue_join_code(actor: Actor, contestant_id: int, now: datetime) -> str:
    """A fresh one-time code for a seat; the one before stops working."""
    with write():
        contestant = _at_desk(actor, contestant_id)
        code = _give_code(contestant)
        _note(actor, "quiz.seat_code_issued", contestant, now)
        return code


def issue_join_codes(actor: Actor, quiz_id: int, now: datetime) -> dict[int, str]:
    """A fresh one-time code for every seat, by contestant id: for printed slips."""
    with write():
        quiz = quiz_for(actor, quiz_id, lock=True)
        seats = db.session.scalars(sa.select(Contestant).where(Contestant.quiz_id == quiz.id))
        codes = {one.id: _give_code(one) for one in seats}
        organisation_id = quiz.round.contest.organisation_id
        subject = f"quiz:{quiz.id}"
        audit(actor, "quiz.seat_codes_issued", subject, now, organisation_id=organisation_id)
        return codes


def close_seat(actor: Actor, contestant_id: int, now: datetime) -> None:
    """Nobody gets in at this seat until a new code is issued, and the phone there is put out."""
    with write():
        contestant = _at_desk(actor, contestant_id)
        contestant.join_hash = contestant.token_hash = None
        if contestant.joined_at is not None:
            record(SeatReplaced(contestant.id, contestant.quiz_id, contestant.device, now))
        contestant.joined_at, contestant.label = None, ""
        contestant.device += 1  # what the phone there still sends is of an older device
        _note(actor, "quiz.seat_closed", contestant, now)


def contestant_by_code(code: str) -> Contestant:
    """The seat whose unused one-time code this is; refused in words when there is none."""
    query = sa.select(Contestant).where(Contestant.join_hash == token_hash(code))
    found: Contestant | None = db.session.scalar(query)
    if found is None:
        raise UserError(
            _("This code has been used or replaced. Ask the desk for a new one."),
            status=404,
            code="unknown_code",
        )
    return found


def sit_down(code: str, label: str, now: datetime, *, take_over: bool) -> Sat:
    """Sit down with a one-time code, which is used up by it.

    A seat that is taken is refused unless `take_over` (code `taken`).
    """
    with write():
        contestant = contestant_by_code(code)
        quiz = db.session.get_one(Quiz, contestant.quiz_id)
        require_unarchived(quiz.round.contest)
        db.session.refresh(contestant, with_for_update=True)
        contestant_by_code(code)  # another phone may have used it meanwhile
        if contestant.joined_at is not None and not take_over:
            raise UserError(_("Another phone already sits here."), status=409, code="taken")
        if contestant.joined_at is not None:
            record(SeatReplaced(contestant.id, contestant.quiz_id, contestant.device, now))
        return _seat(contestant, label, now)


def note_contact(contestant_id: int, now: datetime) -> None:
    """Remember when a seat's phone was last heard of."""
    with write():
        contestant = db.session.get(Contestant, contestant_id)
        if contestant is not None and (contestant.seen_at is None or contestant.seen_at < now):
            contestant.seen_at = now


def _seat(contestant: Contestant, label: str, now: datetime) -> Sat:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    contestant.join_hash, contestant.token_hash = None, token_hash(token)
    contestant.device += 1
    contestant.label, contestant.joined_at, contestant.seen_at = label[:120], now, now
    actor = Actor(kind="viewer", id=contestant.id, name=contestant.name)
    _note(actor, "quiz.seat_taken", contestant, now)
    return Sat(contestant.id, token, contestant.device)


def _at_desk(actor: Actor, contestant_id: int) -> Contestant:
    contestant = db.session.get(
        Contestant, contestant_id, with_for_update=True, populate_existing=True
    )
    if contestant is None:
        raise NotFound
    quiz_for(actor, contestant.quiz_id, Right.RUN)
    return contestant


def _give_code(contestant: Contestant) -> str:
    code = secrets.token_urlsafe(TOKEN_BYTES)
    contestant.join_hash = token_hash(code)
    return code


def _note(actor: Actor, action: str, contestant: Contestant, now: datetime) -> None:
    contest = db.session.get_one(Quiz, contestant.quiz_id).round.contest
    audit(
        actor,
        action,
        f"quiz-seat:{contestant.id}",
        now,
        organisation_id=contest.organisation_id,
        contest=contest.id,
        seat=contestant.seat,
    )
