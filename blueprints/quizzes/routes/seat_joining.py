"""Sitting down at a seat of a quiz, by the code in a QR. No account, no password."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from blueprints.contests.routes.joining import SEAT_KEPT, device_label
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.queries.seats import Sitting, sitting
from blueprints.quizzes.services import seats
from store import UserError
from web.clock import now
from web.cookies import give_token


@bp.get("/quiz/join/<code>", endpoint="seat_invitation")
def seat_invitation(code: str) -> ResponseReturnValue:
    """Name the seat and wait for the tap: previews of links only ever GET."""
    try:
        return _invite(_seat(code))
    except UserError as error:
        return _away(str(error.message)), 404


@bp.post("/quiz/join/<code>", endpoint="seat_join")
def seat_join(code: str) -> ResponseReturnValue:
    """Sit down, which uses the code up."""
    try:
        seat = _seat(code)
        take_over = request.form.get("take_over") == "1"
        return give_seat(seats.sit_down(code, device_label(), now(), take_over=take_over))
    except UserError as error:
        if error.code == "taken":
            return _invite(seat), 409
        return _away(str(error.message)), error.status


def give_seat(sat: seats.Sat) -> Response:
    """To the phone's page, with the cookie that only this seat's pages are sent."""
    address = url_for("quizzes.seat_phone", contestant_id=sat.contestant_id)
    response = redirect(address, 303)
    name = seat_cookie(sat.contestant_id)
    give_token(response, name, sat.token, path=address, max_age=SEAT_KEPT)
    return response


def seat_cookie(contestant_id: int) -> str:
    """The name of the cookie that holds a phone's token: several seats fit in a browser."""
    return f"quiz_seat_{contestant_id}"


def _seat(code: str) -> Sitting:
    seat = sitting(seats.contestant_by_code(code).id)
    assert seat is not None
    return seat


def _invite(seat: Sitting) -> str:
    return render_template("quizzes/seats/join.html", seat=seat, action=request.path)


def _away(message: str) -> str:
    return render_template(
        "quizzes/seats/away.html", title=_("This code does not work"), message=message
    )
