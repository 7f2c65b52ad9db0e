"""The rounds of a contest on one page, with the first places and a way to find an entrant."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.contests.blueprint import bp
from blueprints.contests.queries import overview
from blueprints.contests.services import outcomes
from web.access import current_actor
from web.clock import now

LONGEST_SEARCH = 60


@bp.get("/contests/<int:contest_id>/results", endpoint="results_overview")
def page(contest_id: int) -> ResponseReturnValue:
    """All rounds with what was decided; `find` looks for an entrant in all of them."""
    actor = current_actor()
    contest = overview.contest_of(actor, contest_id)
    outcomes.keep_current(overview.published_rounds(contest))
    words = request.args.get("find", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "contests/results/overview.html",
        contest=contest,
        events=overview.events_of(actor, contest),
        ways=overview.ways_of(contest, now()),
        words=words,
        found=overview.found_in(contest, words) if words else None,
    )
