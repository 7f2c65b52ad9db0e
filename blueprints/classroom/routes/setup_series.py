"""A series: the dates are shown first, then each becomes a session of its own."""

from datetime import datetime

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from blueprints.classroom.blueprint import bp
from blueprints.classroom.forms.setup import SeriesForm
from blueprints.classroom.models import ClassSession
from blueprints.classroom.routes.setup_answers import (
    TOLD,
    faults,
    hub,
    refused,
    to_set_up,
)
from blueprints.classroom.services import setup
from blueprints.classroom.services.setup import Rhythm, following
from store import UserError
from web.access import current_actor, require_account
from web.clock import now

SERIES = "/classroom/sessions/<int:session_id>/series"


@bp.get(SERIES)
@require_account
def setup_series(session_id: int) -> ResponseReturnValue:
    """The dates that would be; `?rhythm=` and `?count=`."""
    session = to_set_up(session_id)
    form = SeriesForm(request.args, meta={"csrf": False})
    if not form.validate():
        return refused(session_id, faults(form))
    return render_template(
        "classroom/setup/series.html", session=session, form=form, dates=_dates(session, form)
    )


@bp.post(SERIES)
@require_account
def setup_make_series(session_id: int) -> ResponseReturnValue:
    """Make them; fields `rhythm` and `count`."""
    session, form = to_set_up(session_id), SeriesForm()
    if not form.validate_on_submit():
        return refused(session_id, faults(form))
    try:
        made = setup.repeat_session(current_actor(), session_id, _dates(session, form), now())
    except UserError as error:
        if error.status not in TOLD:
            raise
        return refused(session_id, str(error.message), error.status)
    flash(
        ngettext("%(num)d session was made.", "%(num)d sessions were made.", len(made)), "success"
    )
    if session.season_id:
        return redirect(url_for("classroom.setup_season", season_id=session.season_id), 303)
    return redirect(url_for("classroom.setup_list") if made else hub(session_id), 303)


def _dates(session: ClassSession, form: SeriesForm) -> list[datetime]:
    zone: str = current_app.extensions["settings"].timezone
    return following(session.starts_at, Rhythm(form.rhythm.data), form.count.data or 1, zone)
