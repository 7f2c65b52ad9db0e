"""Who works in a session, and the guests as they are presented."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import StaffLeft
from blueprints.classroom.models import ClassSession, GuestCard, Participant, RoomRole, Staff
from blueprints.classroom.services import naming
from blueprints.classroom.services.setup.common import changed, keep_picture
from blueprints.people.models import Account
from store import NotFound, UserError, db, record, write
from store.actors import Actor

ROLES = (RoomRole.HOST, RoomRole.COHOST, RoomRole.MODERATOR, RoomRole.GUEST)
MOST_GUESTS = 30
MOST_STAFF = 60


@dataclass(frozen=True)
class GuestInput:
    """A guest's card as it is typed."""

    name: str
    title: str = ""
    intro: str = ""


def add_staff(actor: Actor, session_id: int, username: str, role: str, now: datetime) -> None:
    """Give an account a role in this session, or another one than it had."""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        account = _account(username)
        known = db.session.scalar(_staff_of(session.id).where(Staff.account_id == account.id))
        if role not in ROLES:
            raise UserError(_("Choose a role from the list."), code="role")
        if known is None:
            _require_room_for_staff(session.id)
            known = Staff(session_id=session.id, account_id=account.id, granted_at=now)
            db.session.add(known)
        known.role, known.granted_at = role, now
        _follow(session, account.id, role, now)
        changed(
            actor, session, "class.staff_given", "staff.changed", now,
            account=account.username, role=role,
        )  # fmt: skip


def remove_staff(actor: Actor, session_id: int, staff_id: int, now: datetime) -> None:
    """Take a role back, at once."""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        found = db.session.scalar(_staff_of(session.id).where(Staff.id == staff_id))
        if found is None:
            raise NotFound
        _follow(session, found.account_id, RoomRole.VIEWER, now)
        changed(
            actor, session, "class.staff_taken", "staff.changed", now,
            account=found.account.username, role=found.role,
        )  # fmt: skip
        db.session.delete(found)


def add_guest(
    actor: Actor, session_id: int, given: GuestInput, picture: bytes | None, now: datetime
) -> int:
    """A further guest's card; its id."""
    session_for(actor, session_id, Right.SET_UP)
    photo = keep_picture(picture) if picture else ""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        if len(session.guests) >= MOST_GUESTS:
            raise UserError(_("A session has at most %(count)d guests.", count=MOST_GUESTS))
        guest = GuestCard(position=len(session.guests), photo=photo)
        _fill(guest, given)
        session.guests.append(guest)
        db.session.flush()
        naming.rename_namesakes(session)
        changed(actor, session, "class.guests_changed", "guests.changed", now, guest=guest.name)
        return guest.id


def update_guest(
    actor: Actor,
    session_id: int,
    guest_id: int,
    given: GuestInput,
    picture: bytes | None,
    now: datetime,
) -> None:
    """Other words; another photograph where one is given."""
    _guest(session_for(actor, session_id, Right.SET_UP), guest_id)
    photo = keep_picture(picture) if picture else ""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        guest = _guest(session, guest_id)
        _fill(guest, given)
        guest.photo = photo or guest.photo
        naming.rename_namesakes(session)
        changed(actor, session, "class.guests_changed", "guests.changed", now, guest=guest.name)


def remove_guest(actor: Actor, session_id: int, guest_id: int, now: datetime) -> None:
    """Take a card away."""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        guest = _guest(session, guest_id)
        changed(actor, session, "class.guests_changed", "guests.changed", now, removed=guest.name)
        session.guests.remove(guest)
        for position, left in enumerate(session.guests):
            left.position = position


def _account(username: str) -> Account:
    name = username.strip().lower()
    found = db.session.scalar(sa.select(Account).where(Account.username == name, Account.active))
    if found is None:
        raise UserError(_("No account has this user name."), code="username")
    return found


def _staff_of(session_id: int) -> sa.Select[tuple[Staff]]:
    return sa.select(Staff).where(Staff.session_id == session_id)


def _require_room_for_staff(session_id: int) -> None:
    query = sa.select(sa.func.count(Staff.id)).where(Staff.session_id == session_id)
    if (db.session.scalar(query) or 0) >= MOST_STAFF:
        raise UserError(_("A session has at most %(count)d people of staff.", count=MOST_STAFF))


def _follow(session: ClassSession, account_id: int, role: str, now: datetime) -> None:
    """Who is in the room already is there in the new role from now on, in name as well."""
    known = db.session.scalar(
        sa.select(Participant).where(
            Participant.session_id == session.id, Participant.account_id == account_id
        )
    )
    if known is None:
        return
    known.role = role
    if role in (RoomRole.GUEST, RoomRole.VIEWER):
        record(StaffLeft(session.id, known.id, now))
    naming.rename_namesakes(session)


def _fill(guest: GuestCard, given: GuestInput) -> None:
    name = " ".join(given.name.split())
    if not name:
        raise UserError(_("Enter the guest's name."), code="name")
    guest.name, guest.title, guest.intro = name, given.title.strip(), given.intro.strip()


def _guest(session: ClassSession, guest_id: int) -> GuestCard:
    found = next((guest for guest in session.guests if guest.id == guest_id), None)
    if found is None:
        raise NotFound
    return found
