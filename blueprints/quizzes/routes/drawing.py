"""Drawing a segment's questions: by rule and seed, by hand. Pages never say what questions say."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.routes.setup_answers import ID, carry_out, carry_out_form
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.drawing import DrawForm, PickForm, RuleForm, rows
from blueprints.quizzes.models import QuizQuestion, Segment
from blueprints.quizzes.queries import draws
from blueprints.quizzes.routes.bank import WORDS
from blueprints.quizzes.services import drawing
from store import NotFound, UserError, db
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault, told

SEGMENT = f"/quizzes/segments/<{ID}:segment_id>/questions"
DRAWN = f"/quizzes/drawn/<{ID}:drawn_id>"


@bp.route(SEGMENT, methods=["GET", "POST"])
@require_account
def draw_page(segment_id: int) -> ResponseReturnValue:
    """What is drawn, and the rule, which can be changed."""
    segment = _segment(segment_id)
    shown = draws.draw_page(segment)
    form = RuleForm(
        data={
            "parts": rows(line.part for line in shown.rule),
            "reserves": shown.reserves,
            "practice": shown.practice,
        }
    )
    form.offer(*draws.subjects_and_tags(segment.quiz.round.contest.organisation_id))
    if form.validate_on_submit() and _kept(segment_id, form):
        return redirect(_address(segment_id), 303)
    page = render_template(
        "quizzes/bank/draw.html",
        quiz=segment.quiz,
        shown=shown,
        form=form,
        draw_form=DrawForm(formdata=None),
        pick_form=PickForm(formdata=None),
        words=WORDS,
    )
    return page, 422 if form.errors else 200


@bp.post(f"{SEGMENT}/draw")
@require_account
def draw_segment(segment_id: int) -> ResponseReturnValue:
    """Draw by lot."""
    form = DrawForm()
    seed, reason = form.seed.data or "", form.reason.data or ""
    return carry_out_form(
        form,
        lambda: drawing.draw_segment(current_actor(), segment_id, seed, now(), reason=reason),
        _("The questions are drawn and sealed. The seed is recorded."),
        _address(_segment(segment_id).id),
    )


@bp.post(f"{SEGMENT}/pick")
@require_account
def draw_pick(segment_id: int) -> ResponseReturnValue:
    """Put one in by hand."""
    form = PickForm()
    ref, reserve = form.ref.data or "", form.reserve.data
    return carry_out_form(
        form,
        lambda: drawing.pick(current_actor(), segment_id, ref, now(), reserve=reserve),
        _("The question is in."),
        _address(_segment(segment_id).id),
    )


@bp.post(f"{DRAWN}/swap")
@require_account
def draw_swap(drawn_id: int) -> ResponseReturnValue:
    """Change it with a reserve."""
    return carry_out(
        lambda: drawing.swap(current_actor(), drawn_id, now()),
        _("A reserve question takes its place."),
        _address_of(drawn_id),
    )


@bp.post(f"{DRAWN}/removal")
@require_account
def draw_take_out(drawn_id: int) -> ResponseReturnValue:
    """Give it back to the bank."""
    return carry_out(
        lambda: drawing.take_out(current_actor(), drawn_id, now()),
        _("The question is back in the bank."),
        _address_of(drawn_id),
    )


@bp.post(f"{DRAWN}/renewal")
@require_account
def draw_renew(drawn_id: int) -> ResponseReturnValue:
    """Ask it as the bank has it now."""
    return carry_out(
        lambda: drawing.take_new_wording(current_actor(), drawn_id, now()),
        _("The question is asked as the bank has it now."),
        _address_of(drawn_id),
    )


def _kept(segment_id: int, form: RuleForm) -> bool:
    try:
        drawing.set_rule(
            current_actor(),
            segment_id,
            form.given(),
            now(),
            reserves=form.reserves.data or 0,
            practice=form.practice.data,
        )
    except UserError as error:
        told(error)
        add_fault(form, error, {"reserves": "reserves"})
        return False
    return True


def _segment(segment_id: int) -> Segment:
    found = db.session.get(Segment, segment_id)
    quiz_for(current_actor(), found.quiz_id if found else 0, Right.SET_UP)
    assert found is not None
    return found


def _address_of(drawn_id: int) -> str:
    found = db.session.get(QuizQuestion, drawn_id)
    if found is None or found.segment_id is None:
        raise NotFound
    return _address(_segment(found.segment_id).id)


def _address(segment_id: int) -> str:
    address: Any = url_for("quizzes.draw_page", segment_id=segment_id)
    return str(address)
