"""Results of a round: page and JSON, and what of them stands on the start page."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.results import (
    audience_of,
    public_rounds,
    result_document,
    result_round,
    result_tag,
    result_view,
)
from blueprints.home import panels
from blueprints.people.queries import organisation_path
from store import NotFound
from store.actors import ANONYMOUS
from web.access import current_actor

RUNNING = (RoundState.OPEN, RoundState.PAUSED, RoundState.REVIEW, RoundState.CONFIRMED)
ON_START_PAGE = 6


@bp.get("/results/<int:round_id>", endpoint="results_page")
def page(round_id: int) -> ResponseReturnValue:
    """The result; before it is published a page that says so (404), the result for staff."""
    round_, audience = _asked(round_id)
    if audience is None:
        return render_template("contests/results/not_published.html", round=round_), 404
    view = result_view(round_id, audience)
    return render_template("contests/results/page.html", result=view, awards=_awards(round_))


@bp.get("/results/<int:round_id>.json", endpoint="results_json")
def document(round_id: int) -> ResponseReturnValue:
    """The same as the engine writes it: `{"rounds": [...]}`, decimals as text."""
    _round, audience = _asked(round_id)
    if audience is None:
        raise NotFound
    response = jsonify(result_document(round_id, audience))
    response.cache_control.no_cache = True
    response.set_etag(f"{result_tag(round_id, audience)}-{audience}")
    return response


@panels.add
def start_page_panel() -> Markup:
    """What runs now and what was decided last, for the start page."""
    running = public_rounds(RUNNING, ON_START_PAGE)
    final = public_rounds((RoundState.PUBLISHED,), ON_START_PAGE)
    if not running and not final:
        return Markup()
    html = render_template("contests/results/_start_page.html", running=running, final=final)
    return Markup(html)  # noqa: S704 - rendered and escaped by Jinja


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
