"""Where one can jump to in a replay: topics, and the questions that were answered."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, Participant, Question, QuestionState
from blueprints.classroom.timeline import Timeline
from store import db


@dataclass(frozen=True)
class Chapter:
    """A topic, from where it was talked about."""

    title: str
    ms: int


@dataclass(frozen=True)
class Jump:
    """A question, and where answering it began."""

    id: int
    text: str
    nick: str
    ms: int


def chapters(session: ClassSession, timeline: Timeline) -> list[Chapter]:
    """The topics that were talked about, in their order in time."""
    begun = [(topic.started_at, topic.title) for topic in session.topics if topic.started_at]
    return [Chapter(title, timeline.offset(at)) for at, title in sorted(begun)]


def jumps(session_id: int, timeline: Timeline) -> list[Jump]:
    """The questions that were answered, in that order."""
    query = (
        sa.select(Question, Participant.nickname)
        .join(Participant, Participant.id == Question.participant_id)
        .where(
            Question.session_id == session_id,
            Question.state.in_((QuestionState.ANSWERING, QuestionState.ANSWERED)),
            Question.answered_from.is_not(None),
        )
        .order_by(Question.answered_from, Question.id)
    )
    return [
        Jump(question.id, question.text, nick, timeline.offset(question.answered_from))
        for question, nick in db.session.execute(query)
        if question.answered_from is not None
    ]
