"""A round's theory exam: setting it up, drawing its questions, opening and closing it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.routes.setup_answers import ID, carry_out, round_page
from blueprints.quizzes.access import exam_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.exams import ExamForm, lines_of, shown
from blueprints.quizzes.models import Exam
from blueprints.quizzes.queries.bank import stock_of
from blueprints.quizzes.queries.exams import exam_of_round, exam_view, items_for
from blueprints.quizzes.services import exams
from blueprints.quizzes.services.bank.columns import DIFFICULTIES, KINDS, LEVELS
from store import UserError
from web.access import current_actor, require_account
from web.choices import choices
from web.clock import now
from web.refusals import add_fault

EXAM = f"/exams/<{ID}:exam_id>"
USUAL = {
    "minutes": 60,
    "partial": "nothing",
    "shuffle_questions": True,
    "shuffle_options": True,
    "practice": False,
    "grace_s": 20,
}
FIELDS = {name: name for name in ("title", "item", "minutes", "closes_at")}


@bp.app_template_global("exam_kinds")
def exam_kinds() -> dict[str, object]:
    """Words for kinds, levels and difficulties, for the templates of exams."""
    return {"kinds": KINDS, "levels": LEVELS, "difficulties": DIFFICULTIES}


@bp.app_template_global("exam_id_of")
def exam_id_of(round_id: int) -> int | None:
    """The exam of a round, for the pages that lead to it."""
    found = exam_of_round(round_id)
    return found.id if found else None


@bp.route(f"/contests/rounds/<{ID}:round_id>/exam", methods=["GET", "POST"])
@require_account
def exam_of(round_id: int) -> ResponseReturnValue:
    """The round's exam; where there is none yet, the form that makes it."""
    found = exam_of_round(round_id)
    if found is not None:
        return redirect(exam_page(exam_for(current_actor(), found.id, Right.VIEW).id), 303)
    round_ = round_for(current_actor(), round_id, Right.SET_UP)
    form = ExamForm(data={**USUAL, "title": round_.title})
    form.item.choices = choices(items_for(round_))
    if form.validate_on_submit():
        try:
            given = form.given(lines_of(request.form))
            exam_id = exams.create_exam(current_actor(), round_id, given, now())
            flash(_("The exam is made. Next: draw its questions."), "success")
            return redirect(exam_page(exam_id), 303)
        except UserError as error:
            add_fault(form, error, FIELDS)
    page = render_template(
        "quizzes/exams/new.html",
        form=form,
        round=round_,
        lines=_typed_lines(),
        subjects=_subjects(round_.contest.organisation_id),
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.get(EXAM)
@require_account
def exam_hub(exam_id: int) -> str:
    """The exam: how it stands, what is next."""
    exam = exam_for(current_actor(), exam_id, Right.VIEW)
    contest = exam.round.contest
    return render_template(
        "quizzes/exams/exam.html",
        exam=exam_view(exam),
        sets_up=may(current_actor(), contest, Right.SET_UP),
        runs=may(current_actor(), contest, Right.RUN),
    )


@bp.route(f"{EXAM}/settings", methods=["GET", "POST"])
@require_account
def exam_settings(exam_id: int) -> ResponseReturnValue:
    """Other settings, before it is opened."""
    exam = exam_for(current_actor(), exam_id, Right.SET_UP)
    view = exam_view(exam)
    form = ExamForm(data=shown(view))
    form.item.choices = choices(items_for(exam.round))
    if form.validate_on_submit():
        try:
            given = form.given(lines_of(request.form))
            exams.update_exam(current_actor(), exam_id, given, now())
            flash(_("Saved."), "success")
            return redirect(exam_page(exam_id), 303)
        except UserError as error:
            add_fault(form, error, FIELDS)
    page = render_template(
        "quizzes/exams/settings.html",
        form=form,
        exam=view,
        lines=_typed_lines() or view.settings.lines,
        subjects=_subjects(exam.round.contest.organisation_id),
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.post(f"{EXAM}/draw")
@require_account
def exam_draw(exam_id: int) -> ResponseReturnValue:
    """Draw the questions by lot."""
    seed = request.form.get("seed", "")
    return carry_out(
        lambda: exams.draw_questions(current_actor(), exam_id, seed, now()),
        _("The questions are drawn. They stay sealed until the exam is over."),
        exam_page(exam_id),
    )


@bp.post(f"{EXAM}/open")
@require_account
def exam_open(exam_id: int) -> ResponseReturnValue:
    """Papers can be begun from now on."""
    return carry_out(
        lambda: exams.open_exam(current_actor(), exam_id, now()),
        _("The exam is open."),
        exam_page(exam_id),
    )


@bp.post(f"{EXAM}/close")
@require_account
def exam_close(exam_id: int) -> ResponseReturnValue:
    """End it for everybody."""
    collected = exams.close_exam(current_actor(), exam_id, now())
    message = ngettext(
        "The exam is over. %(num)d paper was collected.",
        "The exam is over. %(num)d papers were collected.",
        collected,
    )
    flash(message, "success")
    return redirect(exam_page(exam_id), 303)


@bp.post(f"{EXAM}/removal")
@require_account
def exam_remove(exam_id: int) -> ResponseReturnValue:
    """Take an exam away that was never opened."""
    exam: Exam = exam_for(current_actor(), exam_id, Right.SET_UP)
    return carry_out(
        lambda: exams.remove_exam(current_actor(), exam_id, now()),
        _("The exam is removed."),
        round_page(exam.round_id),
    )


def exam_page(exam_id: int) -> str:
    """The address of an exam's page."""
    return url_for("quizzes.exam_hub", exam_id=exam_id)


def _typed_lines() -> list[dict[str, str]]:
    """The lines as they were typed, to be shown again with what was wrong."""
    names = ("n", "subject", "level", "kind", "points")
    columns = [request.form.getlist(name)[:20] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]


def _subjects(organisation_id: int) -> list[str]:
    return [one.subject for one in stock_of(organisation_id) if one.subject]
