"""Copies of a session: one, or a series in which each is a session of its own."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.models import (
    ClassSession,
    GuestCard,
    Material,
    SessionState,
    Staff,
    Topic,
)
from blueprints.classroom.services.setup.bringing import bring_along
from blueprints.classroom.services.setup.common import changed, new_key
from store import UserError, db, write
from store.actors import Actor

_PLAIN = (
    "organisation_id", "season_id", "book_id", "title", "intro", "host_name", "place", "cover",
    "planned_minutes", "visibility", "guests_allowed", "registration", "seat_limit", "source",
    "external_url", "replay", "moderation", "slow_seconds", "auto_slow", "danmaku",
    "minutes_share", "quiz_share", "sign_ins", "presence_checks", "credit_hours",
)  # fmt: skip


def copy_session(actor: Actor, session_id: int, starts_at: datetime, now: datetime) -> int:
    """A draft like it at another time; its id."""
    with write():
        source = session_for(actor, session_id, Right.SET_UP)
        copy = copied(source, starts_at, SessionState.DRAFT, now)
        changed(actor, copy, "class.session_made", "session.made", now)
        return copy.id


def repeat_session(
    actor: Actor, session_id: int, dates: Sequence[datetime], now: datetime
) -> list[int]:
    """Further sessions like it at these times, published if it is; their ids.

    All or none. Times at which the series has a session already are refused, so that sending
    the form twice makes it once.
    """
    with write():
        source = session_for(actor, session_id, Right.SET_UP, lock=True)
        _require_free(source, dates)
        scheduled = source.state == SessionState.SCHEDULED
        state = SessionState.SCHEDULED if scheduled else SessionState.DRAFT
        copies = [copied(source, starts_at, state, now) for starts_at in dates]
        changed(actor, source, "class.session_repeated", "session.repeated", now, count=len(copies))
        return [copy.id for copy in copies]


def _require_free(source: ClassSession, dates: Sequence[datetime]) -> None:
    query = sa.select(ClassSession.id).where(
        ClassSession.organisation_id == source.organisation_id,
        ClassSession.title == source.title,
        ClassSession.starts_at.in_(dates),
        ClassSession.state != SessionState.CANCELLED,
        ClassSession.rehearsal_of.is_(None),
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise UserError(
            _("The series has a session at one of these times already. Nothing was made."),
            status=409,
        )


def copied(source: ClassSession, starts_at: datetime, state: str, now: datetime) -> ClassSession:
    """A session of its own with the same rules, people, and all that was prepared for it."""
    plain = {name: getattr(source, name) for name in _PLAIN}
    copy = ClassSession(key=new_key(), starts_at=starts_at, state=state, created_at=now, **plain)
    copy.topics = [Topic(position=t.position, title=t.title) for t in source.topics]
    copy.guests = [
        GuestCard(position=g.position, name=g.name, title=g.title, intro=g.intro, photo=g.photo)
        for g in source.guests
    ]
    copy.materials = [
        Material(title=m.title, file=m.file, kind=m.kind, size=m.size, added_at=now)
        for m in source.materials
    ]
    db.session.add(copy)
    db.session.flush()
    for staff in db.session.scalars(sa.select(Staff).where(Staff.session_id == source.id)):
        db.session.add(
            Staff(session_id=copy.id, account_id=staff.account_id, role=staff.role, granted_at=now)
        )
    bring_along(source.id, copy.id, now)
    return copy
