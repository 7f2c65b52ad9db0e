"""An exam of a round: its title, clock, rules, and the questions that are drawn for it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import Round
from blueprints.contests.rules import desk_items
from blueprints.quizzes.models import BankQuestion, Exam, ExamQuestion, ExamState
from blueprints.quizzes.queries.pool import Pool, pool_of
from blueprints.quizzes.rules.drawing import DrawRule, draw
from blueprints.quizzes.rules.exams import MOST_MINUTES, MOST_QUESTIONS, ExamSettings, Line
from blueprints.quizzes.services.drawing import SEED_LENGTH, content_hash, content_of
from blueprints.quizzes.services.exams.common import exam_in, note
from store import UserError, db, write
from store.actors import Actor
from store.lots import new_seed

TITLE_LENGTH = 200
KEY_BYTES = 6


@dataclass(frozen=True)
class ExamInput:
    """What is set. `item` is the value of the round's scheme that the points become."""

    title: str
    item: str
    minutes: int
    opens_at: datetime | None
    closes_at: datetime | None
    settings: ExamSettings


def create_exam(actor: Actor, round_id: int, given: ExamInput, now: datetime) -> int:
    """An exam for the entrants of a round. Its id."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        if db.session.scalar(sa.select(Exam.id).where(Exam.round_id == round_.id)) is not None:
            raise UserError(_("This round has an exam already."), status=409)
        exam = Exam(
            round_id=round_.id,
            key=secrets.token_urlsafe(KEY_BYTES),
            created_at=now,
            **_columns(round_, given),
        )
        db.session.add(exam)
        db.session.flush()
        note(actor, exam, "exam.created", now, item=given.item)
        return exam.id


def update_exam(actor: Actor, exam_id: int, given: ExamInput, now: datetime) -> None:
    """Other settings, before anybody may begin. The seed of a draw stays."""
    with write():
        exam = exam_in(actor, exam_id, ExamState.DRAFT, right=Right.SET_UP)
        kept = ExamSettings.of(exam.settings)
        settings = replace(given.settings, seed=kept.seed)
        for name, value in _columns(exam.round, replace(given, settings=settings)).items():
            setattr(exam, name, value)
        if settings.lines != kept.lines:
            _put_back(exam)
        note(actor, exam, "exam.changed", now)


def remove_exam(actor: Actor, exam_id: int, now: datetime) -> None:
    """Take away an exam that was never opened."""
    with write():
        exam = exam_in(actor, exam_id, ExamState.DRAFT, right=Right.SET_UP)
        note(actor, exam, "exam.removed", now)
        db.session.delete(exam)


def draw_questions(actor: Actor, exam_id: int, seed: str, now: datetime) -> str:
    """Draw the questions by the exam's lines; the seed, made up when none is given.

    What was drawn before goes back. Nobody sees which they are before the exam is over.
    """
    with write():
        exam = exam_in(actor, exam_id, ExamState.DRAFT, right=Right.SET_UP)
        settings = ExamSettings.of(exam.settings)
        seed = seed.strip()[:SEED_LENGTH] or new_seed()
        _put_back(exam)
        pool = pool_of(exam.round.contest, seed)
        place = 0
        for line, question_ids in _drawn(settings, pool):
            for question_id in question_ids:
                _add(exam, question_id, place, line.points)
                place += 1
        exam.settings = replace(settings, seed=seed).to_json()
        note(
            actor,
            exam,
            "exam.drawn",
            now,
            seed=seed,
            candidates=len(pool.candidates),
            digest=pool.digest,
        )
        return seed


def _drawn(settings: ExamSettings, pool: Pool) -> list[tuple[Line, tuple[int, ...]]]:
    """Which questions every line gets; all of them, or a refusal that says what is lacking."""
    lines = settings.draw_lines
    if not lines:
        raise UserError(_("Say first how many questions of what are drawn."), status=409)
    rule = DrawRule(tuple(line.part for line in lines), 0, settings.practice)
    drawn = draw(rule, pool.candidates)
    if drawn.missing:
        lacks = ", ".join(
            _("line %(line)d: %(n)d", line=place + 1, n=count) for place, count in drawn.missing
        )
        raise UserError(
            _("The bank has too few questions; nothing was drawn. Lacking in %(lacks)s.",
              lacks=lacks),
            status=409,
            code="too_few",
        )  # fmt: skip
    left = list(drawn.questions)
    return [(line, tuple(left.pop(0) for _n in range(line.part.n))) for line in lines]


def _add(exam: Exam, question_id: int, place: int, points: int) -> None:
    content = content_of(db.session.get_one(BankQuestion, question_id))
    db.session.add(
        ExamQuestion(
            exam_id=exam.id,
            question_id=question_id,
            position=place,
            points=points,
            content=content,
            content_hash=content_hash(content),
        )
    )


def _put_back(exam: Exam) -> None:
    db.session.execute(sa.delete(ExamQuestion).where(ExamQuestion.exam_id == exam.id))
    db.session.flush()


def _columns(round_: Round, given: ExamInput) -> dict[str, object]:
    if not given.title.strip():
        raise UserError(_("Give the exam a title."), code="title")
    if given.item not in {one.id for one in desk_items(round_)}:
        raise UserError(
            _("Choose the value of the round's scheme that the points are entered as."),
            code="item",
        )
    if not 1 <= given.minutes <= MOST_MINUTES:
        raise UserError(_("An exam takes between 1 and %(n)d minutes.", n=MOST_MINUTES),
                        code="minutes")  # fmt: skip
    if given.opens_at and given.closes_at and given.closes_at <= given.opens_at:
        raise UserError(_("The end must come after the beginning."), code="closes_at")
    if sum(line.part.n for line in given.settings.draw_lines) > MOST_QUESTIONS:
        raise UserError(_("An exam has at most %(n)d questions.", n=MOST_QUESTIONS), code="lines")
    return {
        "title": given.title.strip()[:TITLE_LENGTH],
        "item": given.item,
        "minutes": given.minutes,
        "opens_at": given.opens_at,
        "closes_at": given.closes_at,
        "settings": given.settings.to_json(),
    }
