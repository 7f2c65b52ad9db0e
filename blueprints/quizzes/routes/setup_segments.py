"""The segments of a quiz: adding, changing, ordering, removing them."""

from collections.abc import Callable

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.setup import KINDS, SHORT_KINDS, SegmentForm
from blueprints.quizzes.models import Quiz, Segment
from blueprints.quizzes.routes.setup import QUIZ, quiz_page
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM, PRESETS, SegmentRules
from blueprints.quizzes.services import setup
from store import NotFound, UserError, db
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault

SEGMENT = f"/quizzes/segments/<{ID}:segment_id>"


@bp.route(f"{QUIZ}/segments/new", methods=["GET", "POST"])
@require_account
def setup_new_segment(quiz_id: int) -> ResponseReturnValue:
    """A segment of a kind, with the usual rules to begin with."""
    quiz = quiz_for(current_actor(), quiz_id, Right.SET_UP)
    kind = _kind(request.values.get("kind", ""))
    form = SegmentForm.of(kind, str(SHORT_KINDS[kind]), PRESETS[kind])

    def add() -> int:
        rules, title = form.rules(PRESETS[kind]), form.title.data or ""
        return setup.add_segment(current_actor(), quiz_id, kind, title, rules, now())

    return _answer(quiz, form, kind, add)


@bp.route(SEGMENT, methods=["GET", "POST"])
@require_account
def setup_segment(segment_id: int) -> ResponseReturnValue:
    """A segment's title and rules."""
    segment = _segment(segment_id)
    kind, before = SegmentKind(segment.kind), SegmentRules.of(segment.rules)
    form = SegmentForm.of(kind, segment.title, before)

    def change() -> None:
        rules, title = form.rules(before), form.title.data or ""
        setup.change_segment(current_actor(), segment_id, title, rules, now())

    return _answer(segment.quiz, form, kind, change, segment)


@bp.post(f"{SEGMENT}/place")
@require_account
def setup_move_segment(segment_id: int) -> ResponseReturnValue:
    """One place up or down."""
    segment = _segment(segment_id)
    place = segment.position + (-1 if request.form.get("to") == "up" else 1)
    return carry_out(
        lambda: setup.move_segment(current_actor(), segment_id, place, now()),
        _("Moved."),
        quiz_page(segment.quiz_id, f"segment-{segment_id}"),
    )


@bp.post(f"{SEGMENT}/removal")
@require_account
def setup_remove_segment(segment_id: int) -> ResponseReturnValue:
    """A segment that has not been played goes."""
    quiz_id = _segment(segment_id).quiz_id
    return carry_out(
        lambda: setup.remove_segment(current_actor(), segment_id, now()),
        _("The segment is removed."),
        quiz_page(quiz_id, "segments"),
    )


def _answer(
    quiz: Quiz,
    form: SegmentForm,
    kind: SegmentKind,
    verb: Callable[[], object],
    segment: Segment | None = None,
) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            verb()
            return redirect(quiz_page(quiz.id, "segments"), 303)
        except UserError as error:
            add_fault(form, error, {name: name for name in form._fields})
    page = render_template(
        "quizzes/setup/segment.html",
        form=form,
        quiz=quiz,
        kind=kind,
        words=KINDS[kind],
        segment=segment,
        by_team=kind in BY_TEAM,
    )
    return page, 422 if form.errors else 200


def _kind(text: str) -> SegmentKind:
    if text not in set(SegmentKind):
        raise NotFound
    return SegmentKind(text)


def _segment(segment_id: int) -> Segment:
    found = db.session.get(Segment, segment_id)
    if found is None:
        raise NotFound
    quiz_for(current_actor(), found.quiz_id, Right.SET_UP)
    return found
