"""Who watched, for how long, and what they wrote, asked and voted: from a fixed seed, in bulk."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.demo import texts
from blueprints.classroom.models import (
    Check,
    CheckAnswer,
    CheckKind,
    ClassSession,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Poll,
    PollKind,
    PollState,
    Question,
    QuestionState,
    QuestionVote,
    RoomRole,
    Stay,
    StayKind,
    ViewerCount,
    Vote,
)
from store import db

SEED = 20261129
STEP_S = 30  # between two points of the curve of viewers


@dataclass(frozen=True)
class Crowd:
    """The people of one session and when they were there: (participant, since, until)."""

    session: ClassSession
    begins: datetime
    until: datetime
    spans: tuple[tuple[int, datetime, datetime], ...]
    rng: random.Random

    def present(self, moment: datetime) -> list[int]:
        return [who for who, since, until in self.spans if since <= moment <= until]


def fill(session: ClassSession, viewers: int, workers: Sequence[int], until: datetime) -> None:
    """Fill a session that began with so many viewers; nothing is later than `until`."""
    rng = random.Random(f"{SEED}-{session.title}")  # noqa: S311 - the same for everybody
    people = _people(session, viewers, workers, rng)
    begins = session.went_live_at
    assert begins is not None
    spans = tuple(_span(who, begins, until, rng) for who in people)
    crowd = Crowd(session, begins, until, spans, rng)
    _stays(crowd)
    _curve(crowd)
    _chat(crowd)
    _polls(crowd)
    _questions(crowd)
    _check(crowd)


def _people(
    session: ClassSession, viewers: int, workers: Sequence[int], rng: random.Random
) -> list[int]:
    nicknames = [
        name if n == 0 else f"{name}{n:02}" for n in range(30) for name in texts.NICKNAMES
    ][:viewers]
    accounts = [*workers, *[None] * viewers][:viewers]
    rng.shuffle(accounts)
    rows = [
        {
            "session_id": session.id,
            "account_id": account_id,
            "nickname": nickname,
            "role": RoomRole.VIEWER,
            "synthetic": False,
            "joined_at": session.went_live_at,
        }
        for nickname, account_id in zip(nicknames, accounts, strict=True)
    ]
    db.session.execute(sa.insert(Participant), rows)
    query = sa.select(Participant.id).where(Participant.session_id == session.id)
    return list(db.session.scalars(query.order_by(Participant.id)))


def _span(
    who: int, begins: datetime, until: datetime, rng: random.Random
) -> tuple[int, datetime, datetime]:
    """Most come in the first minutes; two in three stay until the end."""
    whole = (until - begins).total_seconds()
    since = min(whole * 0.8, rng.expovariate(1 / 240))
    left = whole if rng.random() < 0.68 else rng.uniform(since + whole * 0.1, whole)
    return who, begins + timedelta(seconds=since), begins + timedelta(seconds=left)


def _stays(crowd: Crowd) -> None:
    rows = [
        row for who, since, until in crowd.spans for row in _stretches(crowd, who, since, until)
    ]
    db.session.execute(sa.insert(Stay), rows)


def _stretches(crowd: Crowd, who: int, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """One stretch; for one in seven with a while in the background that doesn't count."""
    edges = [(since, until, "")]
    if crowd.rng.random() < 1 / 7:
        away = since + (until - since) * crowd.rng.uniform(0.2, 0.6)
        back = min(until, away + timedelta(seconds=crowd.rng.uniform(60, 420)))
        reason = crowd.rng.choice(("hidden", "stalled"))
        edges = [(since, away, ""), (away, back, reason), (back, until, "")]
    return [
        {
            "session_id": crowd.session.id,
            "participant_id": who,
            "kind": StayKind.LIVE,
            "device": f"demo-{who}",
            "since": start,
            "until": end,
            "reason": reason,
        }
        for start, end, reason in edges
    ]


def _curve(crowd: Crowd) -> None:
    moments = _every(crowd, STEP_S)
    rows = [
        {
            "session_id": crowd.session.id,
            "at": moment,
            "people": len(crowd.present(moment)),
            "stalled": crowd.rng.randrange(0, 6),
        }
        for moment in moments
    ]
    db.session.execute(sa.insert(ViewerCount), rows)


