"""Receipts of clock exchanges: signed by the server, kept by the phone, brought along with a press.

So no process has to remember anything: a press may reach another process than the exchanges did,
or one that has just been started again.
"""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from blueprints.quizzes.rules.buzzers import Exchange

MOST = 32  # exchanges of a press; more are not looked at
LENGTH = 200
MOST_US = 2**62
_SALT = "guildhall.quiz-clock.1"

Seat = tuple[int, int]  # contestant id, device


def receipt(seat: Seat, last: object, arrived: int, answered: int) -> str:
    """Sign the server's half of an exchange.

    `last` is the receipt of the phone's exchange just before: from its answer until now a message
    went there and another came back, which is a round trip by the server's own clock.
    """
    before = _read(seat, last)
    echo = arrived - before[1] if before else None
    return _signer().dumps([*seat, arrived, answered, echo])


def exchanges(seat: Seat, told: object) -> tuple[Exchange, ...]:
    """What a phone brings, `[[asked, heard, receipt], …]`: whatever is no receipt is left out."""
    rows = told[-MOST:] if isinstance(told, list) else []
    return tuple(found for row in rows if (found := _exchange(seat, row)) is not None)


def _exchange(seat: Seat, row: Any) -> Exchange | None:
    if not isinstance(row, list) or len(row) != 3:
        return None
    asked, heard, signed = whole(row[0]), whole(row[1]), _read(seat, row[2])
    if signed is None or asked is None or heard is None:
        return None
    arrived, answered, echo = signed
    return Exchange(asked, arrived, answered, heard, echo)


def whole(given: object) -> int | None:
    """A whole number that a database takes, whoever says it; None for anything else."""
    if isinstance(given, bool) or not isinstance(given, int | float) or abs(given) >= MOST_US:
        return None
    return int(given)


def _read(seat: Seat, token: object) -> tuple[int, int, int | None] | None:
    if not isinstance(token, str) or len(token) > LENGTH:
        return None
    try:
        contestant, device, arrived, answered, echo = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return (arrived, answered, echo) if (contestant, device) == seat else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
