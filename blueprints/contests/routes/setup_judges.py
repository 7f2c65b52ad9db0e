"""Judges' seats and the staff of a contest, on its page."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.blueprint import bp
from blueprints.contests.forms import JudgeForm, LinesForm
from blueprints.contests.routes.setup_answers import (
    ID,
    carry_out,
    carry_out_form,
    contest_to_set_up,
    hub,
)
from blueprints.contests.services import setup
from blueprints.people import queries as people
from blueprints.people import services as people_services
from store import NotFound
from web.access import current_actor, require_account
from web.clock import now

JUDGES = f"/contests/<{ID}:contest_id>/judges"
STAFF = f"/contests/<{ID}:contest_id>/staff"


@bp.post(JUDGES)
@require_account
def setup_add_judge(contest_id: int) -> ResponseReturnValue:
    """A further seat."""
    form = JudgeForm()
    name, unit = form.name.data or "", form.unit.data or ""
    return carry_out_form(
        form,
        lambda: setup.add_judge(current_actor(), contest_id, name, unit, now()),
        _("The judge is added."),
        hub(contest_id, "judges"),
    )


@bp.post(f"{JUDGES}/lines")
@require_account
def setup_add_judges(contest_id: int) -> ResponseReturnValue:
    """Several seats from pasted lines "name, unit"."""
    form = LinesForm()
    judges = setup.judges_of_lines(form.lines.data or "")
    return carry_out_form(
        form,
        lambda: setup.add_judges(current_actor(), contest_id, judges, now()),
        _("The judges are added."),
        hub(contest_id, "judges"),
    )


@bp.post(f"{JUDGES}/<{ID}:judge_id>")
@require_account
def setup_rename_judge(contest_id: int, judge_id: int) -> ResponseReturnValue:
    """Another name or unit."""
    form = JudgeForm()
    name, unit = form.name.data or "", form.unit.data or ""
    return carry_out_form(
        form,
        lambda: setup.rename_judge(current_actor(), contest_id, judge_id, name, unit, now()),
        _("Saved."),
        hub(contest_id, "judges"),
    )


@bp.post(f"{JUDGES}/<{ID}:judge_id>/removal")
@require_account
def setup_remove_judge(contest_id: int, judge_id: int) -> ResponseReturnValue:
    """Take a seat away."""
    return carry_out(
        lambda: setup.remove_judge(current_actor(), contest_id, judge_id, now()),
        _("The seat is removed."),
        hub(contest_id, "judges"),
    )


@bp.post(STAFF)
@require_account
def setup_add_staff(contest_id: int) -> ResponseReturnValue:
    """Give somebody a role in this contest alone."""
    contest_to_set_up(contest_id)
    username, role = request.form.get("username", "")[:60], request.form.get("role", "")
    return carry_out(
        lambda: people_services.grant_in_contest(
            current_actor(), username, role, contest_id=contest_id, now=now()
        ),
        _("The role is given."),
        hub(contest_id, "staff"),
    )


@bp.post(f"{STAFF}/<{ID}:grant_id>/removal")
@require_account
def setup_remove_staff(contest_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role in this contest back."""
    contest_to_set_up(contest_id)
    if grant_id not in {grant.id for grant in people.contest_staff(contest_id)}:
        raise NotFound
    return carry_out(
        lambda: people_services.revoke_role(current_actor(), grant_id, now=now()),
        _("The role is taken back."),
        hub(contest_id, "staff"),
    )
