"""Signed paths: `/media/<kind>/<expires>-<signature>/<session>/…`, checked without a database.

The signature is what nginx's secure_link module computes, so that nginx can serve the same paths
by itself: base64url(md5("<expires>/<kind>/<session> <secret>")). The secret is last and unknown,
which is what a keyed MD5 needs. It covers one kind of watching a session: who was given the live
picture was not given the replay. Expiries are rounded, so that all viewers of some minutes have
the same addresses and caches work; pages ask for a fresh address before theirs is over.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Literal, NamedTuple

Kind = Literal["live", "replay"]


class Life(NamedTuple):
    """How long an address works: at least `kept_s`, and up to `step_s` more."""

    kept_s: int
    step_s: int


LIVES: dict[Kind, Life] = {"live": Life(20 * 60, 10 * 60), "replay": Life(60 * 60, 30 * 60)}
_TOKEN = re.compile(r"(\d{1,12})-([\w-]{22})", re.ASCII)


class Signer:
    """Signs and checks with a secret of its own, made from the installation's key."""

    def __init__(self, key: str) -> None:
        self.secret = hmac.new(key.encode(), b"media paths", hashlib.sha256).hexdigest()

    def token(self, kind: Kind, session: str, now: datetime) -> str:
        """The token that opens a session's live picture or its replay for a while."""
        life = LIVES[kind]
        expires = (int(now.timestamp()) + life.kept_s) // life.step_s * life.step_s + life.step_s
        return f"{expires}-{self._signature(expires, kind, session)}"

    def path(self, kind: Kind, session: str, name: str, now: datetime) -> str:
        """The address of a file in a session's folder."""
        return f"/media/{kind}/{self.token(kind, session, now)}/{session}/{name}"

    def check(self, kind: str, token: str, session: str, now: datetime) -> int:
        """200 when the token opens this kind of the session, 403 when not, 410 when it did once."""
        found = _TOKEN.fullmatch(token)
        if not found:
            return 403
        wanted = self._signature(int(found[1]), kind, session)
        if not hmac.compare_digest(found[2], wanted):
            return 403
        return 200 if int(found[1]) > now.timestamp() else 410

    def _signature(self, expires: int, kind: str, session: str) -> str:
        text = f"{expires}/{kind}/{session} {self.secret}".encode()
        digest = hashlib.md5(text, usedforsecurity=False).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
