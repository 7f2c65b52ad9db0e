"""A quiz on air and an exam that is written, of bodies below the scene's union."""

import base64
from typing import Any

import sqlalchemy as sa

from blueprints.quizzes.models import BankQuestion, ExamAnswer, QuizQuestion
from blueprints.quizzes.rules.kinds import MediaKind
from blueprints.quizzes.services.bank import media
from blueprints.quizzes.services.drawing import content_of
from blueprints.quizzes.services.play import turns
from store import db, write
from store.actors import SYSTEM
from tests.http.permissions.cast import Scene
from tests.support.exams import make_theory
from tests.support.quizzes import bank_question, make_show

_KEPT = "things of quizzes"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def quiz_things(scene: Scene) -> dict[str, Any]:
    """What stands for the variables of addresses, by name."""
    made: dict[str, Any] | None = vars(scene).get(_KEPT)
    if made is None:
        made = vars(scene)[_KEPT] = {**_quiz(scene), **_exam(scene)}
    return made


def _quiz(scene: Scene) -> dict[str, Any]:
    """A question with a picture is shown; a further segment waits to be drawn."""
    show = make_show(scene.now, teams=2, seats=1, parent_id=scene.west)
    bank_id = show.hall.organisation_id
    with write():
        known = bank_question(scene.west, 900, scene.now)
        known.for_practice = True
        db.session.add(known)
        db.session.flush()
        first = _first(show.segment_ids[0])
        for question_id in (known.id, first.question_id):
            media.set_media(SYSTEM, question_id, _picture(), scene.now)
        first.content = content_of(db.session.get_one(BankQuestion, first.question_id))
        known_id, asked_id = known.id, first.question_id
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[0], scene.now)
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, scene.now, key="permission-turn")
    turns.show(SYSTEM, turn_id, scene.now)
    return {
        "quiz_id": show.quiz_id,
        "quiz_key": show.quiz.key,
        "quiz_round": show.hall.round_id,
        "bank_id": bank_id,
        "bank_question": asked_id,
        "known": known_id,
        "segment_id": show.segment_ids[2],
        "drawn_id": _first(show.segment_ids[2]).id,
        "turn_id": turn_id,
        "entry_id": show.entry_ids[0],
        "contestant_id": show.contestant_ids[0][0],
    }


def _first(segment_id: int) -> QuizQuestion:
    query = sa.select(QuizQuestion).where(QuizQuestion.segment_id == segment_id)
    return db.session.scalars(query.order_by(QuizQuestion.position)).first()


def _picture() -> media.MediaInput:
    return media.MediaInput(MediaKind.PICTURE, "image/png", PIXEL)


def _exam(scene: Scene) -> dict[str, Any]:
    theory = make_theory(scene.now, entries=1, questions=2, parent_id=scene.west)
    question = theory.questions[0]
    taker = theory.sit(0)
    taker.save(question, [0], 1)
    return {
        "exam_id": theory.exam_id,
        "exam_round": theory.hall.round_id,
        "paper_id": theory.paper_ids[0],
        "exam_question": question.id,
        "exam_answer": db.session.scalar(sa.select(ExamAnswer.id)),
    }
