"""Results of a round: page, tables, and JSON, and what of them stands on the start page."""

from urllib.parse import quote

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reports import plan_of
from blueprints.contests.queries.results import (
    audience_of,
    public_rounds,
    result_round,
    result_tag,
    result_view,
)
from blueprints.contests.queries.results_table import ResultTable, result_json, result_table
from blueprints.contests.queries.works import gallery_of, gallery_state
from blueprints.home import panels
from blueprints.people.queries import organisation_path
from store import NotFound
from store.actors import ANONYMOUS
from web.access import current_actor
from web.clock import now
from web.sheets import BOM, write_csv, write_rows

RUNNING = (RoundState.OPEN, RoundState.PAUSED, RoundState.REVIEW, RoundState.CONFIRMED)
ON_START_PAGE = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/results/<int:round_id>", endpoint="results_page")
def page(round_id: int) -> ResponseReturnValue:
    """The result; before it is published a page that says so (404), the result for staff."""
    round_, audience = _asked(round_id)
    if audience is None:
        return render_template("contests/results/not_published.html", round=round_), 404
    view = result_view(round_id, audience)
    return render_template(
        "contests/results/page.html",
        result=view,
        awards=_awards(round_),
        has_reports=view.published and plan_of(round_id) is not None,
        has_gallery=view.published and _gallery_is_open(round_id),
    )


@bp.get("/results/<int:round_id>.json", endpoint="results_json")
def document(round_id: int) -> ResponseReturnValue:
    """The result as the engine writes it, decimals as text; docs/contests.md describes it."""
    round_, audience = _asked(round_id)
    if audience is None:
        raise NotFound
    view = result_view(round_id, audience)
    response = jsonify(result_json(round_, audience, view))
    response.cache_control.no_cache = True
    package = view.package.id if view.package else 0
    response.set_etag(f"{result_tag(round_id, audience)}-{audience}-{package}")
    return response


@bp.get("/results/<int:round_id>.csv", endpoint="results_csv")
def as_csv(round_id: int) -> ResponseReturnValue:
    """The result as a table; the byte order mark tells spreadsheet programs that it is UTF-8."""
    table = _table(round_id)
    text = BOM + write_csv([table.head, *table.rows, *table.below])
    return _sent(text.encode(), "text/csv", "csv", round_id, table)


@bp.get("/results/<int:round_id>.xlsx", endpoint="results_xlsx")
def as_xlsx(round_id: int) -> ResponseReturnValue:
    """The same as a workbook."""
    table = _table(round_id)
    content = write_rows(_("Result"), table.head, [*table.rows, *table.below])
    return _sent(content, XLSX, "xlsx", round_id, table)


@panels.add
def start_page_panel() -> Markup:
    """What runs now and what was decided last, for the start page."""
    running = public_rounds(RUNNING, ON_START_PAGE)
    final = public_rounds((RoundState.PUBLISHED,), ON_START_PAGE)
    if not running and not final:
        return Markup()
    html = render_template("contests/results/_start_page.html", running=running, final=final)
    return Markup(html)  # noqa: S704 - rendered and escaped by Jinja


def _gallery_is_open(round_id: int) -> bool:
    """Some galleries are for judges alone; nobody is led to a page that they may not see."""
    gallery = gallery_of(round_id)
    return gallery is not None and gallery_state(gallery, now()) != "closed"


def _table(round_id: int) -> ResultTable:
    _round, audience = _asked(round_id)
    if audience is None:
        raise NotFound
    return result_table(result_view(round_id, audience))


def _sent(content: bytes, kind: str, ending: str, round_id: int, table: ResultTable) -> Response:
    response = Response(content, mimetype=kind)
    full = quote(f"{table.title}.{ending}", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"result-{round_id}.{ending}\"; filename*=UTF-8''{full}"
    )
    return response


def _awards(round_: Round) -> bool:
    """Whether the visitor may go on from here to the certificates of the confirmed prizes."""
    contest = round_.contest
    if round_.prizes_confirmed_at is None or contest.names_hidden or contest.rehearsal:
        return False
    path = organisation_path(contest.organisation_id) or ""
    return current_actor().may("organisation_admin", "organiser", organisation_path=path)


def _asked(round_id: int) -> tuple[Round, Audience | None]:
    """The round, and with whose eyes it is seen; who asks matters only before publication."""
    try:
        round_ = result_round(ANONYMOUS, round_id)
        if round_.state == RoundState.PUBLISHED:
            return round_, Audience.PUBLIC
    except NotFound:
        round_ = result_round(current_actor(), round_id)
    return round_, audience_of(current_actor(), round_)
