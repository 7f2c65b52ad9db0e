"""How set-up pages answer: on to where it is seen, or the same page with what was wrong."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage

from blueprints.classroom.access import Right, may, session_for
from blueprints.classroom.forms.setup import ROLES, GuestForm, MaterialForm, SeriesForm
from blueprints.classroom.models import ClassSession
from blueprints.classroom.queries.setup import hub as queries
from blueprints.classroom.services.registration import taken
from store import UserError
from web.access import current_actor
from web.addresses import outside_url
from web.uploads import read_upload

TOLD = (409, 413, 422)  # what the user can act on; not found and forbidden have own pages


def to_set_up(session_id: int) -> ClassSession:
    """The session, for somebody who may set it up."""
    return session_for(current_actor(), session_id, Right.SET_UP)


def hub(session_id: int, anchor: str | None = None) -> str:
    """The address of a session's page of set-up."""
    return url_for("classroom.setup_session", session_id=session_id, _anchor=anchor)


def hub_page(session_id: int) -> str:
    """The page: what is to do, the session, its people, what is handed out, the ways onward."""
    session = session_for(current_actor(), session_id)
    staff = queries.staff_of(session.id)
    return render_template(
        "classroom/setup/session.html",
        session=session,
        organisation=queries.host_of(session.organisation_id),
        staff=staff,
        todos=queries.todos(session, staff),
        taken=taken(session.id) if session.registration else 0,
        sets_up=may(current_actor(), session, Right.SET_UP),
        roles=ROLES,
        guest_form=GuestForm(formdata=None),
        material_form=MaterialForm(formdata=None),
        series_form=SeriesForm(formdata=None),
        address=outside_url("classroom.session_page", key=session.key),
    )


def carry_out(
    session_id: int, verb: Callable[[], Any], done: str, anchor: str | None = None
) -> ResponseReturnValue:
    """Carry a verb out and go back to the session's page; a refusal is said on it."""
    return answered(verb, done, hub(session_id, anchor), lambda: hub_page(session_id))


def answered(
    verb: Callable[[], Any], done: str, onward: str, page: Callable[[], str]
) -> ResponseReturnValue:
    """Carry a verb out and go onward; a refusal is said on the page that one comes from."""
    try:
        verb()
    except UserError as error:
        if error.status not in TOLD:
            raise
        return told(page, str(error.message), error.status)
    flash(done, "success")
    return redirect(onward, 303)


def carry_out_form(
    session_id: int,
    form: FlaskForm,
    verb: Callable[[], Any],
    done: str,
    anchor: str | None = None,
) -> ResponseReturnValue:
    """The same for a small form of that page."""
    if not form.validate_on_submit():
        return refused(session_id, faults(form))
    return carry_out(session_id, verb, done, anchor)


def refused(session_id: int, message: str, status: int = 422) -> ResponseReturnValue:
    """The session's page with what was wrong; nothing was saved."""
    return told(lambda: hub_page(session_id), message, status)


def told(page: Callable[[], str], message: str, status: int) -> ResponseReturnValue:
    """The page with what was wrong; nothing was saved."""
    flash(message, "error")
    return page(), status


def faults(form: FlaskForm) -> str:
    """Everything that is wrong with a small form, in one line."""
    return " ".join(str(one) for errors in form.errors.values() for one in errors)


def picture_of(sent: FileStorage | None) -> bytes | None:
    """The picture that was sent with a form, if any."""
    if sent is None or not sent.filename:
        return None
    return read_upload(sent, ("jpeg", "png")).content
