"""A session: a new one on one page, its page, its settings, and its steps until it begins."""

from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from blueprints.classroom.access import ORGANISERS
from blueprints.classroom.blueprint import bp
from blueprints.classroom.forms.setup import NewSessionForm, SessionForm
from blueprints.classroom.queries.setup import hub as queries
from blueprints.classroom.queries.setup.lists import season_choices
from blueprints.classroom.routes.setup_answers import (
    carry_out,
    hub,
    hub_page,
    to_set_up,
)
from blueprints.classroom.services import setup
from blueprints.people import queries as people
from store import UserError
from web.access import current_actor, require_account, require_role
from web.choices import choices
from web.clock import now
from web.formats import local
from web.refusals import add_fault
from web.uploads import read_upload

SESSION = "/classroom/sessions/<int:session_id>"
EVENING = time(19, 30)
AT_FIELD = {
    name: name for name in ("title", "starts_at", "season_id", "book_id", "topics", "external_url")
} | {"starts_at": "day"}


@bp.route("/classroom/sessions/new", methods=["GET", "POST"])
@require_role(*ORGANISERS)
def setup_new_session() -> ResponseReturnValue:
    """A new session; `?season=` chooses its season."""
    actor, form = current_actor(), NewSessionForm(data=_defaults())
    held_by = people.organisation_choices(actor, *ORGANISERS)
    form.organisation_id.choices = choices(held_by)
    _offer_seasons(form, [organisation_id for organisation_id, _name in held_by])
    if form.validate_on_submit():
        try:
            holder = form.organisation_id.data
            session_id = setup.create_session(actor, holder, form.given(), now())
            flash(_("The draft is made. Look it through, then publish it."), "success")
            return redirect(hub(session_id), 303)
        except UserError as error:
            add_fault(form, error, AT_FIELD)
    page = render_template("classroom/setup/session_new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get(SESSION)
@require_account
def setup_session(session_id: int) -> str:
    """The session's page for its staff."""
    return hub_page(session_id)


@bp.route(f"{SESSION}/settings", methods=["GET", "POST"])
@require_account
def setup_session_settings(session_id: int) -> ResponseReturnValue:
    """Everything about the session but its people and files."""
    session = to_set_up(session_id)
    form = SessionForm(data=queries.form_values(session))
    _offer_seasons(form, [session.organisation_id], session.season_id)
    if form.validate_on_submit():
        try:
            setup.update_session(current_actor(), session_id, form.given(), now())
            flash(_("Saved."), "success")
            return redirect(hub(session_id), 303)
        except UserError as error:
            add_fault(form, error, AT_FIELD)
    page = render_template("classroom/setup/session_settings.html", form=form, session=session)
    return page, 422 if form.errors else 200


@bp.post(f"{SESSION}/publication")
@require_account
def setup_publish(session_id: int) -> ResponseReturnValue:
    """Announce it."""
    return carry_out(
        session_id,
        lambda: setup.publish_session(current_actor(), session_id, now()),
        _("Published. Give the link on, print the poster."),
    )


@bp.post(f"{SESSION}/cancellation")
@require_account
def setup_cancel(session_id: int) -> ResponseReturnValue:
    """It is not held."""
    return carry_out(
        session_id,
        lambda: setup.cancel_session(current_actor(), session_id, now()),
        _("Cancelled. The session’s page says so."),
    )


@bp.post(f"{SESSION}/copy")
@require_account
def setup_copy(session_id: int) -> ResponseReturnValue:
    """A draft like it, a week later or in a week from now."""
    starts_at = to_set_up(session_id).starts_at
    while starts_at <= now():
        starts_at += timedelta(days=7)
    if starts_at == to_set_up(session_id).starts_at:
        starts_at += timedelta(days=7)
    made = setup.copy_session(current_actor(), session_id, starts_at, now())
    flash(_("Copied as a draft. Look at its day and time first."), "success")
    return redirect(hub(made), 303)


@bp.post(f"{SESSION}/cover")
@require_account
def setup_cover(session_id: int) -> ResponseReturnValue:
    """The picture of the session; field `file`."""
    to_set_up(session_id)

    def keep() -> None:
        sent = read_upload(request.files.get("file"), ("jpeg", "png"))
        setup.set_session_cover(current_actor(), session_id, sent.content, now())

    return carry_out(session_id, keep, _("The picture is kept."), "cover")


@bp.post(f"{SESSION}/cover/removal")
@require_account
def setup_remove_cover(session_id: int) -> ResponseReturnValue:
    """No picture any more."""
    return carry_out(
        session_id,
        lambda: setup.set_session_cover(current_actor(), session_id, None, now()),
        _("The picture is removed."),
        "cover",
    )


def _offer_seasons(form: SessionForm, organisation_ids: list[int], own: int | None = None) -> None:
    seasons = season_choices(organisation_ids, own)
    books = queries.book_choices([season_id for season_id, _title in seasons])
    form.season_id.choices = choices([("", pgettext("session", "none")), *seasons])
    form.book_id.choices = choices([("", pgettext("session", "none")), *books])


def _defaults() -> dict[str, object]:
    """The next evening, in the season that one comes from."""
    today = local(now())
    start = datetime.combine(today.date() + timedelta(days=1), EVENING)
    season = request.args.get("season", type=int)
    return {"day": start.date(), "time": start.time(), "season_id": season}
