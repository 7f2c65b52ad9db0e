"""The content log: everything that was written, also what nobody was shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.classroom.models import Message, Participant
from blueprints.people.models import Account
from store import db


@dataclass(frozen=True)
class Kept:
    """One message as the log keeps it. `name` is the real one of an account."""

    id: int
    sent_at: datetime
    nick: str
    name: str
    role: str
    kind: str
    text: str
    state: str
    held_for: str
    decided_by: str
    decided_at: datetime | None


def content_log(session_id: int) -> Iterator[Kept]:
    """All messages in the order in which they were sent."""
    query = (
        sa.select(Message, Participant, Account.name)
        .join(Participant, Participant.id == Message.participant_id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .where(Message.session_id == session_id)
        .order_by(Message.id)
        .execution_options(yield_per=500)
    )
    for message, author, name in db.session.execute(query):
        yield Kept(
            message.id,
            message.sent_at,
            author.nickname,
            name or "",
            author.role,
            message.kind,
            message.text,
            message.state,
            message.held_for,
            message.decided_by,
            message.decided_at,
        )
