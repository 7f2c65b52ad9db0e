"""Staff and guests of a session, on its page."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom.blueprint import bp
from blueprints.classroom.forms.setup import GuestForm
from blueprints.classroom.queries.setup.hub import accounts_like
from blueprints.classroom.routes.setup_answers import (
    carry_out,
    carry_out_form,
    picture_of,
    to_set_up,
)
from blueprints.classroom.services import setup
from web.access import current_actor, require_account
from web.clock import now

SESSION = "/classroom/sessions/<int:session_id>"


@bp.get(f"{SESSION}/accounts")
@require_account
def setup_accounts(session_id: int) -> str:
    """Accounts that match what is being typed (`?username=`), as options to choose from."""
    session = to_set_up(session_id)
    found = accounts_like(session, request.args.get("username", "")[:40])
    return render_template("classroom/setup/_accounts.html", accounts=found)


@bp.post(f"{SESSION}/staff")
@require_account
def setup_add_staff(session_id: int) -> ResponseReturnValue:
    """Give somebody a role; fields `username` and `role`."""
    to_set_up(session_id)
    username, role = request.form.get("username", "")[:60], request.form.get("role", "")
    return carry_out(
        session_id,
        lambda: setup.add_staff(current_actor(), session_id, username, role, now()),
        _("The role is given."),
        "staff",
    )


@bp.post(f"{SESSION}/staff/<int:staff_id>/removal")
@require_account
def setup_remove_staff(session_id: int, staff_id: int) -> ResponseReturnValue:
    """Take a role back."""
    return carry_out(
        session_id,
        lambda: setup.remove_staff(current_actor(), session_id, staff_id, now()),
        _("The role is taken back."),
        "staff",
    )


@bp.post(f"{SESSION}/guests")
@require_account
def setup_add_guest(session_id: int) -> ResponseReturnValue:
    """A further guest's card."""
    to_set_up(session_id)
    form = GuestForm()
    return carry_out_form(
        session_id,
        form,
        lambda: setup.add_guest(
            current_actor(), session_id, form.given(), picture_of(form.file.data), now()
        ),
        _("The guest is added."),
        "guests",
    )


@bp.post(f"{SESSION}/guests/<int:guest_id>")
@require_account
def setup_change_guest(session_id: int, guest_id: int) -> ResponseReturnValue:
    """Other words or another photograph."""
    to_set_up(session_id)
    form = GuestForm()
    return carry_out_form(
        session_id,
        form,
        lambda: setup.update_guest(
            current_actor(), session_id, guest_id, form.given(), picture_of(form.file.data), now()
        ),
        _("Saved."),
        "guests",
    )


@bp.post(f"{SESSION}/guests/<int:guest_id>/removal")
@require_account
def setup_remove_guest(session_id: int, guest_id: int) -> ResponseReturnValue:
    """Take a card away."""
    return carry_out(
        session_id,
        lambda: setup.remove_guest(current_actor(), session_id, guest_id, now()),
        _("The guest is removed."),
        "guests",
    )
