"""How a participant is known from request to request: by account, or by a guest's cookie."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from flask import current_app, request
from werkzeug.wrappers import Response

from blueprints.classroom.access import session_by_key
from blueprints.classroom.models import ClassSession, Participant
from blueprints.classroom.services import entering
from config import Settings
from store import UserError
from store.actors import Actor
from web.access import current_actor
from web.clock import now
from web.cookies import give_token

TOKEN_KEPT_S = 30 * 24 * 3600  # a guest's minutes and replay are found again for a month


@dataclass(frozen=True)
class Visit:
    """A participant in the session's room."""

    session: ClassSession
    participant: Participant

    @property
    def actor(self) -> Actor:
        """As logs name the participant."""
        return Actor("viewer", self.participant.id, self.participant.nickname)


def cookie_of(session_id: int) -> str:
    """The name of the cookie that holds a guest's token."""
    return f"class_{session_id}"


def token_of(session: ClassSession) -> str:
    """The guest's token that this browser has, or nothing."""
    return request.cookies.get(cookie_of(session.id), "")[:80]


def network_of(session: ClassSession) -> str:
    """A keyed hash of where the request comes from, told apart in this session only.

    A house or a phone's carrier may stand behind one address; of IPv6 a household has 64 bits.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    bits = 32 if address.version == 4 else 64
    network = ipaddress.ip_network((address, bits), strict=False)
    settings: Settings = current_app.extensions["settings"]
    text = f"class network/{session.id}/{network}"
    return hmac.new(settings.key().encode(), text.encode(), hashlib.sha256).hexdigest()


def visit(key: str) -> Visit:
    """The participant who asks. NotFound without the session; 403 (`enter`) for who isn't in."""
    session = session_by_key(current_actor(), key)
    found = entering.find(current_actor(), session.id, token_of(session))
    if found is None:
        raise UserError("", status=403, code="enter")
    entering.refuse_banned(found, now())
    entering.follow_role(current_actor(), session, found)
    return Visit(session, found)


def remember(response: Response, session: ClassSession, token: str) -> Response:
    """Give a guest the cookie, for this session's addresses only."""
    if token:
        path = f"/class/{session.key}"
        give_token(response, cookie_of(session.id), token, path=path, max_age=TOKEN_KEPT_S)
    return response
