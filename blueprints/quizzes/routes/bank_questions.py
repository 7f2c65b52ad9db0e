"""A question of the bank: add it, correct it, put it away; its picture or recording."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.quizzes import recordings
from blueprints.quizzes.access import KEEPERS, bank_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.bank import QuestionForm, filled
from blueprints.quizzes.queries import bank as queries
from blueprints.quizzes.routes.bank import BANK, ID
from blueprints.quizzes.routes.media_files import media_file
from blueprints.quizzes.services import bank as services
from store import UserError
from web.access import current_actor, require_role
from web.clock import now
from web.refusals import add_fault, told

QUESTION = f"{BANK}/questions/<{ID}:question_id>"
_FIELDS = ("ref", "kind", "subject", "level", "difficulty", "text", "explanation", "source", "tags")
_AT_FIELD = {name: name for name in (*_FIELDS, "for_practice")} | {
    "options": "options",
    "practice": "for_practice",
    **dict.fromkeys(("photo", "no_file", "too_large", "wrong_type", "broken_file"), "media"),
}
_ANSWER_AT = {"true_false": "truth", "fill_in": "blanks", "open": "reference"}


@bp.route(f"{BANK}/questions/new", methods=["GET", "POST"])
@require_role(*KEEPERS)
def bank_new_question(organisation_id: int) -> ResponseReturnValue:
    """Add a question."""
    organisation, form = bank_for(current_actor(), organisation_id), QuestionForm()

    def add() -> int:
        return services.add_question(current_actor(), organisation_id, form.given(), now())

    if form.validate_on_submit() and _saved(form, add):
        flash(_("The question is added."), "success")
        again = request.form.get("again") == "1"
        address = "quizzes.bank_new_question" if again else "quizzes.bank"
        return redirect(url_for(address, organisation_id=organisation_id), 303)
    page = render_template(
        "quizzes/bank/question_new.html",
        organisation=organisation,
        form=form,
        **_lists(organisation),
    )
    return page, 422 if form.errors else 200


@bp.route(QUESTION, methods=["GET", "POST"])
@require_role(*KEEPERS)
def bank_question(organisation_id: int, question_id: int) -> ResponseReturnValue:
    """See and correct a question."""
    organisation = bank_for(current_actor(), organisation_id)
    found = queries.question(organisation_id, question_id)
    form = QuestionForm(data=filled(found.given))

    def change() -> int:
        services.change_question(current_actor(), question_id, form.given(), now())
        return question_id

    if form.validate_on_submit() and _saved(form, change):
        flash(_("Saved."), "success")
        return redirect(_address(organisation_id, question_id), 303)
    page = render_template(
        "quizzes/bank/question.html",
        organisation=organisation,
        form=form,
        question=found,
        **_lists(organisation),
    )
    return page, 422 if form.errors else 200


@bp.post(f"{QUESTION}/putting-away")
@require_role(*KEEPERS)
def bank_put_away(organisation_id: int, question_id: int) -> ResponseReturnValue:
    """Draw and practise it no more."""
    queries.question(organisation_id, question_id)
    services.put_away(current_actor(), question_id, now())
    flash(_("The question is put away."), "success")
    return redirect(_address(organisation_id, question_id), 303)


@bp.post(f"{QUESTION}/bringing-back")
@require_role(*KEEPERS)
def bank_bring_back(organisation_id: int, question_id: int) -> ResponseReturnValue:
    """Use it again."""
    queries.question(organisation_id, question_id)
    services.bring_back(current_actor(), question_id, now())
    flash(_("The question is used again."), "success")
    return redirect(_address(organisation_id, question_id), 303)


@bp.post(f"{QUESTION}/media/removal")
@require_role(*KEEPERS)
def bank_remove_media(organisation_id: int, question_id: int) -> ResponseReturnValue:
    """The question goes without its picture or recording."""
    queries.question(organisation_id, question_id)
    services.remove_media(current_actor(), question_id, now())
    flash(_("Removed."), "success")
    return redirect(_address(organisation_id, question_id), 303)


@bp.get(f"{QUESTION}/media")
@require_role(*KEEPERS)
def bank_media(organisation_id: int, question_id: int) -> Response:
    """The picture or recording, for the keepers of the bank."""
    bank_for(current_actor(), organisation_id)
    return media_file(*queries.media(organisation_id, question_id))


def _saved(form: QuestionForm, keep: Callable[[], int]) -> bool:
    """Save the question and its file; what is wrong with them is put at the fields."""
    sent: Any = form.media.data
    try:
        media = recordings.read_media(sent) if sent and sent.filename else None
        question_id = keep()
        if media:
            services.set_media(current_actor(), question_id, media, now())
    except UserError as error:
        told(error)
        answer = _ANSWER_AT.get(form.kind.data or "", "right")
        add_fault(form, error, {**_AT_FIELD, "answer": answer})
        return False
    return True


def _lists(organisation: Any) -> dict[str, Any]:
    return {
        "subjects": [one.subject for one in queries.stock_of(organisation.id) if one.subject],
        "accepted": recordings.ACCEPTED,
        "largest": recordings.largest_mb(),
    }


def _address(organisation_id: int, question_id: int) -> str:
    return url_for(
        "quizzes.bank_question", organisation_id=organisation_id, question_id=question_id
    )
