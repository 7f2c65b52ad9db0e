"""What set-up services share: keys of addresses, texts, pictures, and what is noted."""

import secrets
from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.services.lists.pictures import prepared
from blueprints.classroom.access import ORGANISERS, path_of
from blueprints.classroom.events import Happened
from blueprints.classroom.models import ClassSession
from blueprints.classroom.streams import is_stream_url
from store import NotFound, UserError, audit, record
from store.actors import Actor
from store.files import files

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
KEY_LENGTH = 13  # 64 bits: unguessable, and short enough for a QR code that scans from afar


def new_key() -> str:
    """What a public address carries."""
    return "".join(secrets.choice(LETTERS) for _n in range(KEY_LENGTH))


def keep_picture(content: bytes) -> str:
    """A picture as it is shown: encoded anew, bounded, without metadata; its stored name.

    Raises UserError (code: photo). Not for within a transaction: a child process does it.
    """
    return files().put(prepared(content))


def titled(text: str, refusal: str) -> str:
    """A title without space around it. UserError (code: title) when nothing is left."""
    title = " ".join(text.split())
    if not title:
        raise UserError(refusal, code="title")
    return title


def require_organiser(actor: Actor, organisation_id: int) -> None:
    """NotFound for who may not hold sessions in the organisation's name."""
    path = path_of(organisation_id)
    if not path or not actor.may(*ORGANISERS, organisation_path=path):
        raise NotFound


def web_address(text: str) -> str:
    """An address of a stream. UserError (code: external_url) for what is none."""
    address = text.strip()
    if address and not is_stream_url(address):
        raise UserError(
            _("Give the https address of an HLS playlist (.m3u8). Nothing was changed."),
            code="external_url",
        )
    return address


def changed(
    actor: Actor, session: ClassSession, action: str, subject: str, now: datetime, **detail: object
) -> None:
    """Note a deed of set-up, and have what shows it drawn anew."""
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, title=session.title, **detail,
    )  # fmt: skip
    record(Happened(session.id, subject, now))
