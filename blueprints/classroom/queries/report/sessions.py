"""The report of one session."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median

import sqlalchemy as sa

from blueprints.classroom.curve import Curve, Sample, draw
from blueprints.classroom.frequent import Word, frequent
from blueprints.classroom.models import (
    Dispute,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Poll,
    PollState,
    Question,
    QuestionState,
    ViewerCount,
    Vote,
)
from blueprints.classroom.queries.attendance import Facts, Standing, facts_of, standings
from store import db

MOST_CONTRIBUTORS = 10
MOST_TEXTS = 3_000  # the newest, of which words are counted


@dataclass(frozen=True)
class Figures:
    """The figures of a session. Peak, unique and visits are three different numbers."""

    peak: int
    unique: int
    visits: int
    duration_s: int
    messages: int
    questions: int
    polls: int
    votes: int
    total_s: int
    average_s: int
    median_s: int
    fulfilled: int

    @property
    def contributions(self) -> int:
        """Messages, questions and votes together."""
        return self.messages + self.questions + self.votes


@dataclass(frozen=True)
class Contributor:
    """Somebody who gave much to the session."""

    nickname: str
    name: str
    messages: int
    questions: int
    votes: int

    @property
    def total(self) -> int:
        return self.messages + self.questions + self.votes


@dataclass(frozen=True)
class Report:
    """Everything that the report shows."""

    facts: Facts
    figures: Figures
    standings: list[Standing]
    contributors: list[Contributor]
    curve: Curve | None
    words: list[Word]
    disputes: list[Dispute]


def session_report(session_id: int, now: datetime) -> Report:
    """The report as it stands now; the number of queries does not grow with the participants."""
    facts = facts_of(session_id, now)
    found = standings(facts)
    counts, samples = _counts(session_id), _samples(session_id)
    return Report(
        facts=facts,
        figures=_figures(facts, found, counts, samples),
        standings=found,
        contributors=_contributors(session_id, counts),
        curve=_curve(facts, samples),
        words=frequent(_texts(session_id)),
        disputes=_disputes(session_id),
    )


def session_figures(facts: Facts, found: list[Standing]) -> Figures:
    """The figures alone."""
    return _figures(facts, found, _counts(facts.session_id), _samples(facts.session_id))


@dataclass(frozen=True)
class _Counts:
    """What participants did, by participant."""

    messages: Counter[int]
    questions: Counter[int]
    votes: Counter[int]
    polls: int


def _counts(session_id: int) -> _Counts:
    polls = sa.select(Poll.id).where(Poll.session_id == session_id, Poll.state != PollState.DRAFT)
    return _Counts(
        messages=_by_person(Message, *_shown(session_id)),
        questions=_by_person(
            Question,
            Question.session_id == session_id,
            Question.state.not_in((QuestionState.HELD, QuestionState.REFUSED)),
        ),
        votes=_by_person(Vote, Vote.poll_id.in_(polls)),
        polls=db.session.scalar(sa.select(sa.func.count()).select_from(polls.subquery())) or 0,
    )


def _shown(session_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Message.session_id == session_id,
        Message.state == MessageState.SHOWN,
        Message.kind == MessageKind.CHAT,
    )


def _by_person(
    model: type[Message | Question | Vote], *conditions: sa.ColumnElement[bool]
) -> Counter[int]:
    """Counted by participant, without those that only fill rehearsals."""
    query = (
        sa.select(model.participant_id, sa.func.count())
        .join(Participant, Participant.id == model.participant_id)
        .where(Participant.synthetic.is_(False), *conditions)
        .group_by(model.participant_id)
    )
    return Counter(dict(tuple(row) for row in db.session.execute(query)))


def _figures(
    facts: Facts, found: list[Standing], counts: _Counts, samples: list[Sample]
) -> Figures:
    there = [one for one in found if one.first_at is not None]
    # Who only looked at the page afterwards is no viewer, neither of the session nor its replay.
    seconds = [one.seconds for one in found if one.first_at is not None or one.seconds]
    return Figures(
        peak=max((one.people for one in samples), default=0),
        unique=len(there),
        visits=sum(one.visits for one in there),
        duration_s=facts.course.seconds,
        messages=counts.messages.total(),
        questions=counts.questions.total(),
        polls=counts.polls,
        votes=counts.votes.total(),
        total_s=sum(seconds),
        average_s=sum(seconds) // len(seconds) if seconds else 0,
        median_s=int(median(seconds)) if seconds else 0,
        fulfilled=sum(one.is_fulfilled for one in found),
    )


def _contributors(session_id: int, counts: _Counts) -> list[Contributor]:
    total = counts.messages + counts.questions + counts.votes
    best = [person for person, _number in total.most_common(MOST_CONTRIBUTORS)]
    people = {
        one.id: one
        for one in db.session.scalars(
            sa.select(Participant)
            .options(sa.orm.joinedload(Participant.account))
            .where(Participant.id.in_(best))
        )
    }
    return [
        Contributor(
            people[person].nickname,
            people[person].account.name if people[person].account else "",
            counts.messages[person],
            counts.questions[person],
            counts.votes[person],
        )
        for person in best
    ]


def _samples(session_id: int) -> list[Sample]:
    query = (
        sa.select(ViewerCount.at, ViewerCount.people)
        .where(ViewerCount.session_id == session_id)
        .order_by(ViewerCount.at)
    )
    return [Sample(at, people) for at, people in db.session.execute(query)]


def _curve(facts: Facts, samples: list[Sample]) -> Curve | None:
    since, until = facts.course.since, facts.course.until
    return draw(samples, since, until) if since and until else None


def _texts(session_id: int) -> list[str]:
    query = sa.select(Message.text).where(*_shown(session_id)).order_by(Message.id.desc())
    return list(db.session.scalars(query.limit(MOST_TEXTS)))


def _disputes(session_id: int) -> list[Dispute]:
    """Those that wait first, then the newest."""
    query = (
        sa.select(Dispute)
        .options(sa.orm.joinedload(Dispute.participant).joinedload(Participant.account))
        .where(Dispute.session_id == session_id)
        .order_by(Dispute.decided_at.is_not(None), Dispute.id.desc())
    )
    return list(db.session.scalars(query))
