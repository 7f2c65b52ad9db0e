"""Photographs and lines of entrants, as a ceremony shows them."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.photographs import prepared
from blueprints.contests.queries.reveal import portrait_lines
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services import reveal
from store import NotFound
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.uploads import read_upload


@bp.post(f"/contests/rounds/<{ID}:round_id>/portraits/<entry_key>")
@require_account
def reveal_portrait_set(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Keep a line, and a photograph if one was chosen."""
    round_for(current_actor(), round_id, Right.SET_UP)

    def keep() -> None:
        sent = request.files.get("photo")
        photo = (
            prepared(read_upload(sent, ("jpeg", "png")).content) if sent and sent.filename else None
        )
        reveal.set_portrait(
            current_actor(),
            round_id,
            entry_key,
            request.form.get("line", ""),
            now(),
            photo=photo,
            remove=request.form.get("remove") == "1",
        )

    address = url_for("contests.reveal_plan", round_id=round_id, _anchor=f"portrait-{entry_key}")
    return carry_out(keep, _("Kept."), address)


@bp.get(f"/contests/rounds/<{ID}:round_id>/portraits/<entry_key>.jpg")
@require_account
def reveal_portrait(round_id: int, entry_key: str) -> Response:
    """The photograph, for the staff."""
    round_ = round_for(current_actor(), round_id)
    lines = [line for line in portrait_lines(round_) if line.who.key == entry_key]
    if not lines or not lines[0].photo:
        raise NotFound
    response = Response(files().read(lines[0].photo), mimetype="image/jpeg")
    response.cache_control.private = True
    response.set_etag(lines[0].photo)
    return response.make_conditional(request)
