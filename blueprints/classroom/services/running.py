"""The course of a session: live, its topic, its end. Steps lead onwards only."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import ClassSession, Participant, Sanction, SessionState
from store import NotFound, UserError, audit, db, record, write
from store.actors import Actor


def go_live(actor: Actor, session_id: int, now: datetime) -> None:
    """Open the session. Doing it again changes nothing."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        if session.state == SessionState.LIVE:
            return
        if session.state not in (SessionState.DRAFT, SessionState.SCHEDULED):
            raise UserError(_("This session is over and can't be opened again."), status=409)
        session.state, session.went_live_at = SessionState.LIVE, now
        _note(actor, session, "class.session_opened", "session.live", now)


def end(actor: Actor, session_id: int, now: datetime) -> None:
    """End it. Doing it again changes nothing."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        if session.state == SessionState.ENDED:
            return
        if session.state != SessionState.LIVE:
            raise UserError(_("This session has not begun yet."), status=409)
        session.state, session.ended_at = SessionState.ENDED, now
        _forget_networks(session.id)
        _note(actor, session, "class.session_ended", "session.ended", now)


def _forget_networks(session_id: int) -> None:
    """Where guests came from is of no use any more."""
    for table in (Participant, Sanction):
        known = sa.and_(table.session_id == session_id, table.network != "")
        db.session.execute(sa.update(table).where(known).values(network=""))


def begin_topic(actor: Actor, session_id: int, topic_id: int, now: datetime) -> None:
    """Say which topic is being talked about; its first time is a chapter of the replay."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        topic = next((topic for topic in session.topics if topic.id == topic_id), None)
        if topic is None:
            raise NotFound
        if session.has_ended:
            raise UserError(_("This session is over."), status=409)
        session.topic_id = topic.id
        if topic.started_at is None and session.is_live:
            topic.started_at = now
        record(Happened(session.id, "session.topic", now, {"topic": topic.id}))


def _note(actor: Actor, session: ClassSession, action: str, kind: str, now: datetime) -> None:
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, title=session.title,
    )  # fmt: skip
    record(Happened(session.id, kind, now))
