"""The start page, by who is looking; and the preferences."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.home import panels
from blueprints.home.routes.base import blueprint
from blueprints.people import queries
from extensions import csrf
from web import preferences as cookies
from web.access import current_actor, safe_next, wants_page


@blueprint.get("/")
def start() -> str:
    """What this is and what is on now; for the signed-in, their sections."""
    actor = current_actor()
    if actor.kind == "account":
        return render_template(
            "home/sections.html", sections=panels.sections(actor), panels=panels.shown()
        )
    return render_template(
        "home/start.html", panels=panels.shown(), set_up=queries.has_administrator()
    )


@blueprint.post("/preferences")
@csrf.exempt  # public pages carry no token, and nothing here is worth forging
def preferences() -> ResponseReturnValue:
    """Remember language, theme and text size for a year; back to where one was."""
    if wants_page():
        response: Response = make_response(redirect(safe_next(request.form.get("next")), 303))
    else:
        response = make_response("", 204)
        response.headers["HX-Refresh"] = "true"
    for name in ("language", "theme", "text"):
        if name in request.form:
            cookies.remember(response, name, request.form[name])
    return response
