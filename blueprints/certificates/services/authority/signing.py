"""Signatures beside other features' files, with a body's own key: `store.signatures.Keeper`."""

import logging
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.models import SigningKey
from blueprints.certificates.studio import studio
from documents.inspecting import Busy as TooMany
from documents.signing import SigningError
from store import db
from store.encryption import decrypt
from store.signatures import Busy, Signed, Signer

log = logging.getLogger(__name__)


class KeysOfBodies:
    """Signs with the newest key of a body; one that others vouch for before a self-made one."""

    def sign(self, organisation_id: int, content: bytes, now: datetime) -> Signed | None:
        """None when the body has no key that may sign now."""
        key = _key_of(organisation_id, now)
        if key is None:
            return None
        pkcs12, password = decrypt(key.pkcs12), decrypt(key.password).decode()
        subject, fingerprint = key.subject, key.fingerprint
        db.session.rollback()  # signing takes a child process a while; no transaction waits
        try:
            signature = studio().signer.sign_detached(content, pkcs12, password, now)
        except SigningError:
            log.exception("the key %s could not sign", fingerprint)
            return None
        return Signed(signature, subject, fingerprint)

    def look(self, content: bytes, signature: bytes) -> Signer | None:
        """Whose signature it is, and which body here keeps the key."""
        try:
            found = studio().inspector.look_detached(content, signature)
        except TooMany as problem:
            raise Busy from problem
        if found is None:
            return None
        key = db.session.scalar(
            sa.select(SigningKey).where(SigningKey.fingerprint == found.fingerprint).limit(1)
        )
        return Signer(
            subject=found.subject,
            fingerprint=found.fingerprint,
            at=found.at,
            intact=found.intact,
            body=key.organisation.name if key else "",
            self_made=bool(key and key.self_made),
        )


def _key_of(organisation_id: int, now: datetime) -> SigningKey | None:
    return db.session.scalar(
        sa.select(SigningKey)
        .where(
            SigningKey.organisation_id == organisation_id,
            SigningKey.retired_at.is_(None),
            SigningKey.not_before <= now,
            SigningKey.not_after > now,
        )
        .order_by(SigningKey.self_made, SigningKey.id.desc())
        .limit(1)
    )
