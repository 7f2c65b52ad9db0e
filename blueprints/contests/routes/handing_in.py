"""An entrant's page behind the link: handing a work in, and what it looks like."""

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.contests.blueprint import bp
from blueprints.contests.photographs import LONGEST_SIDE, prepared
from blueprints.contests.queries.works import own_works
from blueprints.contests.services import appeals, works
from blueprints.contests.services.works import MOST_PICTURES, WorkInput
from extensions import limiter
from store import NotFound, UserError
from store.files import files
from web.clock import now
from web.refusals import told
from web.unlisted import unlisted
from web.uploads import read_upload

LOOKS = "120 per minute"
WORKS = "30 per hour"
KINDS = ("jpeg", "png")


@bp.get("/work/<token>")
@limiter.limit(LOOKS)
def handing_in_page(token: str) -> ResponseReturnValue:
    """The page of the entrant who holds this link."""
    return _page(token)


@bp.get("/work/<token>/<file>.jpg")
@limiter.limit(LOOKS)
def handing_in_picture(token: str, file: str) -> Response:
    """A picture of the entrant's own."""
    _entry, rounds = own_works(appeals.token_hash(token), now())
    own = {one.file for r in rounds if r.work for one in r.work.pictures}
    if file not in own:
        raise NotFound
    return unlisted(Response(files().read(file), mimetype="image/jpeg"))


@bp.post("/work/<token>/<int(max=2147483647):round_id>")
@limiter.limit(WORKS)
def handing_in(token: str, round_id: int) -> ResponseReturnValue:
    """Hand in: title, text, pictures to add, and those that stay."""
    own_works(appeals.token_hash(token), now())  # before a picture of a stranger is looked at
    form = request.form
    try:
        sent = [one for one in request.files.getlist("pictures") if one.filename][:MOST_PICTURES]
        most = current_app.config["MAX_CONTENT_LENGTH"]  # a phone's are larger than other files
        pictures = tuple(prepared(read_upload(one, KINDS, most).content) for one in sent)
        given = WorkInput(
            form.get("title", ""), form.get("text", ""), pictures, tuple(form.getlist("kept"))
        )
        works.hand_in(token, round_id, given, now())
    except UserError as error:
        return _page(token, round_id, told(error), error.code, error.status)
    return redirect(url_for("contests.handing_in_page", token=token), 303)


def _page(
    token: str, round_id: int = 0, error: str = "", code: str = "", status: int = 200
) -> ResponseReturnValue:
    entry, rounds = own_works(appeals.token_hash(token), now())
    html = render_template(
        "contests/works/own.html",
        entry=entry,
        rounds=rounds,
        token=token,
        refused=round_id,
        error=error,
        field=code,
        form=request.form,
        most=MOST_PICTURES,
        megabytes=current_app.extensions["settings"].upload_mb,
        longest=LONGEST_SIDE,
    )
    return unlisted(make_response(html, status))
