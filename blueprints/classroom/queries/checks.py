"""Check-ins and presence checks: who answered, and who was there and did not."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.models import Check, CheckAnswer, Participant, Stay, StayKind
from store import NotFound, db

# A stay is written every few seconds, so what was watched throughout may lack so much of it.
TOLERANCE = timedelta(seconds=20)


@dataclass(frozen=True)
class CheckView:
    """A check as it is shown."""

    id: int
    kind: str
    title: str
    opened_at: datetime
    closes_at: datetime
    answers: int
    is_open: bool
    left: int  # seconds


@dataclass(frozen=True)
class Answered:
    """Who answered, and when."""

    participant_id: int
    nickname: str
    name: str  # of the account behind it; empty for guests
    at: datetime


def missed(session_id: int, check_id: int, now: datetime) -> frozenset[int]:
    """Participants who watched throughout the check's time and did not answer.

    Everybody else is neutral: who came late or left, whose picture stalled, whose page was hidden
    or offline for a part of it. While the check is open nobody has missed it.
    """
    check = check_of(session_id, check_id)
    if check.closes_at > now:
        return frozenset()
    answered = sa.select(CheckAnswer.participant_id).where(CheckAnswer.check_id == check.id)
    query = sa.select(Stay.participant_id, Stay.since, Stay.until).where(
        Stay.session_id == session_id,
        Stay.kind == StayKind.LIVE,
        Stay.reason == "",
        Stay.since < check.closes_at,
        Stay.until > check.opened_at,
        Stay.participant_id.not_in(answered),
    )
    stays: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for person, since, until in db.session.execute(query):
        stays[person].append((max(since, check.opened_at), min(until, check.closes_at)))
    enough = check.closes_at - check.opened_at - TOLERANCE
    return frozenset(person for person, spans in stays.items() if _length(spans) >= enough)


def _length(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """Of the union: two devices at once count once."""
    total, reached = timedelta(0), None
    for since, until in sorted(spans):
        start = since if reached is None else max(since, reached)
        total += max(until - start, timedelta(0))
        reached = until if reached is None else max(reached, until)
    return total


def check_of(session_id: int, check_id: int) -> Check:
    """A check of this session; NotFound for any other."""
    found = db.session.get(Check, check_id) if 0 < check_id < 2**31 else None
    if found is None or found.session_id != session_id:
        raise NotFound
    return found


def count(check_id: int) -> int:
    """How many have answered."""
    query = sa.select(sa.func.count()).where(CheckAnswer.check_id == check_id)
    return db.session.scalar(query) or 0


def room_panel(session_id: int, now: datetime) -> dict[str, Any]:
    """For `room/_check.html`: the checks that are open now."""
    return {"checks": [check for check in _views(session_id, now) if check.is_open]}


def studio_panel(session_id: int, now: datetime) -> dict[str, Any]:
    """For `studio/_checks.html`: all of them, the newest first."""
    return {"checks": _views(session_id, now)}


def _views(session_id: int, now: datetime) -> list[CheckView]:
    answers = (
        sa.select(CheckAnswer.check_id, sa.func.count().label("answers"))
        .group_by(CheckAnswer.check_id)
        .subquery()
    )
    query = (
        sa.select(Check, sa.func.coalesce(answers.c.answers, 0))
        .outerjoin(answers, answers.c.check_id == Check.id)
        .where(Check.session_id == session_id)
        .order_by(Check.opened_at.desc(), Check.id.desc())
    )
    return [_view(check, answered, now) for check, answered in db.session.execute(query)]


def _view(check: Check, answers: int, now: datetime) -> CheckView:
    left = max(0, math.ceil((check.closes_at - now).total_seconds()))
    return CheckView(
        check.id,
        check.kind,
        check.title,
        check.opened_at,
        check.closes_at,
        answers,
        left > 0,
        left,
    )


def answered(check_id: int) -> list[Answered]:
    """Who answered a check, in the order in which they did."""
    query = (
        sa.select(CheckAnswer, Participant)
        .join(Participant, Participant.id == CheckAnswer.participant_id)
        .where(CheckAnswer.check_id == check_id)
        .order_by(CheckAnswer.at, CheckAnswer.id)
    )
    return [
        Answered(p.id, p.nickname, p.account.name if p.account else "", answer.at)
        for answer, p in db.session.execute(query)
    ]


def missed_by_name(session_id: int, check_id: int, now: datetime) -> list[str]:
    """Nicknames of those who were there and did not answer."""
    people = missed(session_id, check_id, now)
    query = sa.select(Participant.nickname).where(Participant.id.in_(people))
    return sorted(db.session.scalars(query))


def own_answers(session_id: int, participant_id: int) -> dict[str, str]:
    """A participant's own answers: check → when."""
    query = (
        sa.select(CheckAnswer.check_id, CheckAnswer.at)
        .join(Check, Check.id == CheckAnswer.check_id)
        .where(Check.session_id == session_id, CheckAnswer.participant_id == participant_id)
    )
    return {str(check): at.isoformat() for check, at in db.session.execute(query)}
