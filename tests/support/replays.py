"""A session that is over, with a chat that has minutes, to be watched again."""

from datetime import datetime, timedelta

from blueprints.classroom.models import (
    Message,
    MessageState,
    Participant,
    Poll,
    PollState,
    Question,
    QuestionState,
    SessionState,
    Vote,
)
from store import db, write
from tests.support.classroom import Room, come_in, make_room

LENGTH = timedelta(minutes=20)


def ended_room(now: datetime, **values: object) -> Room:
    """A session of twenty minutes that ended now; its first topic began after one minute."""
    room = make_room(now)
    with write():
        session = room.session
        session.went_live_at = now - LENGTH
        session.topics[0].started_at = now - LENGTH + timedelta(minutes=1)
        session.topics[1].started_at = now - LENGTH + timedelta(minutes=10)
    come_in(room, "晴空", now)
    with write():
        session = room.session
        session.state, session.ended_at, session.replay = SessionState.ENDED, now, "shown"
        for name, value in values.items():
            setattr(session, name, value)
    return room


def somebody(room: Room) -> Participant:
    """The viewer who was there."""
    found = db.session.query(Participant).filter_by(session_id=room.session_id).first()
    assert found is not None
    return found


def said(
    room: Room, text: str, seconds: float, state: str = MessageState.SHOWN, **values: object
) -> int:
    """A message of the viewer, so many seconds after the beginning."""
    with write():
        begun = room.session.went_live_at
        assert begun is not None
        at = begun + timedelta(seconds=seconds)
        message = Message(
            session_id=room.session_id, participant_id=somebody(room).id,
            client_key=f"key-{seconds}-{text}"[:40], text=text, state=state, sent_at=at,
            **{"shown_at": at, **values},
        )  # fmt: skip
        db.session.add(message)
        db.session.flush()
        return message.id


def voted(room: Room, opened: float, closed: float | None) -> int:
    """A poll with one vote."""
    with write():
        begun = room.session.went_live_at
        assert begun is not None
        poll = Poll(
            session_id=room.session_id, kind="single", question="最常在什么时候读书?",
            options=["睡前", "午休"], right=[], created_at=begun,
            state=PollState.CLOSED if closed is not None else PollState.OPEN,
            opened_at=begun + timedelta(seconds=opened),
            closed_at=begun + timedelta(seconds=closed) if closed is not None else None,
        )  # fmt: skip
        db.session.add(poll)
        db.session.flush()
        who = somebody(room).id
        at = begun + timedelta(seconds=opened + 1)
        db.session.add(Vote(poll_id=poll.id, participant_id=who, choice=[0], at=at))
        return poll.id


def answered(room: Room, text: str, seconds: float) -> int:
    """A question that was answered from then on."""
    with write():
        begun = room.session.went_live_at
        assert begun is not None
        at = begun + timedelta(seconds=seconds)
        question = Question(
            session_id=room.session_id, participant_id=somebody(room).id, client_key=f"q{seconds}",
            text=text, state=QuestionState.ANSWERED, asked_at=begun, answered_from=at,
            answered_at=at + timedelta(seconds=60),
        )  # fmt: skip
        db.session.add(question)
        db.session.flush()
        return question.id
