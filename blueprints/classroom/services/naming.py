"""What people are called in a room: what nobody may be called, and what staff are called at first.

Real names stay with staff: who works in the studio is shown by role, until they choose a name.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.classroom import nicknames
from blueprints.classroom.models import ClassSession, Participant, RoomRole
from blueprints.classroom.services.chat import words
from blueprints.classroom.services.chat.gate import TRUSTED
from store import UserError, db
from web.languages import LANGUAGES


def refuse_nickname(session: ClassSession, name: str) -> None:
    """Refuse a listed word, and what reads like a role, or like somebody of this session."""
    wanted = words.fold(name)
    poses = any(sign in wanted for sign in nicknames.POSING) or wanted in _taken(session)
    if poses or words.find(session, name) is not None:
        raise UserError(_("This nickname can't be used here. Choose another one."))


def rename_namesakes(session: ClassSession) -> None:
    """Viewers whose name by now is that of staff or of a guest are called by their number.

    So are those who were staff and were called by their role.
    """
    taken = _taken(session) - _in_every_language(RoomRole.VIEWER)
    query = sa.select(Participant).where(
        Participant.session_id == session.id,
        Participant.role == RoomRole.VIEWER,
        Participant.synthetic.is_(False),
    )
    for viewer in db.session.scalars(query):
        if words.fold(viewer.nickname) in taken:
            viewer.nickname = _("Viewer %(number)d", number=viewer.id)


def name_of_staff(session: ClassSession, role: RoomRole | None) -> str:
    """The name under which somebody first opens the studio."""
    if role == RoomRole.HOST and session.host_name:
        return session.host_name[: nicknames.LONGEST]
    return _name_of(role or RoomRole.VIEWER)


def _taken(session: ClassSession) -> set[str]:
    return {words.fold(name) for name in _names(session)}


def _names(session: ClassSession) -> Iterator[str]:
    yield from nicknames.RESERVED
    for role in RoomRole:
        yield from _in_every_language(role)
    if session.host_name:
        yield session.host_name
    yield from (guest.name for guest in session.guests)
    yield from db.session.scalars(
        sa.select(Participant.nickname).where(
            Participant.session_id == session.id, Participant.role.in_(TRUSTED)
        )
    )


def _in_every_language(role: RoomRole) -> set[str]:
    names = set()
    for language in LANGUAGES:
        with force_locale(language):
            names.add(words.fold(_name_of(role)))
    return names


def _name_of(role: RoomRole) -> str:
    """What a role is called; who looks on without one supervises."""
    names = {
        RoomRole.HOST: _("Host"),
        RoomRole.COHOST: _("Co-host"),
        RoomRole.MODERATOR: _("Moderator"),
        RoomRole.GUEST: _("Guest"),
    }
    return names[role] if role in names else _("Supervisor")
