"""After the exam: open answers are marked by people, questions looked at again, points entered.

Nothing is graded twice: points are worked out from answers and decisions whenever they are asked
for, until they are entered into the round's ledger.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.models import Entry, LedgerKind
from blueprints.contests.queries.values import mark_now
from blueprints.contests.rules import checked_desk_mark
from blueprints.contests.services.desk.common import AMENDABLE, round_in
from blueprints.contests.services.ledger import append, chain
from blueprints.quizzes.models import ExamAnswer, ExamPaper, ExamQuestion, ExamState
from blueprints.quizzes.queries.exam_points import Graded, graded
from blueprints.quizzes.rules.exams import key_of, plain
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.services.exams.common import OVER, exam_in, note
from store import NotFound, UserError, db, write
from store.actors import Actor

REASON_LENGTH = 200


def mark_answer(actor: Actor, exam_id: int, answer_id: int, points: str, now: datetime) -> None:
    """Points for an open answer: a decimal between nought and what the question is worth."""
    with write():
        exam = exam_in(actor, exam_id, *OVER)
        answer = db.session.get(ExamAnswer, answer_id, with_for_update=True)
        question = db.session.get(ExamQuestion, answer.question_id) if answer else None
        if answer is None or question is None or question.exam_id != exam.id:
            raise NotFound
        if question.content["kind"] != QuestionKind.OPEN:
            raise NotFound
        answer.points = _points(points, question.points)
        note(actor, exam, "exam.answer_marked", now, answer=answer.id, points=answer.points)


def throw_out(actor: Actor, exam_id: int, question_id: int, reason: str, now: datetime) -> None:
    """A question doesn't count: everybody gets its points."""
    _decide(actor, exam_id, question_id, {"kind": "void"}, reason, now)


def correct_key(
    actor: Actor,
    exam_id: int,
    question_id: int,
    picked: Sequence[int],
    texts: Sequence[str],
    reason: str,
    now: datetime,
) -> None:
    """Another right answer, by which every paper is graded: see `rules.exams.key_of`."""
    with write():
        question = _question(actor, exam_id, question_id)
        key = key_of(question.content, picked, texts)
        if key is None:
            raise UserError(_("This is no answer to a question of this kind."), code="answer")
        _decide(actor, exam_id, question_id, {"kind": "key", "answer": key}, reason, now)


def take_back(actor: Actor, exam_id: int, question_id: int, now: datetime) -> None:
    """The question counts again as it was asked."""
    with write():
        exam = exam_in(actor, exam_id, *OVER)
        question = _question(actor, exam_id, question_id)
        question.decision = None
        note(actor, exam, "exam.question_restored", now, place=question.position + 1)


def enter_points(actor: Actor, exam_id: int, now: datetime) -> int:
    """The points become values of the round's ledger, all or none. How many were new.

    Again after another decision: only what differs is entered. Who never began gets nothing; the
    desk gives them a status.
    """
    with write():
        exam = exam_in(actor, exam_id, *OVER)
        round_ = round_in(actor, exam.round_id, AMENDABLE)
        found = graded(exam)
        if unmarked := sum(one.points is None for one in found.papers):
            raise UserError(
                _("%(n)d papers have answers that nobody has marked. Nothing was entered.",
                  n=unmarked),
                status=409,
                code="unmarked",
            )  # fmt: skip
        changed = []
        for paper, value in _values(exam.item, round_, found):
            paper.points = value
            if mark_now(round_.id, paper.entry_id, None, exam.item, 1) != value:
                changed.append(paper)
        for number, paper in enumerate(changed, 1):
            enter = append if number == len(changed) else chain  # screens are told once
            enter(round_, LedgerKind.MARK, actor, now, **_row(exam.item, exam.title, paper))
        exam.state = ExamState.ENTERED
        note(actor, exam, "exam.entered", now, values=len(changed))
        return len(changed)


def _values(item: str, round_: Any, found: Graded) -> list[tuple[ExamPaper, str]]:
    values = []
    for one in found.papers:
        assert one.points is not None
        value = checked_desk_mark(round_, item, 1, plain(one.points))
        if value is not None:
            values.append((db.session.get_one(ExamPaper, one.paper_id), value))
    return values


def _row(item: str, title: str, paper: ExamPaper) -> dict[str, Any]:
    return {
        "entry": db.session.get_one(Entry, paper.entry_id),
        "item": item,
        "value": paper.points,
        "note": _("Theory exam: %(title)s", title=title)[:200],
        "data": {"exam_paper": paper.id},
    }


def _decide(
    actor: Actor,
    exam_id: int,
    question_id: int,
    decision: dict[str, Any],
    reason: str,
    now: datetime,
) -> None:
    with write():
        exam = exam_in(actor, exam_id, *OVER)
        question = _question(actor, exam_id, question_id)
        if not reason.strip():
            raise UserError(_("Give the reason."), code="reason")
        question.decision = {**decision, "reason": reason.strip()[:REASON_LENGTH]}
        note(
            actor,
            exam,
            "exam.question_decided",
            now,
            place=question.position + 1,
            **question.decision,
        )


def _question(actor: Actor, exam_id: int, question_id: int) -> ExamQuestion:
    exam = exam_in(actor, exam_id, *OVER)
    question = db.session.get(ExamQuestion, question_id, with_for_update=True)
    if question is None or question.exam_id != exam.id:
        raise NotFound
    return question


def _points(text: str, most: int) -> str:
    value = _decimal(text)
    if value is None or not 0 <= value <= most or value != round(value, 1):
        raise UserError(
            _("Enter points between 0 and %(most)d, with at most one decimal.", most=most),
            code="points",
        )
    return plain(value)


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
