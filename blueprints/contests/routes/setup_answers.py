"""How set-up pages answer: back to where one was, with what was done or why it was not."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from blueprints.contests.access import Right, contest_for, round_for
from blueprints.contests.models import Contest, Round
from web.access import current_actor
from web.refusals import carry_out

ID = "int(max=2147483647)"


def contest_to_set_up(contest_id: int) -> Contest:
    """The contest, for somebody who may set it up."""
    return contest_for(current_actor(), contest_id, Right.SET_UP)


def round_to_set_up(round_id: int) -> Round:
    """The round, for somebody who may set it up."""
    return round_for(current_actor(), round_id, Right.SET_UP)


def hub(contest_id: int, anchor: str | None = None) -> str:
    """The address of a contest's page."""
    return url_for("contests.setup_contest", contest_id=contest_id, _anchor=anchor)


def round_page(round_id: int, anchor: str | None = None) -> str:
    """The address of a round's set-up."""
    return url_for("contests.setup_round", round_id=round_id, _anchor=anchor)


def entries_page(round_id: int) -> str:
    """The address of a round's entrants."""
    return url_for("contests.setup_entries", round_id=round_id)


def refused(form: FlaskForm) -> str:
    """Everything that is wrong with a form that is no page of its own, in one sentence."""
    return " ".join(str(one) for errors in form.errors.values() for one in errors)


def carry_out_form(
    form: FlaskForm, verb: Callable[[], Any], done: str, address: str
) -> ResponseReturnValue:
    """The same for a small form inside a page: its faults are said there."""
    if not form.validate_on_submit():
        flash(refused(form), "error")
        return redirect(address, 303)
    return carry_out(verb, done, address)
