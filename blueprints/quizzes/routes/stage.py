"""The quiz where everybody may look: the hall's screen, observers' phones, play-along."""

import secrets

from flask import (
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from markupsafe import Markup

from blueprints.quizzes import screens
from blueprints.quizzes.access import quiz_by_key
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.play_along import OwnGame, own_game
from blueprints.quizzes.queries.setup import quiz_of_round
from blueprints.quizzes.queries.stage import Stage, media_on_air, stage_of
from blueprints.quizzes.routes.media_files import media_file
from blueprints.quizzes.services import buzzing, play_along
from blueprints.quizzes.services.play.common import micros
from extensions import csrf, limiter
from realtime import tickets
from store import NotFound, UserError
from store.actors import ANONYMOUS, Actor
from web.access import current_actor
from web.addresses import outside_url
from web.clock import now
from web.cookies import give_token
from web.languages import SHORT_NAMES, chosen_language, short_name

COOKIE = "quiz_player"
DAY_S = 24 * 3600
TOKEN_BYTES = 16
A_MINUTE = "30 per minute"
A_HALL_A_MINUTE = "3000 per minute"  # a whole hall has one address


@bp.get("/quiz/<key>", endpoint="quiz_page")
def page(key: str) -> ResponseReturnValue:
    """The quiz on an observer's phone, and the visitor's own game."""
    quiz, actor = _visible(key)
    stage, token = _stage(quiz), _token()
    response = make_response(
        render_template(
            "quizzes/stage/page.html",
            stage=stage,
            panel=_panel(stage, "page", actor),
            own=own_game(quiz, token),
        )
    )
    return response if token else _remember(response)


@bp.get("/quiz/<key>/hall", endpoint="quiz_hall")
def hall(key: str) -> ResponseReturnValue:
    """The quiz on the hall's screen."""
    quiz, actor = _visible(key)
    stage = _stage(quiz)
    return render_template(
        "quizzes/stage/hall.html",
        stage=stage,
        panel=_panel(stage, "hall", actor),
        address=outside_url("quizzes.quiz_page", key=key) if stage.public else "",
    )


@bp.get("/quiz/<key>/panel", endpoint="quiz_panel")
def panel(key: str) -> ResponseReturnValue:
    """The live part alone, for browsers that missed something."""
    quiz, _who = _visible(key)
    view, language = request.args.get("view", "page"), request.args.get("lang", "zh")
    if view not in screens.VIEWS or language not in SHORT_NAMES:
        raise NotFound
    response = make_response(screens.panel(_stage(quiz), view, language))
    response.cache_control.no_store = True
    return response


@bp.get("/quiz/<key>/media/<int:number>", endpoint="quiz_media")
def media(key: str, number: int) -> Response:
    """The picture, sound or film of the question that is on air and shown."""
    quiz, _who = _visible(key)
    return media_file(*media_on_air(quiz, number))


@bp.get("/quiz/<key>/mine", endpoint="quiz_mine")
def mine(key: str) -> ResponseReturnValue:
    """The visitor's own game, as it is now."""
    quiz, _who = _visible(key)
    return _own(own_game(quiz, _token()))


@bp.post("/quiz/<key>/guesses/<int:number>", endpoint="quiz_guess")
@csrf.exempt  # a public page carries no token; the cookie does not come from other sites
@limiter.limit(A_HALL_A_MINUTE)
@limiter.limit(A_MINUTE, key_func=lambda: _token() or get_remote_address())
def guess(key: str, number: int) -> ResponseReturnValue:
    """Play along: an answer to the question on air."""
    quiz, _who = _visible(key)
    token = _token()
    if not token:
        raise UserError(
            _("Load the page once more, then play along. Nothing was sent."),
            status=403,
            code="cookie",
        )
    play_along.guess(quiz, number, token, _given(), now())
    if request.headers.get("X-Requested-With") == "fetch":
        return _own(own_game(quiz, token))
    return redirect(url_for("quizzes.quiz_page", key=key), 303)


@bp.app_template_global("quiz_key_of")
def quiz_key_of(round_id: int) -> str | None:
    """The name in addresses of the quiz that a round is played as, for links from its board."""
    quiz = quiz_of_round(round_id)
    return quiz.key if quiz else None


def _given() -> list[int | str]:
    """Positions of chosen options, or the texts of the blanks."""
    chosen = request.form.getlist("option")
    if chosen:
        return [int(one) if one.isascii() and one.isdigit() else one for one in chosen[:20]]
    return list(request.form.getlist("text")[:20])


def _own(game: OwnGame) -> Response:
    return jsonify(html=render_template("quizzes/stage/_mine.html", own=game))


def _stage(quiz: Quiz) -> Stage:
    """The stage as it is now. A race whose time is over is settled by whoever looks."""
    at = now()
    buzzing.settle_quiz(quiz.id, now=at, now_us=micros(at))
    return stage_of(quiz, at)


def _panel(stage: Stage, view: str, actor: Actor) -> Markup:
    identity = ANONYMOUS if stage.public else actor
    ticket = tickets.issue(identity.ref, [f"quiz:{stage.quiz_id}"], now())
    html = screens.panel(stage, view, short_name(chosen_language()), ticket)
    return Markup(html)  # noqa: S704 - rendered and escaped by Jinja


def _visible(key: str) -> tuple[Quiz, Actor]:
    """Who asks is looked at only where it matters: a public page touches no session."""
    try:
        return quiz_by_key(key, ANONYMOUS), ANONYMOUS
    except NotFound:
        actor = current_actor()
        return quiz_by_key(key, actor), actor


def _token() -> str:
    return request.cookies.get(COOKIE, "")[:64]


def _remember(response: Response) -> Response:
    """Give the browser a name of its own, for playing along."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    give_token(response, COOKIE, token, path="/quiz", max_age=DAY_S)
    return response