def _chat(crowd: Crowd) -> None:
    """The lines in their order, with short words between them; a longer session says all."""
    share = (crowd.until - crowd.begins).total_seconds() / (72 * 60)
    lines = list(texts.CHAT[: max(20, int(len(texts.CHAT) * min(1, share)))])
    for _n in range(len(lines) // 3):
        lines.insert(crowd.rng.randrange(3, len(lines)), crowd.rng.choice(texts.SHORT))
    step = (crowd.until - crowd.begins) / (len(lines) + 1)
    rows = []
    for number, line in enumerate(lines, start=1):
        at = crowd.begins + step * number - step * crowd.rng.uniform(0, 0.8)
        rows.append(_message(crowd, number, line, at))
    rows.append(_announcement(crowd))
    db.session.execute(sa.insert(Message), rows)


def _message(crowd: Crowd, number: int, text: str, at: datetime) -> dict[str, Any]:
    who = crowd.rng.choice(crowd.present(at) or [crowd.spans[0][0]])
    return {
        "session_id": crowd.session.id,
        "participant_id": who,
        "client_key": f"demo-{number}",
        "kind": MessageKind.CHAT,
        "text": text,
        "state": MessageState.SHOWN,
        "held_for": "",
        "decided_by": "",
        "sent_at": at,
        "shown_at": at,
    }


def _announcement(crowd: Crowd) -> dict[str, Any]:
    at = crowd.begins + timedelta(minutes=3)
    said = _message(crowd, 0, "欢迎来到云课堂。请文明发言，提问请用“提问”，签到稍后开放。", at)
    return {**said, "kind": MessageKind.ANNOUNCEMENT}


def _polls(crowd: Crowd) -> None:
    """Those that had time; the last of a session that is live is still open."""
    for position, (kind, question, options, right, minute) in enumerate(texts.POLLS):
        opened = crowd.begins + timedelta(minutes=minute)
        if opened + timedelta(minutes=2) > crowd.until:
            return
        poll = Poll(
            session_id=crowd.session.id,
            position=position,
            kind=kind,
            question=question,
            options=list(options),
            right=list(right),
            state=PollState.OPEN if crowd.session.is_live else PollState.CLOSED,
            opened_at=opened,
            closed_at=None if crowd.session.is_live else opened + timedelta(minutes=4),
            created_at=crowd.session.created_at,
        )
        db.session.add(poll)
        db.session.flush()
        _votes(crowd, poll, opened)


def _votes(crowd: Crowd, poll: Poll, opened: datetime) -> None:
    rows = []
    for who in crowd.present(opened + timedelta(minutes=1)):
        if crowd.rng.random() > 0.62:
            continue
        choice = _choice(poll, crowd.rng)
        right = choice == poll.right if poll.kind == PollKind.QUIZ else None
        at = opened + timedelta(seconds=crowd.rng.uniform(3, 110))
        rows.append(
            {"poll_id": poll.id, "participant_id": who, "choice": choice, "right": right, "at": at}
        )
    if rows:
        db.session.execute(sa.insert(Vote), rows)


def _choice(poll: Poll, rng: random.Random) -> list[Any]:
    if poll.kind == PollKind.RATING:
        return [rng.choice((5, 5, 5, 5, 4, 4, 3))]
    if poll.kind == PollKind.WORDS:
        weights = range(len(texts.WORDS) + 2, 2, -1)
        return rng.choices(texts.WORDS, weights)
    weights = (10, 26, 6, 4) if poll.kind == PollKind.QUIZ else (58, 27, 9, 15)
    return rng.choices(range(len(poll.options)), weights[: len(poll.options)])


def _questions(crowd: Crowd) -> None:
    """With votes; answered while their topic was on, so that each has its minute in the replay."""
    asked = crowd.begins + timedelta(minutes=4)
    for number, (text, topic, votes) in enumerate(texts.QUESTIONS):
        at = asked + timedelta(minutes=2 * number)
        if at > crowd.until:
            return
        answered = _answered(crowd, topic, number, at)
        question = Question(
            session_id=crowd.session.id,
            participant_id=crowd.rng.choice(crowd.present(at)),
            client_key=f"demo-question-{number}",
            text=text,
            state=QuestionState.ANSWERED if answered else QuestionState.OPEN,
            asked_at=at,
            answered_from=answered,
            answered_at=answered + timedelta(seconds=130) if answered else None,
        )
        db.session.add(question)
        db.session.flush()
        _wanted(crowd, question, at, votes)


def _answered(crowd: Crowd, topic: int | None, number: int, asked: datetime) -> datetime | None:
    if topic is None or crowd.session.is_live:
        return None
    started = crowd.session.topics[topic].started_at
    assert started is not None
    return max(started + timedelta(minutes=6 + number), asked + timedelta(minutes=1))


def _wanted(crowd: Crowd, question: Question, at: datetime, votes: int) -> None:
    voters = [who for who in crowd.present(at) if who != question.participant_id]
    chosen = crowd.rng.sample(voters, min(votes, len(voters)))
    rows = [{"question_id": question.id, "participant_id": who, "at": at} for who in chosen]
    if rows:
        db.session.execute(sa.insert(QuestionVote), rows)


def _check(crowd: Crowd) -> None:
    """A sign-in a quarter of an hour in, answered by most of those present."""
    opened = crowd.begins + timedelta(minutes=15)
    if opened > crowd.until:
        return
    check = Check(
        session_id=crowd.session.id,
        kind=CheckKind.SIGN_IN,
        title="第一次签到",
        opened_at=opened,
        closes_at=opened + timedelta(minutes=3),
        opened_by="system",
    )
    db.session.add(check)
    db.session.flush()
    rows = [
        {
            "check_id": check.id,
            "participant_id": who,
            "at": opened + timedelta(seconds=crowd.rng.uniform(2, 170)),
        }
        for who in crowd.present(opened)
        if crowd.rng.random() < 0.88
    ]
    db.session.execute(sa.insert(CheckAnswer), rows)


def _every(crowd: Crowd, seconds: int) -> list[datetime]:
    count = int((crowd.until - crowd.begins).total_seconds()) // seconds
    return [crowd.begins + timedelta(seconds=seconds * n) for n in range(count + 1)]
