"""Coming to one's paper with the code of a slip: typed, or by the QR."""

from datetime import timedelta

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from blueprints.contests.routes.joining import device_label, network
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.models import ExamPaper
from blueprints.quizzes.queries.exam_paper import paper_of
from blueprints.quizzes.services import exams
from extensions import limiter
from store import UserError
from web.clock import now
from web.cookies import give_token

PAPER_KEPT = timedelta(days=2)
# 32^8 codes can't be walked; a whole hall may come from one address at the same minute.
TRIES_PER_ADDRESS = "3000 per minute"
WRONG_TRIES_OF_ALL = "200 per minute; 2000 per day"


def _too_many(_limit: RequestLimit) -> Response:
    return make_response(_form(_("Too many codes were tried. Wait a minute.")), 429)


def _was_wrong(response: Response) -> bool:
    return response.status_code == 422


@bp.get("/exam")
def paper_code() -> ResponseReturnValue:
    """Ask for the code."""
    return _form()


@bp.post("/exam")
@limiter.limit(TRIES_PER_ADDRESS, key_func=network, on_breach=_too_many)
@limiter.shared_limit(
    WRONG_TRIES_OF_ALL,
    scope="wrong-exam-codes",
    key_func=lambda: "everybody",
    deduct_when=_was_wrong,
    on_breach=_too_many,
)
def paper_by_code() -> ResponseReturnValue:
    """Find the paper of a typed code."""
    code = request.form.get("code", "")
    try:
        exams.paper_by_code(code)
    except UserError as error:
        return _form(str(error.message), code), 422
    return redirect(url_for("quizzes.paper_invitation", code=exams.plain_code(code)), 303)


@bp.get("/exam/join/<code>")
@limiter.limit(TRIES_PER_ADDRESS, key_func=network, on_breach=_too_many)
def paper_invitation(code: str) -> ResponseReturnValue:
    """Name the paper and wait for the tap: previews of links only ever GET."""
    try:
        return _invite(exams.paper_by_code(code), code)
    except UserError as error:
        return _form(str(error.message)), 422


@bp.post("/exam/join/<code>")
@limiter.limit(TRIES_PER_ADDRESS, key_func=network, on_breach=_too_many)
def paper_join(code: str) -> ResponseReturnValue:
    """Write the paper on this device."""
    try:
        paper = exams.paper_by_code(code)
        sat = exams.sit_down(
            code, device_label(), now(), take_over=request.form.get("take_over") == "1"
        )
    except UserError as error:
        if error.code == "taken":
            return _invite(paper, code), 409
        if error.code == "unknown_code":
            return _form(str(error.message)), 422
        raise
    return _give(sat)


def paper_cookie(paper_id: int) -> str:
    """The name of the cookie that holds a device's token."""
    return f"paper_{paper_id}"


def _give(sat: exams.Sat) -> Response:
    response = redirect(url_for("quizzes.paper_page", paper_id=sat.paper_id), 303)
    path = f"/exam/{sat.paper_id}"
    give_token(response, paper_cookie(sat.paper_id), sat.token, path=path, max_age=PAPER_KEPT)
    return response


def _form(error: str = "", code: str = "") -> str:
    return render_template("quizzes/exams/code.html", error=error, code=code[:40])


def _invite(paper: ExamPaper, code: str) -> str:
    is_taken = paper.token_hash is not None and paper.handed_in_at is None
    return render_template(
        "quizzes/exams/invitation.html",
        paper=paper_of(paper),
        code=code,
        device=paper.label if is_taken else "",
        is_taken=is_taken,
    )
