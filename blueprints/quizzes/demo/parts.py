"""What the demonstration gets of quizzes, and the addresses to show."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.contests.models import Contest, Round
from blueprints.quizzes.demo import birds, playing, show, theory
from blueprints.quizzes.models import Contestant, Quiz
from blueprints.quizzes.services import seats
from store import db
from store.actors import SYSTEM
from web import clock

PLAYED_BEFORE = timedelta(days=2)


def create(federation: int, now: datetime) -> None:
    """A bank; the quiz of thirteen teams, played two days ago; a picture quiz still to play;
    a theory exam that can be written.
    """
    show.fill_bank(federation, now - PLAYED_BEFORE)
    round_id, quiz_id = show.law_quiz(federation, now - PLAYED_BEFORE)
    playing.finished(round_id, quiz_id, now - PLAYED_BEFORE)
    birds.bird_quiz(federation, now)
    theory.theory_exam(federation, now)


def links(base: str) -> Iterator[tuple[str, str]]:
    """The quizzes' screens, and the result of the one that was played."""
    played = _quiz(show.TITLE)
    if played is not None:
        yield "quiz result", f"{base}/results/{played.round_id}"
        yield "quiz presses", f"{base}/quizzes/{played.id}/presses"
    waiting = _quiz(birds.TITLE)
    if waiting is not None:
        yield "quiz set-up", f"{base}/quizzes/{waiting.id}/setup"
        yield "quiz desk", f"{base}/quizzes/{waiting.id}/desk"
        yield "quiz seats", f"{base}/quizzes/{waiting.id}/seats"
        yield "quiz hall", f"{base}/quiz/{waiting.key}/hall"
        yield "quiz observers", f"{base}/quiz/{waiting.key}"
        yield from _phones(base, waiting)
    yield from theory.links(base, clock.now())


def _phones(base: str, quiz: Quiz) -> Iterator[tuple[str, str]]:
    """A one-time link for every seat; those that were printed before stop working."""
    codes = seats.issue_join_codes(SYSTEM, quiz.id, clock.now())
    query = sa.select(Contestant).where(Contestant.quiz_id == quiz.id)
    for one in db.session.scalars(query.order_by(Contestant.entry_id, Contestant.seat)):
        yield f"{one.entry.name} {one.seat}", f"{base}/quiz/join/{codes[one.id]}"


def _quiz(title: str) -> Quiz | None:
    return db.session.scalar(
        sa.select(Quiz)
        .join(Round, Round.id == Quiz.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.title == title)
        .order_by(Quiz.id)
        .limit(1)
    )
