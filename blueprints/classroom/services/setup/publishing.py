"""Announcing sessions: one that somebody has before them, or all complete drafts of a season."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.classroom.access import Right, season_for, session_for
from blueprints.classroom.models import ClassSession, SessionState
from blueprints.classroom.queries.setup.drafts import (
    drafts_query,
    hosted_among,
    is_over,
    lacking,
)
from blueprints.classroom.services.setup.common import changed
from store import UserError, db, write
from store.actors import Actor


def publish_session(actor: Actor, session_id: int, now: datetime) -> None:
    """Announce it: from now on it is found, may be registered for, and its door opens.

    Doing it again changes nothing.
    """
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        if session.state == SessionState.SCHEDULED:
            return
        if session.state != SessionState.DRAFT:
            raise UserError(_("Only a draft can be published."), status=409)
        require_time_to_come(session.starts_at, now)
        _announce(actor, session, now)


def publish_drafts(actor: Actor, season_id: int, now: datetime) -> int:
    """Announce every complete draft of a season; how many these were.

    The others stay drafts. Doing it again announces what has been completed since.
    """
    with write():
        season = season_for(actor, season_id, change=True)
        drafts = db.session.scalars(drafts_query(season.id).with_for_update()).all()
        hosted = hosted_among([one.id for one in drafts])
        complete = [one for one in drafts if not lacking(one, now, hosted=one.id in hosted)]
        for session in complete:
            _announce(actor, session, now)
        return len(complete)


def require_time_to_come(starts_at: datetime, now: datetime) -> None:
    """UserError (code: starts_at) for a time at which nobody can come any more."""
    if is_over(starts_at, now):
        raise UserError(_("This time is over. Choose a time to come."), code="starts_at")


def _announce(actor: Actor, session: ClassSession, now: datetime) -> None:
    session.state = SessionState.SCHEDULED
    changed(actor, session, "class.session_published", "session.published", now)
