"""The crowd of a rehearsal: synthetic participants who do things by the services of real ones."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import CrowdMoved, Happened
from blueprints.classroom.models import (
    ClassSession,
    Participant,
    Poll,
    PollState,
    Question,
    QuestionState,
)
from blueprints.classroom.services import hands
from blueprints.classroom.services.chat.sending import send_message
from blueprints.classroom.services.polls.voting import vote
from blueprints.classroom.services.questions.asking import ask, want
from blueprints.classroom.services.rehearsal import lines
from store import NotFound, UserError, db, record, write
from store.actors import Actor

FEWEST, MOST = 10, 1000
MOST_DEEDS = 40  # taken of one beat


@dataclass(frozen=True)
class Deed:
    """Something one of those in the room does; `lot` is the drawn number that chooses."""

    what: str
    who: int
    lot: int


def fill(actor: Actor, rehearsal_id: int, size: int, now: datetime) -> str:
    """Let so many come; the key of the crowd, which only who plays it is told.

    A crowd that is there already makes room for the new one.
    """
    if not FEWEST <= size <= MOST:
        raise UserError(
            _("A crowd has %(fewest)d to %(most)d people.", fewest=FEWEST, most=MOST),
            status=422,
        )
    with write():
        rehearsal = _rehearsal(actor, rehearsal_id)
        if not rehearsal.is_live:
            raise UserError(_("This rehearsal is over. Open a new one."), status=409)
        _make_people(rehearsal.id, size, now)
        rehearsal.crowd, rehearsal.crowd_here = secrets.token_urlsafe(12), 0
        record(Happened(rehearsal.id, "rehearsal.filled", now, to_room=False))
        return rehearsal.crowd


def stop(actor: Actor, rehearsal_id: int, now: datetime) -> None:
    """Send everybody home."""
    with write():
        _empty(_rehearsal(actor, rehearsal_id), now)


def beat(rehearsal_id: int, key: str, here: int, deeds: Sequence[Deed], now: datetime) -> bool:
    """One second of a crowd. False when it was stopped, or the rehearsal is over."""
    if not _move(rehearsal_id, key, here, now):
        return False
    people = _people(rehearsal_id, here)
    for number, deed in enumerate(deeds[:MOST_DEEDS]):
        if not people:
            break
        person = people[deed.who % len(people)]
        try:
            DEEDS[deed.what](person, deed.lot, f"crowd-{deed.lot}-{number}-{now:%H%M%S%f}", now)
        except UserError:
            continue  # too soon after the last one, muted, chat closed: as with real people
    return True


def leave(rehearsal_id: int, key: str, now: datetime) -> None:
    """The crowd has played its time."""
    with write():
        rehearsal = db.session.get(ClassSession, rehearsal_id, with_for_update=True)
        if rehearsal is not None and _is_key(rehearsal, key):
            _empty(rehearsal, now)


def _rehearsal(actor: Actor, rehearsal_id: int) -> ClassSession:
    rehearsal = session_for(actor, rehearsal_id, Right.RUN, lock=True)
    if rehearsal.counts:
        raise UserError(_("Only a rehearsal can be filled with synthetic viewers."), status=409)
    return rehearsal


def _make_people(session_id: int, size: int, now: datetime) -> None:
    known = sa.select(sa.func.count(Participant.id)).where(
        Participant.session_id == session_id, Participant.synthetic
    )
    for number in range((db.session.scalar(known) or 0) + 1, size + 1):
        name = _("Practice %(number)d", number=number)
        db.session.add(
            Participant(session_id=session_id, nickname=name, synthetic=True, joined_at=now)
        )


def _move(rehearsal_id: int, key: str, here: int, now: datetime) -> bool:
    with write():
        rehearsal = db.session.get(ClassSession, rehearsal_id, with_for_update=True)
        if rehearsal is None or rehearsal.counts:
            raise NotFound
        if not rehearsal.is_live or not _is_key(rehearsal, key):
            return False
        if rehearsal.crowd_here != here:
            rehearsal.crowd_here = max(0, min(MOST, here))
            record(CrowdMoved(rehearsal.id, now))
        return True


def _is_key(rehearsal: ClassSession, key: str) -> bool:
    return bool(rehearsal.crowd) and secrets.compare_digest(rehearsal.crowd, key)


def _empty(rehearsal: ClassSession, now: datetime) -> None:
    if rehearsal.crowd or rehearsal.crowd_here:
        rehearsal.crowd, rehearsal.crowd_here = "", 0
        record(CrowdMoved(rehearsal.id, now))
        record(Happened(rehearsal.id, "rehearsal.emptied", now, to_room=False))


def _people(session_id: int, here: int) -> list[int]:
    query = sa.select(Participant.id).where(
        Participant.session_id == session_id, Participant.synthetic
    )
    return list(db.session.scalars(query.order_by(Participant.id).limit(max(0, here))))


def _say(person: int, lot: int, key: str, now: datetime) -> None:
    send_message(db.session.get_one(Participant, person), lines.message(lot), key[:40], now)


def _ask(person: int, lot: int, key: str, now: datetime) -> None:
    ask(person, lines.question(lot), key[:40], now)


def _want(person: int, lot: int, key: str, now: datetime) -> None:
    query = sa.select(Question.id).where(
        Question.session_id == _session_of(person), Question.state == QuestionState.OPEN
    )
    found = list(db.session.scalars(query.order_by(Question.id)))
    if found:
        want(person, found[lot % len(found)], wanted=True, now=now)


def _vote(person: int, lot: int, key: str, now: datetime) -> None:
    query = sa.select(Poll).where(
        Poll.session_id == _session_of(person), Poll.state == PollState.OPEN
    )
    poll = db.session.scalar(query.order_by(Poll.id).limit(1))
    if poll is not None:
        vote(person, poll.id, [_choice(poll, lot)], now)


def _choice(poll: Poll, lot: int) -> str:
    if poll.kind == "words":
        return lines.word(lot)
    if poll.kind == "rating":
        return str(lot % 5 + 1)
    return str(lot % max(1, len(poll.options)))


def _hand(person: int, lot: int, key: str, now: datetime) -> None:
    hands.raise_hand(person, raised=lot % 3 > 0, now=now)


def _session_of(person: int) -> int:
    return db.session.get_one(Participant, person).session_id


DEEDS: dict[str, Callable[[int, int, str, datetime], None]] = {
    "say": _say, "ask": _ask, "want": _want, "vote": _vote, "hand": _hand,
}  # fmt: skip
