"""The paper: shown to the device that writes it, saved answer by answer, handed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import (
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from blueprints.contests.routes.judging_input import words
from blueprints.contests.routes.setup_answers import ID
from blueprints.contests.services.seats import token_hash
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.queries.exam_paper import Asked, Paper, asked_on, media_of, own_paper
from blueprints.quizzes.routes.exam_joining import paper_cookie
from blueprints.quizzes.routes.media_files import media_file
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.services import exams
from store import NotFound, UserError
from web.access import wants_json
from web.clock import now

PAPER = f"/exam/<{ID}:paper_id>"
MOST_BODY = 512 * 1024
MOST_PARTS = 21  # of an answer; one more than is taken, so that too many are noticed
TEXTUAL = (QuestionKind.FILL_IN, QuestionKind.OPEN)
PLACES = frozenset(map(str, range(20)))


@bp.get(PAPER)
def paper_page(paper_id: int) -> ResponseReturnValue:
    """Before it begins the cover, then the paper, then that it is handed in."""
    try:
        paper, is_here = _paper(paper_id)
    except NotFound:
        return render_template("quizzes/exams/code.html", error=_no_seat(), code=""), 404
    if not is_here:
        return render_template("quizzes/exams/replaced.html", paper=paper), 409
    if not paper.is_writing:
        return _kept_by_nobody(render_template("quizzes/exams/cover.html", paper=paper, now=now()))
    page = render_template(
        "quizzes/exams/paper.html", paper=paper, questions=asked_on(paper_id), now=now()
    )
    return _kept_by_nobody(page)


@bp.post(f"{PAPER}/begin")
def paper_begin(paper_id: int) -> ResponseReturnValue:
    """The own clock begins to run."""
    exams.begin(paper_id, _token(paper_id), now())
    return redirect(_page(paper_id), 303)


@bp.get(f"{PAPER}/state.json")
def paper_state(paper_id: int) -> ResponseReturnValue:
    """Where the paper stands: clock, versions and answers, and a fresh CSRF token."""
    paper, is_here = _paper(paper_id)
    if not is_here:
        raise _replaced()
    answers = {
        one.id: {"given": one.given, "version": one.version}
        for one in (asked_on(paper_id) if paper.is_writing else ())
    }
    found = {"csrf": generate_csrf(), "answers": answers, "is_writing": paper.is_writing}
    return _kept_by_nobody(jsonify(**found, **_clock(paper.deadline_at)))


@bp.post(f"{PAPER}/answers")
def paper_save(paper_id: int) -> ResponseReturnValue:
    """Keep answers: a script sends those that changed, a form all of them."""
    token = _token(paper_id)
    if not request.is_json:
        exams.save(paper_id, token, _typed(paper_id), now())
        return redirect(_page(paper_id), 303)
    saved = exams.save(paper_id, token, _sent(), now())
    return _kept_by_nobody(jsonify(kept=saved.kept, newer=saved.newer, **_clock(saved.ends)))


@bp.post(f"{PAPER}/hand-in")
def paper_hand_in(paper_id: int) -> ResponseReturnValue:
    """Hand in, with what was not sent yet."""
    answers = _sent() if request.is_json else _typed(paper_id)
    exams.hand_in(paper_id, _token(paper_id), answers, now())
    if wants_json():
        return jsonify(address=_page(paper_id))
    return redirect(_page(paper_id), 303)


@bp.get(f"{PAPER}/media/<{ID}:question_id>")
def paper_media(paper_id: int, question_id: int) -> Response:
    """The picture, sound or film of a question, while the paper is being written."""
    paper, is_here = _paper(paper_id)
    if not is_here or not paper.is_writing:
        raise NotFound
    return media_file(*media_of(paper_id, question_id))


def _paper(paper_id: int) -> tuple[Paper, bool]:
    token = _token(paper_id)
    exams.hand_in_if_overdue(paper_id, now())
    return own_paper(paper_id, token)


def _token(paper_id: int) -> str:
    """The hash of this device's token; a device that never sat here finds nothing."""
    token = request.cookies.get(paper_cookie(paper_id), "")
    if not token:
        raise NotFound
    return token_hash(token)


def _sent() -> list[exams.Given]:
    """`{"answers": [{"question", "given", "version"}]}` of a script; anything may come."""
    if (request.content_length or 0) > MOST_BODY:
        abort(413)
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # thousands of brackets
        body = None
    answers = body.get("answers", []) if isinstance(body, dict) else None
    if not isinstance(answers, list):
        raise _garbled()
    return [_given(one) for one in answers]


def _given(one: Any) -> exams.Given:
    if not isinstance(one, Mapping):
        raise _garbled()
    question, version = _whole(one.get("question")), _whole(one.get("version"))
    if not isinstance(one.get("given"), list):
        raise _garbled()
    given = [words(text) if isinstance(text, str) else text for text in one["given"][:MOST_PARTS]]
    return exams.Given(question, given, version)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 < value < 2**31:
        raise _garbled()
    return value


def _typed(paper_id: int) -> list[exams.Given]:
    """What the form says, without a script. What isn't in it is left as it is."""
    _paper_here(paper_id)
    typed = [(asked, _field(asked)) for asked in asked_on(paper_id)]
    return [
        exams.Given(asked.id, given, asked.version + 1)
        for asked, given in typed
        if given is not None and given != asked.given
    ]


def _field(asked: Asked) -> list[Any] | None:
    """A question's part of the form; None if there is none. Boxes that are all unticked send
    nothing, so the form says beside them that they are in it.
    """
    values = request.form.getlist(f"q{asked.id}")
    if not values and f"boxes{asked.id}" not in request.form:
        return None
    if asked.kind not in TEXTUAL:
        return [int(one) for one in values if one in PLACES]
    texts = [one.strip() for one in values]
    return texts if any(texts) else []


def _paper_here(paper_id: int) -> None:
    """Refuse a form of a paper that isn't begun, or goes on elsewhere."""
    paper, is_here = _paper(paper_id)
    if not is_here:
        raise _replaced()
    if paper.started_at is None:
        raise NotFound


def _clock(ends: datetime | None) -> dict[str, int | None]:
    """The server's time and the paper's end, in milliseconds since 1970."""
    return {
        "now": round(now().timestamp() * 1000),
        "ends": round(ends.timestamp() * 1000) if ends else None,
    }


def _kept_by_nobody(answer: ResponseReturnValue) -> Response:
    response: Response = make_response(answer)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(paper_id: int) -> str:
    address: str = url_for("quizzes.paper_page", paper_id=paper_id)
    return address


def _no_seat() -> str:
    return _("This paper is not open on this device. Enter the code of your slip.")


def _replaced() -> UserError:
    return UserError(
        _("This paper goes on on another device. Enter your code to write here again."),
        status=409,
        code="replaced",
    )


def _garbled() -> UserError:
    return UserError(_("The request could not be understood."), status=400, code="bad_request")
