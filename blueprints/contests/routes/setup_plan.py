"""The plan of a round, and copying a contest."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.blueprint import bp
from blueprints.contests.forms_entering import PlanForm
from blueprints.contests.models import Round
from blueprints.contests.queries.programme import conflicts_of, programme_of
from blueprints.contests.routes.setup_answers import (
    ID,
    carry_out,
    contest_to_set_up,
    hub,
    round_to_set_up,
)
from blueprints.contests.services.setup.copying import copy_contest
from blueprints.contests.services.setup.timetable import plan_of, set_plan
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault

PLAN = f"/contests/rounds/<{ID}:round_id>/plan"


@bp.get(PLAN)
@require_account
def setup_plan(round_id: int) -> str:
    """When the round takes place, who is on when, and what collides."""
    round_, form = round_to_set_up(round_id), PlanForm(formdata=None)
    plan = plan_of(round_id)
    if plan is not None:
        form.show(plan)
    return _page(round_, form)


@bp.post(PLAN)
@require_account
def setup_save_plan(round_id: int) -> ResponseReturnValue:
    """Plan the round."""
    round_, form = round_to_set_up(round_id), PlanForm()
    if form.validate_on_submit():
        try:
            set_plan(current_actor(), round_id, form.given(), now())
            return redirect(_address(round_id), 303)
        except UserError as error:
            add_fault(form, error, {})
    return _page(round_, form), 422


@bp.post(f"{PLAN}/removal")
@require_account
def setup_remove_plan(round_id: int) -> ResponseReturnValue:
    """Take the plan away."""
    round_to_set_up(round_id)
    return carry_out(
        lambda: set_plan(current_actor(), round_id, None, now()),
        _("The plan is removed."),
        _address(round_id),
    )


@bp.post(f"/contests/<{ID}:contest_id>/copy")
@require_account
def setup_copy(contest_id: int) -> ResponseReturnValue:
    """The same set-up once more, without entrants and marks."""
    contest_to_set_up(contest_id)
    judges = bool(request.form.get("judges"))
    try:
        copied = copy_contest(current_actor(), contest_id, now(), judges=judges)
    except NotFound:
        raise
    except UserError as error:
        flash(error.message, "error")
        return redirect(hub(contest_id), 303)
    return redirect(url_for("contests.setup_settings", contest_id=copied), 303)


def _page(round_: Round, form: PlanForm) -> str:
    planned = programme_of(current_actor(), round_.contest)
    return render_template(
        "contests/setup/plan.html",
        round=round_,
        form=form,
        planned=next((one for one in planned if one.id == round_.id), None),
        conflicts=conflicts_of(round_.contest),
    )


def _address(round_id: int) -> str:
    return url_for("contests.setup_plan", round_id=round_id)
