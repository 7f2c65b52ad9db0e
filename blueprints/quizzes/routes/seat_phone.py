"""The contestant's phone: the page, its live part, presses and answers by POST."""

import json
import secrets

from flask import (
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints.contests.services.seats import token_hash
from blueprints.quizzes import phones
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.live.seats import IDENTITY, acknowledgement, press_input
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.seats import PhoneView, Sitting, floor_of, phone_of, sitting_by
from blueprints.quizzes.queries.stage import media_on_air
from blueprints.quizzes.routes.media_files import media_file
from blueprints.quizzes.routes.seat_joining import seat_cookie
from blueprints.quizzes.services import buzzing, seat_answers
from blueprints.quizzes.services.play.common import micros
from blueprints.quizzes.services.seat_answers import AnswerInput
from realtime import Identity, tickets
from store import NotFound, UserError, db
from web.access import wants_json
from web.clock import now
from web.languages import SHORT_NAMES, chosen_language, short_name

SEAT = "/quiz/seat/<int:contestant_id>"


@bp.get(SEAT + "/", endpoint="seat_phone")
def seat_phone(contestant_id: int) -> ResponseReturnValue:
    """The phone of a seat; who doesn't sit there any more is told so."""
    seat = _sitting(contestant_id)
    if seat is None:
        page = render_template(
            "quizzes/seats/away.html",
            title=_("This phone does not sit here"),
            message=_("Another phone has taken the seat, or the seat is closed."),
        )
        return page, 403
    language = short_name(chosen_language())
    room = phones.ticket_room(contestant_id, seat.device)
    ticket = tickets.issue(Identity(IDENTITY, contestant_id), [room], now())
    html = phones.panel(seat, _view(seat), language, ticket)
    response = make_response(
        render_template(
            "quizzes/seats/phone.html",
            seat=seat,
            panel=Markup(html),  # noqa: S704 - rendered and escaped by Jinja
        )
    )
    response.cache_control.no_store = True
    return response


@bp.get(SEAT + "/panel", endpoint="seat_panel")
def seat_panel(contestant_id: int) -> ResponseReturnValue:
    """The live part alone, for phones that missed something."""
    seat, language = _required(contestant_id), request.args.get("lang", "zh")
    if language not in SHORT_NAMES:
        raise NotFound
    response = make_response(phones.panel(seat, _view(seat), language))
    response.cache_control.no_store = True
    return response


@bp.get(SEAT + "/media/<int(max=2147483647):number>", endpoint="seat_media")
def seat_media(contestant_id: int, number: int) -> Response:
    """The picture of the question on air: a seat sees it in contests that aren't public, too."""
    seat = _required(contestant_id)
    return media_file(*media_on_air(db.session.get_one(Quiz, seat.quiz_id), number))


@bp.post(SEAT + "/presses", endpoint="seat_press")
def seat_press(contestant_id: int) -> ResponseReturnValue:
    """A press, when the socket doesn't carry it. Without a clock it counts when it arrives."""
    at = now()
    seat = _required(contestant_id)
    told = press_input((contestant_id, seat.device), _told(), "post")
    taken = buzzing.press(contestant_id, seat.device, told, now=at, now_us=micros(at))
    if wants_json():
        return jsonify(ok=True, **acknowledgement(taken))
    return redirect(url_for("quizzes.seat_phone", contestant_id=contestant_id), 303)


@bp.post(SEAT + "/answers", endpoint="seat_answer")
def seat_answer(contestant_id: int) -> ResponseReturnValue:
    """An answer to the question on air: {turn, key, option… or text…}."""
    seat = _required(contestant_id)
    told = AnswerInput(request.form.get("turn", 0, type=int), request.form.get("key", ""), _given())
    try:
        taken = seat_answers.answer(contestant_id, seat.device, told, now())
    except NotFound:
        raise
    except UserError as error:
        if wants_json():
            raise
        flash(str(error.message), "error")
        return redirect(url_for("quizzes.seat_phone", contestant_id=contestant_id), 303)
    if wants_json():
        return jsonify(ok=True, answer=taken.answer_id, repeated=taken.repeated)
    flash(_("Your answer is in."), "success")
    return redirect(url_for("quizzes.seat_phone", contestant_id=contestant_id), 303)


def new_key() -> str:
    """An idempotency key for a form that a browser sends without a script."""
    return secrets.token_urlsafe(12)


bp.app_template_global("quiz_seat_key")(new_key)


def _told() -> dict[str, object]:
    """The fields of a press as the socket would bring them."""
    form = request.form
    try:
        clock = json.loads(form.get("clock", "[]"))
    except (ValueError, RecursionError):
        clock = []
    at = form.get("at", type=int)
    turn, heat = form.get("turn", type=int), form.get("heat", type=int)
    return {"turn": turn, "heat": heat, "key": form.get("key"), "at": at, "clock": clock}


def _given() -> list[int | str]:
    """Positions of chosen options, or the texts of the blanks."""
    chosen = request.form.getlist("option")
    if chosen:
        return [int(one) if one.isascii() and one.isdigit() else one for one in chosen[:20]]
    return list(request.form.getlist("text")[:20])


def _sitting(contestant_id: int) -> Sitting | None:
    token = request.cookies.get(seat_cookie(contestant_id), "")
    return sitting_by(contestant_id, token_hash(token)) if token else None


def _required(contestant_id: int) -> Sitting:
    seat = _sitting(contestant_id)
    if seat is None:
        raise UserError(
            _("This phone does not sit at this seat any more."), status=403, code="replaced"
        )
    return seat


def _view(seat: Sitting) -> PhoneView:
    at = now()
    buzzing.settle_quiz(seat.quiz_id, now=at, now_us=micros(at))
    return phone_of(floor_of(db.session.get_one(Quiz, seat.quiz_id), at), seat)
