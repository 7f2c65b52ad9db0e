"""After an exam: open answers are marked, questions looked at, points entered into the round."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.quizzes.access import exam_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.models import Exam
from blueprints.quizzes.queries.exam_figures import exam_figures
from blueprints.quizzes.queries.exams import exam_view, open_questions
from blueprints.quizzes.routes.exam_writing import PLACES
from blueprints.quizzes.routes.exams import EXAM, exam_page
from blueprints.quizzes.services import exams
from blueprints.quizzes.services.exams.common import OVER
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now

QUESTION = f"{EXAM}/questions/<{ID}:question_id>"


@bp.get(f"{EXAM}/marking")
@require_account
def exam_marking(exam_id: int) -> str:
    """Open answers, question by question; nobody sees whose they are."""
    exam = _over(exam_id)
    return render_template(
        "quizzes/exams/marking.html", exam=exam_view(exam), questions=open_questions(exam)
    )


@bp.post(f"{EXAM}/answers/<{ID}:answer_id>")
@require_account
def exam_mark(exam_id: int, answer_id: int) -> ResponseReturnValue:
    """Points for one open answer."""
    points = request.form.get("points", "")
    return carry_out(
        lambda: exams.mark_answer(current_actor(), exam_id, answer_id, points, now()),
        _("Saved."),
        url_for("quizzes.exam_marking", exam_id=exam_id, _anchor=f"answer-{answer_id}"),
    )


@bp.get(f"{EXAM}/questions")
@require_account
def exam_questions(exam_id: int) -> str:
    """How each question did, and decisions about it."""
    exam = _over(exam_id)
    return render_template(
        "quizzes/exams/questions.html", exam=exam_view(exam), figures=exam_figures(exam)
    )


@bp.post(f"{QUESTION}/throwing-out")
@require_account
def exam_throw_out(exam_id: int, question_id: int) -> ResponseReturnValue:
    """The question doesn't count: everybody gets its points."""
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: exams.throw_out(current_actor(), exam_id, question_id, reason, now()),
        _("The question doesn’t count any more. Every paper is graded anew."),
        _questions_page(exam_id, question_id),
    )


@bp.post(f"{QUESTION}/key")
@require_account
def exam_correct_key(exam_id: int, question_id: int) -> ResponseReturnValue:
    """Another right answer."""
    picked = [int(one) for one in request.form.getlist("option") if one in PLACES]
    texts, reason = request.form.getlist("text")[:20], request.form.get("reason", "")
    return carry_out(
        lambda: exams.correct_key(
            current_actor(), exam_id, question_id, picked, texts, reason, now()
        ),
        _("The key is corrected. Every paper is graded anew."),
        _questions_page(exam_id, question_id),
    )


@bp.post(f"{QUESTION}/taking-back")
@require_account
def exam_take_back(exam_id: int, question_id: int) -> ResponseReturnValue:
    """The question counts as it was asked."""
    return carry_out(
        lambda: exams.take_back(current_actor(), exam_id, question_id, now()),
        _("The question counts as it was asked."),
        _questions_page(exam_id, question_id),
    )


@bp.post(f"{EXAM}/entering")
@require_account
def exam_enter(exam_id: int) -> ResponseReturnValue:
    """The points become values of the round."""
    try:
        entered = exams.enter_points(current_actor(), exam_id, now())
    except UserError as error:
        if error.status not in (409, 422):
            raise
        flash(error.message, "error")
    else:
        message = ngettext(
            "%(num)d value was entered into the round.",
            "%(num)d values were entered into the round.",
            entered,
        )
        flash(message, "success")
    return redirect(exam_page(exam_id), 303)


def _over(exam_id: int) -> Exam:
    """An exam that is over: before that nobody is shown its questions, staff neither."""
    exam = exam_for(current_actor(), exam_id, Right.RUN)
    if exam.state not in OVER:
        raise NotFound
    return exam


def _questions_page(exam_id: int, question_id: int) -> str:
    return url_for("quizzes.exam_questions", exam_id=exam_id, _anchor=f"question-{question_id}")
