"""Check-ins, checks of presence and picks by lot in the studio."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom import panels
from blueprints.classroom.access import session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.live import room as live_room
from blueprints.classroom.models import ClassSession
from blueprints.classroom.queries import checks as queries
from blueprints.classroom.queries import hands as pick_queries
from blueprints.classroom.routes.studio import back_to_studio
from blueprints.classroom.services import checks, picks
from store import db
from web.access import current_actor, require_account
from web.clock import now
from web.formats import local
from web.sheets import neutral, write_rows

SESSION = "/classroom/sessions/<int:session_id>"
CHECK = f"{SESSION}/checks/<int:check_id>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _panel(session_id: int) -> dict[str, object]:
    session = db.session.get_one(ClassSession, session_id)
    return {
        **queries.studio_panel(session_id, now()),
        "per_hour": session.presence_checks,
        "choices": checks.PER_HOUR,
    }


panels.add("studio", "checks", _panel, "check")
panels.add("studio", "picks", pick_queries.picks_panel, "pick")


@bp.post(f"{SESSION}/checks")
@require_account
def open_check(session_id: int) -> ResponseReturnValue:
    """Open a check-in: fields `title` and `minutes`."""
    minutes = request.form.get("minutes", 0, type=int)
    title = request.form.get("title", "")
    checks.open_check_in(current_actor(), session_id, title, minutes, now())
    return back_to_studio(session_id)


@bp.post(f"{CHECK}/close")
@require_account
def close_check(session_id: int, check_id: int) -> ResponseReturnValue:
    """End a check."""
    checks.close(current_actor(), session_id, check_id, now())
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/presence")
@require_account
def set_presence(session_id: int) -> ResponseReturnValue:
    """How often presence is checked: field `per_hour`."""
    per_hour = request.form.get("per_hour", -1, type=int)
    checks.set_presence(current_actor(), session_id, per_hour, now())
    return back_to_studio(session_id)


@bp.get(CHECK)
@require_account
def check_list(session_id: int, check_id: int) -> ResponseReturnValue:
    """Who answered a check, and who was there and did not."""
    session = session_for(current_actor(), session_id)
    check = queries.check_of(session_id, check_id)
    return render_template(
        "classroom/studio/check_page.html",
        session=session,
        check=check,
        answered=queries.answered(check_id),
        missed=queries.missed_by_name(session_id, check_id, now()),
        is_open=check.closes_at > now(),
    )


@bp.get(f"{CHECK}.xlsx")
@require_account
def check_xlsx(session_id: int, check_id: int) -> Response:
    """The same list as a workbook."""
    session_for(current_actor(), session_id)
    queries.check_of(session_id, check_id)
    head = [_("No."), _("Nickname"), _("Name"), _("Checked in at")]
    rows = [
        [
            str(number),
            neutral(who.nickname),
            neutral(who.name),
            f"{local(who.at):%Y-%m-%d %H:%M:%S}",
        ]
        for number, who in enumerate(queries.answered(check_id), start=1)
    ]
    response = Response(write_rows(_("Check-in"), head, rows), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="check-in-{check_id}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post(f"{SESSION}/picks")
@require_account
def pick_by_lot(session_id: int) -> ResponseReturnValue:
    """Pick one of those in the room now; field `seed` may be empty."""
    present = live_room.present(session_id)
    picks.pick(current_actor(), session_id, present, request.form.get("seed", ""), now())
    return back_to_studio(session_id)


@bp.get(f"{SESSION}/picks/<int:pick_id>")
@require_account
def studio_draw(session_id: int, pick_id: int) -> ResponseReturnValue:
    """A draw held again, for staff."""
    session = session_for(current_actor(), session_id)
    pick, lots = pick_queries.draw(session_id, pick_id)
    return render_template("classroom/draw.html", session=session, pick=pick, lots=lots)
