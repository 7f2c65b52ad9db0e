"""Invigilating an exam: slips with codes, who is writing, more time, collecting a paper."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.quizzes.access import exam_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.queries.exams import exam_view, papers_of
from blueprints.quizzes.routes.exams import EXAM
from blueprints.quizzes.services import exams
from web.access import current_actor, require_account, wants_fragment
from web.addresses import outside_url
from web.clock import now

PAPER = f"{EXAM}/papers/<{ID}:paper_id>"


@bp.get(f"{EXAM}/papers")
@require_account
def exam_papers(exam_id: int) -> ResponseReturnValue:
    """Every paper: not begun, being written, handed in. The list asks for itself again."""
    exam = exam_for(current_actor(), exam_id)
    page = "_papers" if wants_fragment() else "papers"
    return render_template(
        f"quizzes/exams/{page}.html", exam=exam_view(exam), papers=papers_of(exam), now=now()
    )


@bp.post(f"{EXAM}/slips")
@require_account
def exam_slips(exam_id: int) -> ResponseReturnValue:
    """A sheet of slips to print, each with a fresh code."""
    codes = exams.issue_codes(current_actor(), exam_id, now())
    return _slips(exam_id, codes)


@bp.post(f"{PAPER}/code")
@require_account
def exam_code(exam_id: int, paper_id: int) -> ResponseReturnValue:
    """A fresh code for one paper."""
    return _slips(exam_id, {paper_id: exams.issue_code(current_actor(), exam_id, paper_id, now())})


@bp.post(f"{PAPER}/minutes")
@require_account
def exam_minutes(exam_id: int, paper_id: int) -> ResponseReturnValue:
    """More time, with the reason."""
    text = request.form.get("minutes", "")
    minutes = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: exams.give_minutes(current_actor(), exam_id, paper_id, minutes, reason, now()),
        _("The time is given."),
        papers_page(exam_id),
    )


@bp.post(f"{PAPER}/collecting")
@require_account
def exam_collect(exam_id: int, paper_id: int) -> ResponseReturnValue:
    """Hand in for an entrant."""
    return carry_out(
        lambda: exams.collect(current_actor(), exam_id, paper_id, now()),
        _("The paper is handed in."),
        papers_page(exam_id),
    )


def papers_page(exam_id: int) -> str:
    """The address of the list."""
    return url_for("quizzes.exam_papers", exam_id=exam_id)


def _slips(exam_id: int, codes: dict[int, str]) -> str:
    exam = exam_for(current_actor(), exam_id, Right.RUN)
    slips = [
        (row, codes[row.id], outside_url("quizzes.paper_invitation", code=codes[row.id]))
        for row in papers_of(exam)
        if row.id in codes
    ]
    return render_template(
        "quizzes/exams/slips.html",
        exam=exam_view(exam),
        slips=slips,
        address=outside_url("quizzes.paper_code"),
    )
