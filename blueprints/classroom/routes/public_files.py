"""Pictures of sessions, guests, seasons and books, and the files that are handed out."""

from io import BytesIO

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from blueprints.certificates.queries.rolls.portraits import SMALL, portrait, stored
from blueprints.classroom.access import role_of, session_by_key
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import public as queries
from blueprints.classroom.routes.coming import visit
from store import NotFound
from web.access import current_actor

PICTURE = "image/jpeg"
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
KEPT = "private, max-age=3600"  # the address carries the content's name


@bp.get("/class/<key>/cover")
def session_cover(key: str) -> ResponseReturnValue:
    """The session's picture; `?small=1` for a card."""
    return _picture(session_by_key(current_actor(), key).cover)


@bp.get("/class/<key>/book/cover")
def session_book_cover(key: str) -> ResponseReturnValue:
    """The cover of the book that the session is about."""
    book = session_by_key(current_actor(), key).book
    return _picture(book.cover if book else "")


@bp.get("/class/<key>/guests/<int:guest_id>/photo")
def guest_photo(key: str, guest_id: int) -> ResponseReturnValue:
    """A guest's photograph; `?small=1` for a card."""
    session = session_by_key(current_actor(), key)
    return _picture(next((g.photo for g in session.guests if g.id == guest_id), ""))


@bp.get("/class/<key>/materials/<int:material_id>")
def material(key: str, material_id: int) -> Response:
    """A file that is handed out: for who is in the room, and for its staff."""
    session = session_by_key(current_actor(), key)
    if role_of(current_actor(), session) is None:
        session = visit(key).session
    found = next((one for one in session.materials if one.id == material_id), None)
    if found is None:
        raise NotFound
    ending = {"jpeg": "jpg"}.get(found.kind, found.kind)
    answer = send_file(
        stored(found.file), mimetype=TYPES[found.kind], download_name=f"{found.title}.{ending}"
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get("/seasons/<key>/cover")
def season_cover(key: str) -> ResponseReturnValue:
    """The season's picture."""
    return _picture(queries.season_by_key(current_actor(), key).cover)


@bp.get("/seasons/<key>/books/<int:book_id>/cover")
def book_cover(key: str, book_id: int) -> ResponseReturnValue:
    """The cover of a book of the season's list."""
    season = queries.season_by_key(current_actor(), key)
    return _picture(next((b.cover for b in season.books if b.id == book_id), ""))


def _picture(name: str) -> ResponseReturnValue:
    """A kept picture; NotFound where there is none. `?v=` in addresses changes with it."""
    if not name:
        raise NotFound
    if request.args.get("small"):
        content = BytesIO(portrait(name, SMALL))
        answer = send_file(content, mimetype=PICTURE, etag=f"{name}-{SMALL}", conditional=True)
    else:
        answer = send_file(stored(name), mimetype=PICTURE, etag=name, conditional=True)
    answer.headers["Cache-Control"] = KEPT
    return answer
