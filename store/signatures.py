"""Signing in a body's name, for features that keep no keys themselves.

The feature that keeps keys binds a `Keeper` to the app; others ask for it here, so that neither
has to know the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app


@dataclass(frozen=True)
class Signed:
    """A detached signature (CMS, DER) and whose it is."""

    signature: bytes
    subject: str
    fingerprint: str


@dataclass(frozen=True)
class Signer:
    """Who signed, as a signature tells. `body`: the one here that keeps the key, or empty.

    Anybody can make a key in any name, so without `body` the name proves nothing. `intact`:
    the bytes are the ones that were signed. `self_made`: nobody vouches for the key.
    """

    subject: str
    fingerprint: str
    at: datetime | None
    intact: bool
    body: str = ""
    self_made: bool = False


class Busy(Exception):
    """Too many signatures are being looked at: ask again later."""


class Keeper(Protocol):
    """Who keeps the keys."""

    def sign(self, organisation_id: int, content: bytes, now: datetime) -> Signed | None:
        """Sign with the body's key; None when it has none that may sign now."""

    def look(self, content: bytes, signature: bytes) -> Signer | None:
        """Whose signature it is; None for what is no signature. Raises Busy."""


def bind(app: Flask, keeper: Keeper) -> None:
    """Make `keeper` the one who keeps the keys of `app`."""
    app.extensions["signatures"] = keeper


def keeper() -> Keeper:
    """The keeper of the current app."""
    found: Keeper = current_app.extensions["signatures"]
    return found
