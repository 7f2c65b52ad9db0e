"""A unit's own page behind its link: what it reports, and what became of it."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.contests.blueprint import bp
from blueprints.contests.queries.reports import own_page
from blueprints.contests.services import appeals, reports
from blueprints.contests.services.reports import ReportInput
from extensions import limiter
from store import UserError
from web.clock import now
from web.refusals import told
from web.unlisted import unlisted

LOOKS = "60 per minute"
REPORTS = "30 per hour"
FIELDS = ("project", "theme", "baseline", "target", "actual", "benefit", "story")


@bp.get("/report/<token>")
@limiter.limit(LOOKS)
def reporting_page(token: str) -> ResponseReturnValue:
    """The page of the entrant who holds this link."""
    return _page(token)


@bp.post("/report/<token>/<int(max=2147483647):stage_id>")
@limiter.limit(REPORTS)
def reporting_hand_in(token: str, stage_id: int) -> ResponseReturnValue:
    """Report on a stage."""
    form = request.form
    given = ReportInput(
        **{name: form.get(name, "") for name in FIELDS}, seen=form.get("seen", -1, int)
    )
    try:
        reports.hand_in(token, stage_id, given, now())
    except UserError as error:
        return _page(token, stage_id, told(error), error.code, error.status)
    address = url_for("contests.reporting_page", token=token, _anchor=f"stage-{stage_id}")
    return redirect(address, 303)


def _page(
    token: str, stage_id: int = 0, error: str = "", code: str = "", status: int = 200
) -> ResponseReturnValue:
    page = own_page(appeals.token_hash(token), reports.TAKES_REPORTS)
    html = render_template(
        "contests/reports/own.html",
        page=page,
        token=token,
        refused=stage_id,
        error=error,
        field=code if code in FIELDS else "",
        form=request.form,
    )
    return unlisted(make_response(html, status))
