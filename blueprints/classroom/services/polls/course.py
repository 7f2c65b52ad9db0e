"""Opening and closing polls, showing and hiding what came of them. Closed stays closed."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import FiguresChanged, Happened
from blueprints.classroom.models import ClassSession, Poll, PollKind, PollState, SessionState
from blueprints.classroom.services.polls.common import poll_of
from store import UserError, audit, db, in_transaction, record, write
from store.actors import Actor


def open_poll(actor: Actor, session_id: int, poll_id: int, now: datetime) -> None:
    """Let everybody vote. Doing it again changes nothing."""
    with write():
        session = session_for(actor, session_id, Right.RUN)
        poll = poll_of(session_id, poll_id, lock=True)
        if poll.state == PollState.OPEN:
            return
        if poll.state == PollState.CLOSED:
            raise UserError(
                _("This poll is closed and stays closed. Copy it to ask again."), status=409
            )
        if session.state not in (SessionState.SCHEDULED, SessionState.LIVE) and session.counts:
            raise UserError(_("Polls can be opened while the session is open."), status=409)
        poll.state, poll.opened_at = PollState.OPEN, now
        _note(actor, session, poll, "class.poll_opened", now)
        _tell(poll, "poll.opened", now)


def close_poll(actor: Actor, session_id: int, poll_id: int, now: datetime) -> None:
    """End the voting and show what came of it. Doing it again changes nothing."""
    with write():
        session = session_for(actor, session_id, Right.RUN)
        poll = poll_of(session_id, poll_id, lock=True)
        if poll.state == PollState.CLOSED:
            return
        if poll.state == PollState.DRAFT:
            raise UserError(_("This poll has not been opened yet."), status=409)
        _close(poll, now)
        _note(actor, session, poll, "class.poll_closed", now)


def show_results(
    actor: Actor, session_id: int, poll_id: int, *, shown: bool, now: datetime
) -> None:
    """Show viewers the totals, or hide them."""
    with write():
        session_for(actor, session_id, Right.RUN)
        poll = poll_of(session_id, poll_id, lock=True)
        if poll.show_results == shown:
            return
        poll.show_results = shown
        _tell(poll, "poll.shown" if shown else "poll.hidden", now)


def take_out_word(actor: Actor, session_id: int, poll_id: int, word: str, now: datetime) -> None:
    """Take a word out of a word cloud, for everybody who gave it or will."""
    with write():
        session = session_for(actor, session_id, Right.MODERATE)
        poll = poll_of(session_id, poll_id, lock=True)
        if poll.kind != PollKind.WORDS or not word or word in poll.right:
            return
        poll.right = [*poll.right, word[:60]]
        _note(actor, session, poll, "class.word_taken_out", now)
        _tell(poll, "poll.word", now)


@in_transaction(Happened)
def _close_with_session(event: Happened) -> None:
    """A session that ends takes its open polls with it."""
    if event.kind != "session.ended":
        return
    query = sa.select(Poll).where(Poll.session_id == event.session_id, Poll.state == PollState.OPEN)
    for poll in db.session.scalars(query.with_for_update()):
        _close(poll, event.at)


def _close(poll: Poll, now: datetime) -> None:
    poll.state, poll.closed_at = PollState.CLOSED, now
    poll.show_results = poll.show_results or poll.kind != PollKind.WORDS
    _tell(poll, "poll.closed", now)


def _tell(poll: Poll, kind: str, now: datetime) -> None:
    record(Happened(poll.session_id, kind, now, {"id": poll.id}))
    record(FiguresChanged(poll.session_id, "poll", poll.id))


def _note(actor: Actor, session: ClassSession, poll: Poll, action: str, now: datetime) -> None:
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, title=poll.question,
    )  # fmt: skip
