"""Practice on one's own phone: subjects, a question, its outcome, the own record."""

import secrets
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from blueprints.contests.routes.setup_answers import ID
from blueprints.home import panels
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.queries import practice as queries
from blueprints.quizzes.routes.exam_writing import PLACES
from blueprints.quizzes.routes.media_files import media_file
from blueprints.quizzes.services import practice
from store import NotFound, UserError
from store.actors import Actor
from web import navigation
from web.access import current_actor, require_account
from web.clock import now

navigation.add(
    lazy_gettext("Learning"), "quizzes.practice_home", lazy_gettext("Practice"), "note",
    order=34,
)  # fmt: skip


@panels.add_section
def _section(actor: Actor) -> list[panels.Section]:
    if not queries.has_questions(actor):
        return []
    words = _("Questions of your trade and of union work, as often as you like.")
    return [panels.Section(_("Practice"), words, url_for("quizzes.practice_home"), "note")]


@bp.get("/practice")
@require_account
def practice_home() -> str:
    """Subjects, what went wrong, the own record."""
    zone = current_app.extensions["settings"].timezone
    record = queries.own_record(current_actor(), now(), zone)
    return render_template("quizzes/practice/home.html", record=record)


@bp.get("/practice/next")
@require_account
def practice_next() -> ResponseReturnValue:
    """The question that is due, of one subject or of all, or of those that went wrong."""
    subject, again = request.args.get("subject"), request.args.get("again") == "1"
    after = request.args.get("after", "")
    task = queries.next_task(
        current_actor(),
        subject=subject,
        again=again,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
    )
    if task is None:
        return render_template("quizzes/practice/done.html", again=again, subject=subject)
    return _question(task)


@bp.post(f"/practice/questions/<{ID}:question_id>")
@require_account
def practice_answer(question_id: int) -> ResponseReturnValue:
    """Check an answer and keep it; its outcome has an address of its own."""
    given = practice.PracticeInput(question_id, _given(), request.form.get("key", "")[:80])
    try:
        answer_id = practice.answer(current_actor(), given, now())
    except UserError as error:
        if error.code != "answer":
            raise
        task = queries.task(current_actor(), question_id)
        return _question(task, str(error.message)), 422
    return redirect(url_for("quizzes.practice_outcome", answer_id=answer_id, **_way()), 303)


@bp.get(f"/practice/answers/<{ID}:answer_id>")
@require_account
def practice_outcome(answer_id: int) -> str:
    """Right or wrong, and why."""
    return render_template(
        "quizzes/practice/outcome.html",
        outcome=queries.outcome(current_actor(), answer_id),
        way=_way(),
    )


@bp.get(f"/practice/questions/<{ID}:question_id>/media")
@require_account
def practice_media(question_id: int) -> Response:
    """What is shown or played with a question."""
    question = queries.question_for(current_actor(), question_id)
    if not question.media:
        raise NotFound
    return media_file(question.media, question.media_type)


def _question(task: queries.Task, error: str = "") -> str:
    return render_template(
        "quizzes/practice/question.html",
        task=task,
        key=secrets.token_urlsafe(12),
        way=_way(),
        error=error,
    )


def _way() -> dict[str, Any]:
    """The series one is in: a subject, or what went wrong."""
    found: dict[str, Any] = {}
    if (subject := request.values.get("subject")) is not None:
        found["subject"] = subject[:80]
    if request.values.get("again") == "1":
        found["again"] = "1"
    return found


def _given() -> list[Any]:
    texts = request.form.getlist("text")[:20]
    if texts:
        return list(texts)
    return [int(one) for one in request.form.getlist("option") if one in PLACES]
