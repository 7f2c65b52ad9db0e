"""Who may do what in a session. Loading through here *is* the authorisation.

What an actor may not see is not found (404); what they see but may not do is refused (403).
"""

from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.models import (
    ClassSession,
    Participant,
    RoomRole,
    Sanction,
    SanctionKind,
    Season,
    SessionState,
    Staff,
    Visibility,
)
from blueprints.people.models import Account, Organisation
from store import NotFound, UserError, db
from store.actors import Actor

ORGANISERS = ("organisation_admin", "organiser")
READERS = (*ORGANISERS, "supervisor")
MOST_ID = 2**31 - 1


class Right(StrEnum):
    """What one may do in a session."""

    VIEW = "view"
    MODERATE = "moderate"
    RUN = "run"
    SET_UP = "set_up"


_STAFF = (RoomRole.HOST, RoomRole.COHOST, RoomRole.MODERATOR)
_HOLDERS = {
    Right.VIEW: _STAFF,
    Right.MODERATE: _STAFF,
    Right.RUN: (RoomRole.HOST, RoomRole.COHOST),
    Right.SET_UP: (RoomRole.HOST,),
}


# Built once: asked at each request of each viewer, and with each message.
_PATH = sa.select(Organisation.path).where(Organisation.id == sa.bindparam("organisation_id"))
_BY_KEY = sa.select(ClassSession).where(ClassSession.key == sa.bindparam("key"))


def path_of(organisation_id: int) -> str:
    """The path of an organisation, empty when there is none."""
    return db.session.scalar(_PATH, {"organisation_id": organisation_id}) or ""


def role_of(actor: Actor, session: ClassSession) -> RoomRole | None:
    """The actor's role as staff: organisers are hosts, others by a grant in the session."""
    if actor.may(*ORGANISERS, organisation_path=path_of(session.organisation_id)):
        return RoomRole.HOST
    if actor.kind != "account":
        return None
    query = sa.select(Staff.role).where(
        Staff.session_id == session.id, Staff.account_id == actor.id
    )
    role = db.session.scalar(query)
    return RoomRole(role) if role else None


def may(actor: Actor, session: ClassSession, right: Right) -> bool:
    """Whether the actor holds the right. Supervisors of the union may look at everything."""
    if role_of(actor, session) in _HOLDERS[right]:
        return True
    return right is Right.VIEW and actor.may(
        "supervisor", organisation_path=path_of(session.organisation_id)
    )


def session_for(
    actor: Actor, session_id: int, right: Right = Right.VIEW, *, lock: bool = False
) -> ClassSession:
    """A session that the actor may treat so; its row locked when a service asks for it."""
    found = None
    if 0 < session_id <= MOST_ID:
        found = db.session.get(
            ClassSession, session_id, with_for_update=lock or None, populate_existing=lock
        )
    if found is None or not may(actor, found, Right.VIEW):
        raise NotFound
    if right is not Right.VIEW and not may(actor, found, right):
        raise UserError(_("Your role in this session does not allow this."), status=403)
    return found


def season_for(actor: Actor, season_id: int, *, change: bool = False) -> Season:
    """A season of an organisation in which the actor organises (or supervises, to look)."""
    found = db.session.get(Season, season_id) if 0 < season_id <= MOST_ID else None
    path = path_of(found.organisation_id) if found else ""
    if found is None or not actor.may(*READERS, organisation_path=path):
        raise NotFound
    if change and not actor.may(*ORGANISERS, organisation_path=path):
        raise UserError(_("Your role does not allow changing this season."), status=403)
    return found


def organisations_for_set_up(actor: Actor) -> list[Organisation]:
    """Organisations in whose name the actor may hold sessions, in tree order."""
    every = db.session.scalars(
        sa.select(Organisation).where(Organisation.active).order_by(Organisation.path)
    )
    return [o for o in every if actor.may(*ORGANISERS, organisation_path=o.path)]


def session_by_key(actor: Actor, key: str) -> ClassSession:
    """The session behind a public address, if this actor may know of it."""
    found = db.session.scalar(_BY_KEY, {"key": key})
    if found is None or not is_open_to(actor, found):
        raise NotFound
    return found


def is_open_to(actor: Actor, session: ClassSession) -> bool:
    """Whether the actor may come to the session's page. Drafts and rehearsals are staff's."""
    if role_of(actor, session) is not None:
        return True
    if session.state == SessionState.DRAFT or not session.counts:
        return False
    if session.visibility != Visibility.ORGANISATION:
        return True
    return actor.kind == "account" and _is_member(actor, session)


def _is_member(actor: Actor, session: ClassSession) -> bool:
    if actor.organisation_id is None:
        return False
    return path_of(actor.organisation_id).startswith(path_of(session.organisation_id))


def is_banned(participant_id: int, now: object) -> bool:
    """Whether a ban of the participant is in force."""
    asked = {"participant_id": participant_id, "now": now}
    return db.session.scalar(_BAN_OF_ONE, asked) is not None


def outsiders(session: ClassSession, now: object) -> frozenset[int]:
    """Participants who may not be in the room: banned, their account was closed, or the session
    is not open to them any more.
    """
    closed = (
        sa.select(Participant.id)
        .join(Account, Account.id == Participant.account_id)
        .where(Participant.session_id == session.id, Account.active.is_(False))
    )
    banned = _bans(now).where(Sanction.session_id == session.id)
    found = frozenset((*db.session.scalars(banned), *db.session.scalars(closed)))
    if session.visibility != Visibility.ORGANISATION:
        return found
    return found | frozenset(db.session.scalars(_strangers(session)))


def _strangers(session: ClassSession) -> sa.Select[tuple[int]]:
    """Viewers who don't belong to the session's organisation, as guests never do."""
    below = Organisation.path.startswith(path_of(session.organisation_id), autoescape=True)
    return (
        sa.select(Participant.id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .where(
            Participant.session_id == session.id,
            Participant.role == RoomRole.VIEWER,
            Participant.synthetic.is_(False),
            sa.or_(Organisation.path.is_(None), sa.not_(below)),
        )
    )


def _bans(now: object) -> sa.Select[tuple[int]]:
    return sa.select(Sanction.participant_id).where(
        Sanction.kind == SanctionKind.BAN,
        Sanction.undone_at.is_(None),
        sa.or_(Sanction.until.is_(None), Sanction.until > now),
    )


_BAN_OF_ONE = _bans(sa.bindparam("now")).where(
    Sanction.participant_id == sa.bindparam("participant_id")
)
