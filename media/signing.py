"""Signed paths: `/media/<expires>-<signature>/<session>/…`, checked without a database.

The signature is what nginx's secure_link module computes, so that nginx can serve the same paths
by itself: base64url(md5("<expires>/<session> <secret>")). The secret is last and unknown, which
is what a keyed MD5 needs. It covers the session's folder; the expiry is rounded, so that all
viewers of an hour have the same addresses and caches work.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime

KEPT_S = 12 * 3600  # at least so long an address works
STEP_S = 6 * 3600
_TOKEN = re.compile(r"(\d{1,12})-([\w-]{22})", re.ASCII)


class Signer:
    """Signs and checks with a secret of its own, made from the installation's key."""

    def __init__(self, key: str) -> None:
        self.secret = hmac.new(key.encode(), b"media paths", hashlib.sha256).hexdigest()

    def token(self, session: str, now: datetime) -> str:
        """The token that opens a session's folder for half a day at least."""
        expires = (int(now.timestamp()) + KEPT_S) // STEP_S * STEP_S + STEP_S
        return f"{expires}-{self._signature(expires, session)}"

    def path(self, session: str, name: str, now: datetime) -> str:
        """The address of a file in a session's folder."""
        return f"/media/{self.token(session, now)}/{session}/{name}"

    def check(self, token: str, session: str, now: datetime) -> int:
        """200 when the token opens the session's folder, 403 when not, 410 when it did once."""
        found = _TOKEN.fullmatch(token)
        if not found or not hmac.compare_digest(found[2], self._signature(int(found[1]), session)):
            return 403
        return 200 if int(found[1]) > now.timestamp() else 410

    def _signature(self, expires: int, session: str) -> str:
        text = f"{expires}/{session} {self.secret}".encode()
        digest = hashlib.md5(text, usedforsecurity=False).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
