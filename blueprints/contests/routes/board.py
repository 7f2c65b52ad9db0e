"""The live board: for phones, for the projector, for a video mixer, and its panel."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.contests import boards
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round
from blueprints.contests.queries.board import board_round, board_view
from realtime import tickets
from store import NotFound
from store.actors import ANONYMOUS
from web.access import current_actor
from web.addresses import outside_url
from web.clock import now
from web.languages import chosen_language, short_name

for _name, _filter in boards.FILTERS.items():
    bp.add_app_template_filter(_filter, _name)


@bp.get("/board/<int:round_id>", endpoint="board_page")
def page(round_id: int) -> ResponseReturnValue:
    """The board for phones and desks."""
    return _page(round_id, "page")


@bp.get("/board/<int:round_id>/hall", endpoint="board_hall")
def hall(round_id: int) -> ResponseReturnValue:
    """The board for a projector."""
    return _page(round_id, "hall")


@bp.get("/board/<int:round_id>/overlay", endpoint="board_overlay")
def overlay(round_id: int) -> ResponseReturnValue:
    """The board on nothing, to be laid over a picture by a video mixer.

    `?show=stage` or `?show=table` leaves the other one out.
    """
    return _page(round_id, "overlay")


@bp.get("/board/<int:round_id>/panel", endpoint="board_panel")
def panel(round_id: int) -> ResponseReturnValue:
    """The live part alone, for browsers that missed something."""
    visible_round(round_id)
    view, language = request.args.get("view", "page"), request.args.get("lang", "zh")
    if view not in boards.VIEWS or language not in boards.LOCALES:
        raise NotFound
    board = board_view(round_id)
    response = make_response(boards.panel(board, view, language))
    response.cache_control.no_cache = True
    response.set_etag(f"{board.epoch}-{board.seq}-{view}-{language}")
    return response


def visible_round(round_id: int) -> Round:
    """The round, if whoever asks may see its board; NotFound otherwise.

    Who asks is looked at only where it matters: a public page touches no session.
    """
    try:
        return board_round(ANONYMOUS, round_id)
    except NotFound:
        return board_round(current_actor(), round_id)


def _page(round_id: int, view: str) -> str:
    round_ = visible_round(round_id)
    identity = ANONYMOUS if round_.contest.public else current_actor()
    board = board_view(round_id)
    language = short_name(chosen_language())
    ticket = tickets.issue(identity.ref, [f"board:{round_id}"], now())
    return render_template(
        f"contests/board/{view}.html",
        board=board,
        panel=boards.panel_with_ticket(board, view, language, ticket),
        address=outside_url("contests.board_page", round_id=round_id),
        show=request.args.get("show", ""),
    )
