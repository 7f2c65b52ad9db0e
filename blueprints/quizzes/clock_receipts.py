"""Receipts of clock exchanges: signed by the server, kept by the phone, brought along with a press.

So no process has to remember anything: a press may reach another process than the exchanges did,
or one that has just been started again.
"""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from blueprints.quizzes.rules.buzzers import Exchange

MOST = 32  # exchanges of a press; more are not looked at
LENGTH = 200
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
    asked, heard, token = row
    signed = _read(seat, token)
    if signed is None or not are_times((asked, heard)):
        return None
    arrived, answered, echo = signed
    return Exchange(int(asked), arrived, answered, int(heard), echo)


def are_times(given: Iterable[object]) -> bool:
    """Whether these are microseconds that a database takes, whoever says so."""
    return all(
        isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 2**62
        for one in given
    )


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
