"""People who write in the chat of a test's room."""

import uuid
from datetime import datetime

from blueprints.classroom.models import Message, Participant
from blueprints.classroom.services import entering
from blueprints.classroom.services.chat import sending
from store import db
from tests.support.classroom import Room, come_in


def say(who: Participant, text: str, now: datetime, key: str = "") -> Message:
    """Send a message; the row."""
    sent = sending.send_message(who, text, key or uuid.uuid4().hex, now)
    return db.session.get_one(Message, sent.id)


def viewers(room: Room, count: int, now: datetime) -> list[Participant]:
    """So many guests."""
    return [come_in(room, f"读者{number}", now) for number in range(count)]


def staff_member(room: Room, account_id: int, now: datetime) -> Participant:
    """The participant behind an account of the staff."""
    found = entering.enter_as_staff(room.actor(account_id), room.session, now)
    return db.session.get_one(Participant, found)
