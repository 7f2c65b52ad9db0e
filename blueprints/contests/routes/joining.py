"""Sitting down as a judge: by PIN or by the code in a QR. No account, no password."""

from datetime import timedelta
from functools import partial

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RequestLimit
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from blueprints.contests.blueprint import bp
from blueprints.contests.queries.console import Sitting, invitation
from blueprints.contests.services import seats
from extensions import limiter
from store import UserError
from web.clock import now
from web.cookies import give_token

SEAT_KEPT = timedelta(days=3)  # a contest, with the day before and the day after
PIN_MARKS = str.maketrans("０１２３４５６７８９", "0123456789", " -\u3000\u00a0·－")

# A million PINs must not be walkable. A whole hall may share one address, so tries per address
# are not few; wrong tries of all addresses together are, and QR codes go on working meanwhile.
TRIES_PER_ADDRESS = "30 per minute; 200 per hour"
WRONG_TRIES_OF_ALL = "60 per minute; 400 per day"


def network() -> str:
    """The asker's address; of IPv6 the network, since one machine has as many as it likes."""
    address = get_remote_address()
    return ":".join(address.split(":")[:4]) if ":" in address else address


def _too_many(_limit: RequestLimit) -> Response:
    message = _(
        "Too many PINs were tried. Wait a minute, or scan the QR code that the desk shows you."
    )
    return make_response(_form(message), 429)


def _was_wrong(response: Response) -> bool:
    return response.status_code == 422


@bp.get("/join")
def joining_form() -> ResponseReturnValue:
    """Ask for the PIN."""
    return _form()


@bp.post("/join")
@limiter.limit(TRIES_PER_ADDRESS, key_func=network, on_breach=_too_many)
@limiter.shared_limit(
    WRONG_TRIES_OF_ALL,
    scope="wrong-pins",
    key_func=lambda: "everybody",
    deduct_when=_was_wrong,
    on_breach=_too_many,
)
def joining_by_pin() -> ResponseReturnValue:
    """Sit down with a PIN; a seat that is taken is asked about first."""
    pin = _plain_pin(request.form.get("pin", ""))
    try:
        judge = seats.judge_by_pin(pin)
        sit = partial(seats.sit_down_by_pin, pin, device_label(), now())
        return _sit_down(sit, url_for("contests.joining_by_pin"), invitation(judge), pin=pin)
    except UserError as error:
        return _form(str(error.message)), 422


@bp.get("/join/<code>")
def joining_invitation(code: str) -> ResponseReturnValue:
    """Name the seat and wait for the tap: previews of links only ever GET."""
    try:
        seat = invitation(seats.judge_by_code(code))
    except UserError as error:
        return _form(str(error.message)), 404
    return _invite(seat, url_for("contests.joining_by_code", code=code))


@bp.post("/join/<code>")
def joining_by_code(code: str) -> ResponseReturnValue:
    """Sit down with a one-time code, which is used up by it."""
    try:
        judge = seats.judge_by_code(code)
        sit = partial(seats.sit_down_by_code, code, device_label(), now())
        return _sit_down(sit, request.path, invitation(judge))
    except UserError as error:
        return _form(str(error.message)), 404


def give_seat(seat: seats.Seat) -> Response:
    """To the console, with the cookie that only this judge's pages are sent."""
    response = redirect(url_for("contests.judging_start", judge_id=seat.judge_id), 303)
    path = f"/judge/{seat.judge_id}"
    give_token(response, seat_cookie(seat.judge_id), seat.token, path=path, max_age=SEAT_KEPT)
    return response


def seat_cookie(judge_id: int) -> str:
    """The name of the cookie that holds a device's token: several judges fit in a browser."""
    return f"seat_{judge_id}"


def _sit_down(
    sit: "partial[seats.Seat]", action: str, seat: Sitting, pin: str = ""
) -> ResponseReturnValue:
    try:
        return give_seat(sit(take_over=request.form.get("take_over") == "1"))
    except UserError as error:
        if error.code != "taken":
            raise
        return _invite(seat, action, pin), 409


def _form(error: str = "") -> str:
    return render_template("contests/join/form.html", error=error)


def _invite(seat: Sitting, action: str, pin: str = "") -> str:
    return render_template("contests/join/seat.html", seat=seat, action=action, pin=pin)


def _plain_pin(text: str) -> str:
    """Full-width digits as ASCII, without the blanks of `482 913`; anything else is no PIN."""
    plain = text[:40].translate(PIN_MARKS)
    return plain if plain.isascii() and plain.isdigit() and len(plain) == seats.PIN_DIGITS else ""


_DEVICES = ("iPad", "iPhone", "HarmonyOS", "Android", "Windows", "Macintosh", "Linux")
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device_label() -> str:
    """`iPhone · WeChat`: enough for a judge to know which of two devices is meant."""
    agent = request.headers.get("User-Agent", "")
    device = next((name for name in _DEVICES if name in agent), "")
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    return " · ".join(part for part in (device, browser) if part) or _("another device")
