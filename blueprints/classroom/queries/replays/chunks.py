"""What is told beside the picture, in chunks: messages, polls, questions at their times.

It is read from what stands now: a message that was deleted, or was never approved, is in no
chunk, however long ago it was shown.
"""

from typing import Any

import sqlalchemy as sa

from blueprints.classroom.models import (
    ClassSession,
    Message,
    MessageState,
    Participant,
    Poll,
    PollState,
)
from blueprints.classroom.queries.polls import poll_view
from blueprints.classroom.queries.replays.parts import jumps
from blueprints.classroom.timeline import Timeline
from store import db

CHUNK_MS = 5 * 60 * 1000
MOST_MESSAGES = 600  # in one chunk; a busier one is shorter


def track(session: ClassSession, timeline: Timeline, from_ms: int) -> dict[str, Any]:
    """The chunk from `from_ms` up to the `until` that it names; the next one begins there.

    At the end `until` is null.
    """
    length = timeline.length_ms
    until: int | None = from_ms + CHUNK_MS if from_ms + CHUNK_MS <= length else None
    messages = [] if from_ms > length else _messages(session.id, timeline, from_ms, until)
    messages, until = _cut(messages, until)
    end = length + 1 if until is None else until
    return {
        "from": from_ms,
        "until": until,
        "length": length,
        "messages": messages,
        "polls": [p for p in _polls(session.id, timeline) if _overlaps(p, from_ms, end)],
        "questions": [
            {"id": jump.id, "ms": jump.ms, "text": jump.text, "nick": jump.nick}
            for jump in jumps(session.id, timeline)
            if from_ms <= jump.ms < end
        ],
    }


def _messages(
    session_id: int, timeline: Timeline, from_ms: int, until_ms: int | None
) -> list[dict[str, Any]]:
    shown_at = sa.func.coalesce(Message.shown_at, Message.sent_at, type_=Message.sent_at.type)
    query = (
        sa.select(Message, Participant, shown_at)
        .join(Participant, Participant.id == Message.participant_id)
        .where(Message.session_id == session_id, Message.state == MessageState.SHOWN)
        .order_by(shown_at, Message.id)
        .limit(MOST_MESSAGES * 2)
    )
    first = timeline.earliest(from_ms)
    last = timeline.earliest(until_ms) if until_ms is not None else None
    if first is not None:
        query = query.where(shown_at >= first)
    if last is not None:
        query = query.where(shown_at < last)
    return [_message(*row, timeline) for row in db.session.execute(query)]


def _message(message: Message, author: Participant, at: Any, timeline: Timeline) -> dict[str, Any]:
    return {
        "ms": timeline.offset(at),
        "id": message.id,
        "by": author.id,
        "nick": author.nickname,
        "role": author.role,
        "text": message.text,
        "kind": message.kind,
    }


def _cut(
    messages: list[dict[str, Any]], until: int | None
) -> tuple[list[dict[str, Any]], int | None]:
    """At most MOST_MESSAGES, ending between two places in time.

    More than that at one single place (a long gap) stay together up to twice as many; what is
    beyond has no place of its own and is left out.
    """
    if len(messages) <= MOST_MESSAGES:
        return messages, until
    end = messages[MOST_MESSAGES]["ms"]
    before = [message for message in messages if message["ms"] < end]
    if before:
        return before, end
    return [message for message in messages if message["ms"] == end], end + 1


def _polls(session_id: int, timeline: Timeline) -> list[dict[str, Any]]:
    query = sa.select(Poll).where(Poll.session_id == session_id, Poll.state != PollState.DRAFT)
    polls = db.session.scalars(query.order_by(Poll.opened_at, Poll.id))
    return [_poll(poll, timeline) for poll in polls if poll.opened_at is not None]


def _poll(poll: Poll, timeline: Timeline) -> dict[str, Any]:
    """What staff hide in the room is hidden here, too: the poll was held, no more is told."""
    view = poll_view(poll)
    assert poll.opened_at is not None
    return {
        "id": poll.id,
        "question": poll.question,
        "opened": timeline.offset(poll.opened_at),
        "closed": timeline.offset(poll.closed_at) if poll.closed_at else None,
        "voters": view.voters,
        "mean": view.mean if view.shown else "",
        "bars": [
            {"text": b.text, "votes": b.votes, "percent": b.percent, "right": b.right}
            for b in (view.bars if view.shown else ())
        ],
        "words": [[w.word, w.count, w.size] for w in (view.words if view.shown else ())],
    }


def _overlaps(poll: dict[str, Any], from_ms: int, end: int) -> bool:
    """Whether it is open, or its result still stands, somewhere in the chunk."""
    closed = poll["closed"]
    return poll["opened"] < end and (closed is None or closed + CHUNK_MS >= from_ms)
