"""What the verbs of exams share: an exam in a fitting state, and the record of deeds."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.quizzes.access import exam_for
from blueprints.quizzes.models import Exam, ExamState
from store import UserError, audit
from store.actors import Actor

OVER = (ExamState.CLOSED, ExamState.ENTERED)


def exam_in(actor: Actor, exam_id: int, *states: ExamState, right: Right = Right.RUN) -> Exam:
    """The exam, locked, if it is in one of `states`."""
    exam = exam_for(actor, exam_id, right, lock=True)
    if exam.state not in states:
        raise UserError(
            _("The exam is not in a state that allows this. Load the page again."),
            status=409,
            code="exam_state",
        )
    return exam


def note(actor: Actor, exam: Exam, action: str, now: datetime, **detail: Any) -> None:
    """A deed of staff, for the audit log."""
    audit(
        actor,
        action,
        f"exam:{exam.id}",
        now,
        organisation_id=exam.round.contest.organisation_id,
        **detail,
    )
