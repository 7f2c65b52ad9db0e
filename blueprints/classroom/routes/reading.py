"""Reading together, from the room: any page of what is open, and its picture."""

from flask import Response, abort, render_template, send_file
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.access import role_of
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import reading as queries
from blueprints.classroom.queries.reading import Leaf
from blueprints.classroom.routes.coming import Visit, visit
from store.files import files
from web.access import current_actor

PAGE = "/class/<key>/reading/<int:excerpt_id>/<int:number>"
YEAR_S = 365 * 24 * 3600

panels.add("room", "reading", queries.room_panel, "reading")


@bp.get(PAGE)
def reading_page(key: str, excerpt_id: int, number: int) -> ResponseReturnValue:
    """One page, for who browses by themselves."""
    leaf = _leaf(visit(key), excerpt_id, number)
    return render_template("classroom/reading/_page.html", leaf=leaf, key=key)


@bp.get(f"{PAGE}/picture")
def reading_picture(key: str, excerpt_id: int, number: int) -> Response:
    """The picture of a page: never another one under this address, so browsers keep it."""
    leaf = _leaf(visit(key), excerpt_id, number)
    if not leaf.picture:
        abort(404)
    answer = send_file(files().path(leaf.picture), mimetype="image/jpeg", conditional=True)
    answer.headers["Cache-Control"] = f"private, max-age={YEAR_S}, immutable"
    return answer


def _leaf(found: Visit, excerpt_id: int, number: int) -> Leaf:
    """A page of what is open; staff may look ahead."""
    session = found.session
    is_open = session.excerpt_id == excerpt_id
    if not is_open and role_of(current_actor(), session) is None:
        abort(404)
    leaf = queries.leaf(excerpt_id, number) if _belongs(session.id, excerpt_id) else None
    if leaf is None:
        abort(404)
    return leaf


def _belongs(session_id: int, excerpt_id: int) -> bool:
    return any(excerpt.id == excerpt_id for excerpt in queries.listed(session_id))
