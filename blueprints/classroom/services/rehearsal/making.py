"""A rehearsal is a session of its own that points at the real one, and so counts nowhere."""

import shutil
from datetime import datetime

from flask_babel import gettext as _

from blueprints.classroom import video
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import (
    ClassSession,
    Replay,
    SessionState,
    Visibility,
)
from blueprints.classroom.queries.crowds import running_rehearsal
from blueprints.classroom.services.rehearsal.deleting import delete_all
from blueprints.classroom.services.setup.copies import copied
from store import UserError, audit, db, record, write
from store.actors import Actor


def make(actor: Actor, session_id: int, now: datetime) -> int:
    """Open a rehearsal, or find the one that is open; its id."""
    with write():
        source = session_for(actor, session_id, Right.RUN, lock=True)
        if not source.counts:
            return source.id
        known = running_rehearsal(source.id)
        if known is not None:
            return known
        if source.state not in (SessionState.DRAFT, SessionState.SCHEDULED):
            raise UserError(_("A rehearsal is held before the session goes live."), status=409)
        rehearsal = copied(source, now, SessionState.LIVE, now)
        rehearsal.rehearsal_of = source.id
        rehearsal.went_live_at = now
        rehearsal.visibility, rehearsal.replay = Visibility.LINK, Replay.HIDDEN
        rehearsal.stream_key_hash = ""
        _note(actor, rehearsal, "class.rehearsal_made", now)
        return rehearsal.id


def remove(actor: Actor, rehearsal_id: int) -> int:
    """Delete a rehearsal that is over, with everything done in it; the real session's id."""
    with write():
        rehearsal = session_for(actor, rehearsal_id, Right.RUN, lock=True)
        of, key = rehearsal.rehearsal_of, rehearsal.key
        if of is None:
            raise UserError(_("Only a rehearsal can be deleted."), status=409)
        if rehearsal.is_live:
            raise UserError(_("End the rehearsal first."), status=409)
        db.session.flush()
        db.session.expunge(rehearsal)
        delete_all(rehearsal_id)
    shutil.rmtree(video.folders().session(key), ignore_errors=True)  # what was recorded, if it was
    return of


def _note(actor: Actor, rehearsal: ClassSession, action: str, now: datetime) -> None:
    audit(
        actor, action, f"class:{rehearsal.id}", now,
        organisation_id=rehearsal.organisation_id, title=rehearsal.title,
    )  # fmt: skip
    record(Happened(rehearsal.id, "rehearsal.opened", now, to_room=False))
