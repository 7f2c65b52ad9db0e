"""An entrant's own page behind the unguessable link: the window, the form, the appeals so far."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.contests.blueprint import bp
from blueprints.contests.queries.appeals import own_page
from blueprints.contests.routes.appeals import letter_of_form
from blueprints.contests.services import appeals
from extensions import limiter
from store import UserError
from web.clock import now
from web.refusals import told
from web.unlisted import unlisted

LOOKS = "60 per minute"
LETTERS = "10 per hour"


@bp.get("/appeal/<token>")
@limiter.limit(LOOKS)
def appealing_page(token: str) -> ResponseReturnValue:
    """The page of the entrant whose slip carries this link."""
    return _page(token)


@bp.post("/appeal/<token>/<int:round_id>")
@limiter.limit(LETTERS)
def appealing_lodge(token: str, round_id: int) -> ResponseReturnValue:
    """Appeal: {words, name, contact, key}."""
    try:
        appeal = appeals.lodge_by_link(token, round_id, letter_of_form(), now())
    except UserError as error:
        return _page(token, round_id, told(error), error.code, error.status)
    address = url_for("contests.appealing_page", token=token, _anchor=f"appeal-{appeal.number}")
    return redirect(address, 303)


def _page(
    token: str, round_id: int = 0, error: str = "", code: str = "", status: int = 200
) -> ResponseReturnValue:
    page = own_page(appeals.token_hash(token), now())
    html = render_template(
        "contests/defence/own.html",
        page=page,
        token=token,
        refused=round_id,
        error=error,
        field=code if code in ("words", "name", "contact") else "",
        form=request.form,
    )
    return unlisted(make_response(html, status))
