"""Quizzes of `west` for the walks over all pages: one prepared, one on air; exams; practice."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.quizzes.models import BankQuestion, QuizQuestion
from blueprints.quizzes.routes.exam_joining import paper_cookie
from blueprints.quizzes.rules.kinds import MediaKind
from blueprints.quizzes.services import buzzing, exams, practice, seats, setup
from blueprints.quizzes.services.bank import media
from blueprints.quizzes.services.drawing import content_of
from blueprints.quizzes.services.play import rulings, turns
from blueprints.quizzes.services.play.common import micros
from store import db, write
from store.actors import SYSTEM, Actor
from tests.support.contests import make_hall
from tests.support.exams import Theory, make_theory
from tests.support.honors import jpeg
from tests.support.quizzes import Show, bank_question, make_show


@dataclass(frozen=True)
class Quizzes:
    """Ways into the pages of quizzes. `cookies` are of a contestant's phone and a taker's."""

    free_round: int  # that may still become a quiz
    prepared: int
    on_air: Show
    turn_id: int
    phone: int
    code: str
    writing: Theory
    closed: Theory
    known: int
    answered: int
    cookies: tuple[dict[str, str], ...]


def make_quizzes(now: datetime, west: int, worker: Actor) -> Quizzes:
    """Make it, as of now: phones and clocks live in the present."""
    free = make_hall(now, judges=0, entries=3, open_round=False, parent_id=west)
    prepared = make_hall(now, judges=0, entries=3, open_round=False, parent_id=west)
    quiz_id = setup.create_quiz(SYSTEM, prepared.round_id, now)
    setup.add_ready_made(SYSTEM, quiz_id, "risk", now)
    setup.seat_teams(SYSTEM, quiz_id, now)
    show = make_show(now, teams=5, seats=2, parent_id=west)
    turn_id = _played(show, now)
    sat = _sit(show, now)
    writing = make_theory(now, entries=2, questions=3, parent_id=west)
    taker = exams.sit_down(writing.codes[0], "a phone", now, take_over=False)
    known = _known(west, now)
    given = practice.PracticeInput(known, [1], "practice-of-a-page")
    return Quizzes(
        free_round=free.round_id,
        prepared=quiz_id,
        on_air=show,
        turn_id=turn_id,
        phone=sat.contestant_id,
        code=seats.issue_join_code(SYSTEM, show.contestant_ids[1][0], now),
        writing=writing,
        closed=_closed(now, west),
        known=known,
        answered=practice.answer(worker, given, now),
        cookies=(
            {"name": f"quiz_seat_{sat.contestant_id}", "value": sat.token},
            {"name": paper_cookie(taker.paper_id), "value": taker.token},
        ),
    )


def _played(show: Show, now: datetime) -> int:
    """A required question is over; at the buzzer one team fouled, another has the word."""
    required, buzzer, _tied = show.segment_ids
    turns.begin_segment(SYSTEM, show.quiz_id, required, now)
    turn_id = _shown(show, "page-of-required", now)
    turns.open_turn(SYSTEM, turn_id, now)
    rulings.rule(SYSTEM, turn_id, "right", now, key="page-ruling-1")
    _picture_for(buzzer, now)
    turns.begin_segment(SYSTEM, show.quiz_id, buzzer, now)
    turn_id = _shown(show, "page-of-buzzer", now)
    _press(show, turn_id, 1, 0, now)
    turns.open_turn(SYSTEM, turn_id, now)
    _press(show, turn_id, 2, 1, now)
    at = micros(now) + 2_000_000
    buzzing.settle(turn_id, now=now, now_us=at)
    return turn_id


def _shown(show: Show, key: str, now: datetime) -> int:
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key=key)
    turns.show(SYSTEM, turn_id, now)
    return turn_id


def _press(show: Show, turn_id: int, team: int, heat: int, now: datetime) -> None:
    given = buzzing.PressInput(turn_id, heat, f"press-of-team-{team}", None)
    buzzing.press(show.contestant_ids[team][0], 0, given, now=now, now_us=micros(now))


def _picture_for(segment_id: int, now: datetime) -> None:
    """The first question of a segment has a picture."""
    with write():
        query = sa.select(QuizQuestion).where(QuizQuestion.segment_id == segment_id)
        drawn = db.session.scalars(query.order_by(QuizQuestion.position)).first()
        picture = media.MediaInput(MediaKind.PICTURE, "image/jpeg", jpeg())
        media.set_media(SYSTEM, drawn.question_id, picture, now)
        drawn.content = content_of(db.session.get_one(BankQuestion, drawn.question_id))


def _sit(show: Show, now: datetime) -> seats.Sat:
    code = seats.issue_join_code(SYSTEM, show.contestant_ids[0][0], now)
    return seats.sit_down(code, "a phone", now, take_over=False)


def _known(west: int, now: datetime) -> int:
    with write():
        known = bank_question(west, 900, now)
        known.for_practice = True
        db.session.add(known)
        db.session.flush()
        return known.id


def _closed(now: datetime, west: int) -> Theory:
    theory = make_theory(now, entries=1, questions=2, parent_id=west)
    taker = theory.sit(0)
    taker.save(theory.questions[0], [0], 1)
    taker.hand_in(now)
    exams.close_exam(SYSTEM, theory.exam_id, now)
    return theory
