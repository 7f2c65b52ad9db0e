"""Refusals and faults, shown in the form the asker can use: page, toast fragment, or JSON.

Each says what happened, what was kept, and what to do. Nothing of the inside is ever shown.
"""

import json
import logging
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from store import db
from store.errors import UserError
from web import access
from web.languages import chosen_language

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """One kind of trouble in words; `code` is stable, for scripts."""

    status: int
    code: str
    happened: str
    kept: str
    todo: str


_NOTHING_SAVED = _l("Nothing was changed.")
_WORDS = {
    w.status: w
    for w in (
        Words(400, "bad_request", _l("The request could not be understood."), _NOTHING_SAVED,
              _l("Go back, reload the page, and try again.")),
        Words(401, "sign_in_required", _l("You are not signed in, or your session has ended."),
              _l("What you saved before is kept."), _l("Sign in, then try again.")),
        Words(403, "forbidden", _l("Your role does not allow this."), _NOTHING_SAVED,
              _l("Ask the organiser or the administrator for the right to do it.")),
        Words(404, "not_found", _l("There is no such page, or you may not see it."),
              _NOTHING_SAVED, _l("Check the address, or start again from the home page.")),
        Words(405, "method_not_allowed", _l("This address can’t be used in this way."),
              _NOTHING_SAVED, _l("Go back to the page you came from.")),
        Words(409, "conflict", _l("Someone else changed this in the meantime."),
              _l("Their change is kept, yours was not saved."),
              _l("Reload the page, look at the new state, and try again.")),
        Words(410, "file_lost", _l("This file is missing from the data folder."),
              _l("What the records say of it is kept."),
              _l("Tell the administrator: a backup may still hold it.")),
        Words(413, "too_large", _l("What was sent is too large."), _NOTHING_SAVED,
              _l("Choose a smaller file, or ask the administrator to raise the limit.")),
        Words(429, "too_many", _l("Too many attempts in a short time."),
              _l("What you saved before is kept."), _l("Wait a minute, then try again.")),
        Words(500, "fault", _l("The server met a fault."),
              _l("What you saved before is kept; this last step was not carried out."),
              _l("Try again. If it happens again, tell the administrator the time shown here.")),
        Words(503, "unavailable", _l("The server is too busy or is being restarted."),
              _l("What you saved before is kept."), _l("Wait a moment, then try again.")),
    )
}  # fmt: skip
_CSRF = Words(
    400,
    "csrf",
    _l("This page was opened too long ago or in another session."),
    _NOTHING_SAVED,
    _l("Reload the page, then try again."),
)


def init_app(app: Flask) -> None:
    app.register_error_handler(UserError, _refused)
    app.register_error_handler(CSRFError, lambda error: _answer(_CSRF))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _refused(error: UserError) -> Response:
    words = _words(error.status)
    happened = error.message or words.happened
    if error.message:  # the message itself says what was kept and what to do
        words = Words(error.status, error.code, str(happened), "", "")
    return _answer(words)


def _http(error: HTTPException) -> ResponseReturnValue:
    made_on_purpose = error.response is not None  # abort(response)
    if made_on_purpose or (error.code or 500) < 400:  # or a redirect for a missing slash
        return error.get_response()
    response = _answer(_words(error.code or 500))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _fault(error: Exception) -> Response:
    log.error("fault at %s %s", request.method, request.path, exc_info=error)
    db.session.rollback()
    return _answer(_WORDS[500])


def _words(status: int) -> Words:
    if status in _WORDS:
        return _WORDS[status]
    nearest = _WORDS[500 if status >= 500 else 400]
    return Words(status, nearest.code, nearest.happened, nearest.kept, nearest.todo)


def _answer(words: Words) -> Response:
    if access.wants_json():
        body = {"code": words.code, "message": sentence(words)}
        response = jsonify(error=body)
    elif access.wants_fragment():
        response = make_response(
            render_template(
                "errors/_toast.html", words=words, detail=_joined(words.kept, words.todo)
            )
        )
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
    else:
        response = make_response(render_template("errors/page.html", words=words))
    response.status_code = words.status
    response.headers["Cache-Control"] = "no-store"
    return response


def sentence(words: Words) -> str:
    """The three parts in one line; Chinese sentences follow each other without a space."""
    return _joined(words.happened, words.kept, words.todo)


def _joined(*parts: str) -> str:
    space = "" if chosen_language().startswith("zh") else " "
    return space.join(str(part) for part in parts if part)


def add_toast(response: Response, message: str, kind: str = "success") -> Response:
    """Have the page show `message` when an HTMX answer arrives (event `toast`)."""
    event = {"toast": {"message": str(message), "kind": kind}}
    response.headers["HX-Trigger"] = json.dumps(event)  # ASCII: headers take nothing else
    return response
