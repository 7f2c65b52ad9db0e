"""A ceremony where everybody may look: the hall's screen, its live part, photographs."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.contests import reveals
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Ceremony
from blueprints.contests.queries.reveal import hall_ceremony, hall_view, instead_of, shown_photo
from blueprints.contests.routes.setup_answers import ID
from realtime import tickets
from store import NotFound
from store.actors import ANONYMOUS
from store.files import files
from web.access import current_actor
from web.addresses import outside_url
from web.clock import now
from web.languages import SHORT_NAMES, chosen_language, short_name


@bp.get(f"/reveal/<{ID}:ceremony_id>/hall")
def reveal_hall(ceremony_id: int) -> ResponseReturnValue:
    """The screen for a projector; a phone shows it as well.

    Loaded again after the ceremony was broken off, it goes on to the one begun instead.
    """
    ceremony = _visible(ceremony_id)
    if next_one := instead_of(ceremony):
        return redirect(url_for("contests.reveal_hall", ceremony_id=next_one.id))
    public = ceremony.round.contest.public and not ceremony.rehearsal
    identity = ANONYMOUS if public else current_actor()
    language = short_name(chosen_language())
    ticket = tickets.issue(identity.ref, [f"reveal:{ceremony_id}"], now())
    view = hall_view(ceremony)
    return render_template(
        "contests/reveal/hall.html",
        view=view,
        panel=Markup(reveals.panel(view, language, ticket)),  # noqa: S704 - rendered by Jinja
        address=outside_url("contests.reveal_hall", ceremony_id=ceremony_id) if public else "",
    )


@bp.get(f"/reveal/<{ID}:ceremony_id>/panel")
def reveal_panel(ceremony_id: int) -> Response:
    """The live part alone, for browsers that missed something."""
    ceremony = _visible(ceremony_id)
    language = request.args.get("lang", "zh")
    if language not in SHORT_NAMES:
        raise NotFound
    response = make_response(reveals.panel(hall_view(ceremony), language))
    response.cache_control.no_store = True
    return response


@bp.get(f"/reveal/<{ID}:ceremony_id>/photo/<{ID}:number>/<key>.jpg")
def reveal_photo(ceremony_id: int, number: int, key: str) -> ResponseReturnValue:
    """The photograph that a step shows, once that step was taken."""
    ceremony = _visible(ceremony_id)
    response = Response(files().read(shown_photo(ceremony, number, key)), mimetype="image/jpeg")
    response.cache_control.no_store = True  # a step back takes it away again
    return response


def _visible(ceremony_id: int) -> Ceremony:
    """Who asks is looked at only where it matters: a public page touches no session."""
    try:
        return hall_ceremony(ANONYMOUS, ceremony_id)
    except NotFound:
        return hall_ceremony(current_actor(), ceremony_id)
