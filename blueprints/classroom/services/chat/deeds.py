"""What every deed of staff shares: who may, whom it may reach, and its line in the audit log."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.classroom.access import Right, role_of, session_for
from blueprints.classroom.models import ClassSession, Message, Participant, RoomRole
from blueprints.people.queries import actor_for_account
from store import NotFound, UserError, audit, db
from store.actors import Actor

_RANK = {role: rank for rank, role in enumerate(reversed(RoomRole))}


def moderated(actor: Actor, session_id: int) -> ClassSession:
    """A session in which the actor keeps order."""
    return session_for(actor, session_id, Right.MODERATE)


def message_in(session: ClassSession, message_id: int) -> Message:
    """A message of the session, locked; NotFound for any other."""
    message = db.session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if message is None or message.session_id != session.id:
        raise NotFound
    return message


def participant_in(session: ClassSession, participant_id: int) -> Participant:
    """A participant of the session; NotFound for any other."""
    participant = db.session.get(Participant, participant_id)
    if participant is None or participant.session_id != session.id:
        raise NotFound
    return participant


def refuse_above(
    actor: Actor, session: ClassSession, target: Participant, *, equals: bool = False
) -> None:
    """Nobody acts against who stands above them, nor (unless `equals`) beside them."""
    own, theirs = _rank(role_of(actor, session)), _rank(_role_now(target, session))
    if theirs > own or (theirs == own and not equals):
        message = _("You can't do this to somebody of this role.")
        raise UserError(message, status=403, code="rank")


def note(actor: Actor, session: ClassSession, action: str, now: datetime, **detail: Any) -> None:
    """A line in the audit log."""
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, **detail,
    )  # fmt: skip


def _role_now(target: Participant, session: ClassSession) -> str:
    """The role of somebody, also of who became staff since they came in."""
    actor = actor_for_account(target.account_id) if target.account_id else None
    return (role_of(actor, session) if actor else None) or target.role


def _rank(role: str | None) -> int:
    return _RANK[RoomRole(role or RoomRole.VIEWER)]
