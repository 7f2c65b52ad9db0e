"""What people are called in a room: what nobody may be called, and what staff are called at first.

Real names stay with staff: who works in the studio is shown by role, until they choose a name.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom import nicknames
from blueprints.classroom.models import ClassSession, Participant, RoomRole
from blueprints.classroom.services.chat import words
from blueprints.classroom.services.chat.gate import STAFF
from store import UserError, db


def refuse_nickname(session: ClassSession, name: str) -> None:
    """Refuse a listed word, and what reads like the name of a role or of this session's staff."""
    wanted = words.fold(name)
    poses = any(wanted == words.fold(taken) for taken in _taken(session))
    if poses or words.find(session, name) is not None:
        raise UserError(_("This nickname can't be used here. Choose another one."))


def _taken(session: ClassSession) -> Iterator[str]:
    yield from nicknames.RESERVED
    if session.host_name:
        yield session.host_name
    yield from db.session.scalars(
        sa.select(Participant.nickname).where(
            Participant.session_id == session.id, Participant.role.in_(STAFF)
        )
    )


def name_of_staff(session: ClassSession, role: RoomRole | None) -> str:
    """The name under which somebody first opens the studio."""
    if role == RoomRole.HOST and session.host_name:
        return session.host_name[: nicknames.LONGEST]
    names = {
        RoomRole.HOST: _("Host"),
        RoomRole.COHOST: _("Co-host"),
        RoomRole.MODERATOR: _("Moderator"),
    }
    return names[role] if role in names else _("Supervisor")
