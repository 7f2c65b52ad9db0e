"""Voting: once each, under any race. A second vote is answered with the first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.classroom import wordcloud
from blueprints.classroom.access import is_banned
from blueprints.classroom.events import FiguresChanged
from blueprints.classroom.models import ClassSession, Participant, Poll, PollKind, PollState, Vote
from blueprints.classroom.services.chat import gate
from blueprints.classroom.services.polls.common import poll_of
from store import UserError, db, record, write

RATINGS = range(1, 6)
MOST_CHOSEN = 20  # values that are looked at, of what was sent


@dataclass(frozen=True)
class Voted:
    """A vote as it stands. `again` says that it had been given before."""

    poll_id: int
    choice: list[Any]
    at: datetime
    again: bool


def vote(participant_id: int, poll_id: int, chosen: list[str], now: datetime) -> Voted:
    """Vote. `chosen` are positions, a rating or words, as they came."""
    with write():
        participant = db.session.get_one(Participant, participant_id)
        poll = _shared(poll_of(participant.session_id, poll_id))
        known = _known(poll_id, participant_id)
        if known is not None:
            return Voted(poll_id, known.choice, known.at, again=True)
        _refuse(poll, participant, now)
        choice = _choice(poll, participant, chosen, now)
        return _keep(poll, participant_id, choice, now)


def _shared(poll: Poll) -> Poll:
    """Locked against being closed meanwhile; other votes go on beside this one."""
    query = sa.select(Poll).where(Poll.id == poll.id).with_for_update(read=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _known(poll_id: int, participant_id: int) -> Vote | None:
    query = sa.select(Vote).where(Vote.poll_id == poll_id, Vote.participant_id == participant_id)
    return db.session.scalar(query)


def _refuse(poll: Poll, participant: Participant, now: datetime) -> None:
    if is_banned(participant.id, now):
        raise UserError(_("You were put out of this room."), status=403, code="banned")
    if poll.state == PollState.CLOSED:
        raise UserError(
            _("This poll was closed before your vote arrived. It was not counted."),
            status=409,
            code="closed",
        )
    if poll.state != PollState.OPEN:
        raise UserError("", status=404, code="not_found")  # drafts are staff's


def _keep(poll: Poll, participant_id: int, choice: list[Any], now: datetime) -> Voted:
    right = set(choice) == set(poll.right) if poll.kind == PollKind.QUIZ else None
    row = Vote(poll_id=poll.id, participant_id=participant_id, choice=choice, right=right, at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # another device was quicker
        first = _known(poll.id, participant_id)
        assert first is not None, "the unique constraint was broken by a vote"
        return Voted(poll.id, first.choice, first.at, again=True)
    record(FiguresChanged(poll.session_id, "poll", poll.id))
    return Voted(poll.id, choice, now, again=False)


def _choice(poll: Poll, participant: Participant, chosen: list[str], now: datetime) -> list[Any]:
    if poll.kind == PollKind.WORDS:
        return _words(participant, chosen, now)
    allowed = RATINGS if poll.kind == PollKind.RATING else range(len(poll.options))
    picked = {_number(text) for text in chosen[:MOST_CHOSEN]}
    if not picked:
        raise UserError(_("Choose an answer first. Nothing was sent."), code="empty")
    several = poll.kind == PollKind.MULTIPLE or len(poll.right) > 1
    if any(number not in allowed for number in picked) or (len(picked) > 1 and not several):
        raise UserError(_("This is no answer of this poll. Nothing was counted."))
    return sorted(picked)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else -1


def _words(participant: Participant, chosen: list[str], now: datetime) -> list[str]:
    """Words go through the gate of the chat: silenced people and listed words stay outside.

    What waits for staff in a session where everything does (`pre`) is kept: the cloud itself is
    hidden there until staff show it.
    """
    words = wordcloud.clean(chosen)
    session = db.session.get_one(ClassSession, participant.session_id)
    verdict = gate.admit(participant, session, " ".join(words), now, chat=False)
    if verdict.is_held and verdict.reason not in ("pre", "new"):
        raise UserError(_("This can't be said here. Please put it differently."), code="word")
    return words
