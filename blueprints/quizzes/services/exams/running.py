"""An exam is opened and closed, by hand or when its time is up."""

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.models import Contest, Round
from blueprints.contests.rules import checked_desk_mark
from blueprints.contests.services.codes import require_sealed
from blueprints.quizzes.models import (
    BankQuestion,
    Exam,
    ExamPaper,
    ExamQuestion,
    ExamState,
    HandedInBy,
)
from blueprints.quizzes.rules.exams import ExamSettings
from blueprints.quizzes.services.exams.common import exam_in, note
from store import UserError, db, write
from store.actors import SYSTEM, Actor

log = logging.getLogger(__name__)


def open_exam(actor: Actor, exam_id: int, now: datetime) -> None:
    """From now on papers can be begun (between the set times, if there are any)."""
    with write():
        exam = exam_in(actor, exam_id, ExamState.DRAFT, right=Right.SET_UP)
        require_sealed(exam.round)
        _require_fitting_points(exam)
        exam.state = ExamState.OPEN
        note(actor, exam, "exam.opened", now)


def close_exam(actor: Actor, exam_id: int, now: datetime) -> int:
    """End it: whoever is still writing is handed in as they stand. How many that were."""
    with write():
        exam = exam_in(actor, exam_id, ExamState.OPEN)
        writing = _unfinished(exam)
        for paper in writing:
            hand_in_as(paper, HandedInBy.DESK, now)
        _close(actor, exam, len(writing), now)
        return len(writing)


def hand_in_overdue(now: datetime) -> int:
    """Hand in what is past its time, everywhere, and close exams that are over. How many papers.

    For the job of every minute. What a paper's own page asks for is looked at there as well.
    """
    handed_in = 0
    for exam_id in _running():
        try:
            handed_in += _hand_in_overdue_of(exam_id, now)
        except UserError as refusal:  # closed by hand, or its contest archived, a moment ago
            log.warning("exam %d: papers that are overdue stay: %s", exam_id, refusal.code)
    return handed_in


def _running() -> list[int]:
    """Open exams; one that was forgotten in an archived contest stays as it was then."""
    return list(
        db.session.scalars(
            sa.select(Exam.id)
            .join(Round, Round.id == Exam.round_id)
            .join(Contest, Contest.id == Round.contest_id)
            .where(Exam.state == ExamState.OPEN, Contest.archived_at.is_(None))
            .order_by(Exam.id)
        )
    )


def _hand_in_overdue_of(exam_id: int, now: datetime) -> int:
    with write():
        exam = exam_in(SYSTEM, exam_id, ExamState.OPEN)
        writing = _unfinished(exam)
        late = [paper for paper in writing if is_overdue(paper, exam, now)]
        for paper in late:
            hand_in_as(paper, HandedInBy.CLOCK, now)
        if len(late) == len(writing) and exam.closes_at is not None and exam.closes_at < now:
            _close(SYSTEM, exam, len(late), now)
        return len(late)


def is_overdue(paper: ExamPaper, exam: Exam, now: datetime) -> bool:
    """Whether its time is up, and the grace for slow networks too."""
    grace = timedelta(seconds=ExamSettings.of(exam.settings).grace_s)
    return paper.deadline_at is not None and now > paper.deadline_at + grace


def hand_in_as(paper: ExamPaper, by: HandedInBy, now: datetime) -> None:
    """The paper is given in, as it stands. What the clock hands in bears its deadline's time."""
    at = paper.deadline_at if by is HandedInBy.CLOCK else None
    paper.handed_in_at, paper.handed_in_by = at or now, by


def _unfinished(exam: Exam) -> list[ExamPaper]:
    return list(
        db.session.scalars(
            sa.select(ExamPaper)
            .where(
                ExamPaper.exam_id == exam.id,
                ExamPaper.started_at.is_not(None),
                ExamPaper.handed_in_at.is_(None),
            )
            .order_by(ExamPaper.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _require_fitting_points(exam: Exam) -> None:
    """The best paper must be a value that the round's scheme takes."""
    points = list(
        db.session.scalars(sa.select(ExamQuestion.points).where(ExamQuestion.exam_id == exam.id))
    )
    if not points:
        raise UserError(_("Draw the questions before the exam is opened."), status=409)
    try:
        checked_desk_mark(exam.round, exam.item, 1, str(sum(points)))
    except UserError as error:
        raise UserError(
            _("All questions together are worth %(points)d. %(reason)s", points=sum(points),
              reason=error.message),
            status=409,
            code="points",
        ) from None  # fmt: skip


def _close(actor: Actor, exam: Exam, collected: int, now: datetime) -> None:
    exam.state = ExamState.CLOSED
    _mark_used(exam, now)
    note(actor, exam, "exam.closed", now, collected=collected)


def _mark_used(exam: Exam, now: datetime) -> None:
    """In the bank; not before the exam is over, or its keepers would see which they are."""
    asked = sa.select(ExamQuestion.question_id).where(ExamQuestion.exam_id == exam.id)
    db.session.execute(
        sa.update(BankQuestion)
        .where(BankQuestion.id.in_(asked))
        .values(used_at=now, used_count=BankQuestion.used_count + 1)
    )
