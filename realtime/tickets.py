"""Live tickets: who is asking and for which rooms, signed when a page is rendered.

Cookies may be scoped to a path (several judges in one browser), so a socket is not told apart
by its cookie. A ticket gives no right: it says who asks; rights are read at each join.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from realtime.identities import Identity

LIFETIME = timedelta(hours=12)  # a contest day
CLOCK_SKEW = timedelta(minutes=1)  # between several web servers
MAX_LENGTH = 2000
_SALT = "guildhall.live-ticket.1"

Reason = Literal["forged", "expired"]


class TicketError(Exception):
    """`reason` is `forged` (or garbled) or `expired` (load the page again)."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Ticket:
    """A checked ticket."""

    identity: Identity
    rooms: tuple[str, ...]
    issued_at: datetime

    def covers(self, room: str) -> bool:
        """True for a named room and what is below it: board:12 covers board:12:zh."""
        return any(room == prefix or room.startswith(f"{prefix}:") for prefix in self.rooms)


def issue(ref: str | Identity, rooms: list[str], now: datetime) -> str:
    """Sign a ticket for `rooms` (prefixes cut at a colon), good for twelve hours from `now`."""
    identity = Identity.parse(str(ref))
    return _signer().dumps([str(identity), rooms, int(now.timestamp())])


def read(token: object, now: datetime) -> Ticket:
    """Check signature and age. TicketError when either fails, whatever `token` is."""
    if not isinstance(token, str) or len(token) > MAX_LENGTH:
        raise TicketError("forged")
    try:
        ref, rooms, seconds = _signer().loads(token)
    except (BadData, ValueError, RecursionError):
        raise TicketError("forged") from None
    issued_at = datetime.fromtimestamp(seconds, UTC)
    if not -CLOCK_SKEW <= now - issued_at <= LIFETIME:
        raise TicketError("expired")
    return Ticket(Identity.parse(ref), tuple(rooms), issued_at)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
