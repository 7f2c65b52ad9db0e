"""A body's signing keys: brought along as PKCS #12, or self-made for trying.

Key and password lie encrypted in the database (`store.encryption`), and are opened only in a
child process that does nothing but sign.
"""

from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import LazyString, force_locale, lazy_gettext
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned, require
from blueprints.certificates.models import SigningKey
from blueprints.certificates.services.authority.titles import checked_title
from blueprints.certificates.studio import studio
from blueprints.people.models import Organisation
from documents.signing import KeyFacts, SigningError, make_own_key
from store import UserError, audit, db, write
from store.actors import Actor
from store.encryption import encrypt

LONGEST_PASSWORD = 200
_ALGORITHM_LENGTH, _NAME_LENGTH = 30, 200
_WRONG_PASSWORD = lazy_gettext("The password doesn't open this file.")
_FAULTS: dict[str, LazyString] = {
    "not_pkcs12": lazy_gettext("This is no PKCS #12 file (.p12 or .pfx)."),
    "wrong_password": _WRONG_PASSWORD,
    "no_key": lazy_gettext("The file holds no private key."),
    "no_certificate": lazy_gettext("The file holds no certificate for its key."),
    "mismatch": lazy_gettext("Key and certificate in the file don't belong together."),
    "weak_key": lazy_gettext("The key is too weak: RSA keys need 2048 bits at least."),
    "unsupported_key": lazy_gettext(
        "This sort of key can't be used: RSA, or EC on P-256, P-384 or P-521, can."
    ),
    "not_for_signing": lazy_gettext("The certificate doesn't allow its key to sign."),
    "not_yet_valid": lazy_gettext("The certificate is not valid yet."),
    "expired": lazy_gettext("The certificate has expired."),
}


def add_key(
    actor: Actor, organisation_id: int, title: str, pkcs12: bytes, password: str, now: datetime
) -> int:
    """Keep a key that may sign now; its id.

    Raises UserError (codes title, password, key), NotFound, or a refusal without `Right.KEEP`.
    """
    require(actor, organisation_id, Right.KEEP)
    name = checked_title(title)
    if len(password) > LONGEST_PASSWORD:
        raise UserError(str(_WRONG_PASSWORD), code="password")
    return _keep(actor, organisation_id, name, pkcs12, password, now)


def make_key(actor: Actor, organisation_id: int, now: datetime) -> int:
    """Make a key in the body's name for trying: nobody vouches for it. Its id."""
    require(actor, organisation_id, Right.KEEP)
    body = db.session.get_one(Organisation, organisation_id)
    pkcs12, password = make_own_key(body.name, now)
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        title = _("Self-made key")
    return _keep(actor, organisation_id, title, pkcs12, password, now)


def retire_key(actor: Actor, key_id: int, now: datetime) -> None:
    """Let a key be chosen no more. What it signed stays known as this body's."""
    with write():
        key = owned(actor, SigningKey, key_id, Right.KEEP, lock=True)
        if key.retired_at is not None:
            return
        key.retired_at = now
        _log(actor, "signing_key.retired", key, now)


def _keep(
    actor: Actor, organisation_id: int, title: str, pkcs12: bytes, password: str, now: datetime
) -> int:
    facts = _read(pkcs12, password, now)
    key = _key(organisation_id, title, facts, now)
    key.pkcs12, key.password = encrypt(pkcs12), encrypt(password.encode())
    with write():
        require(actor, organisation_id, Right.KEEP)
        _refuse_kept(organisation_id, facts.fingerprint)
        db.session.add(key)
        db.session.flush()
        _log(actor, "signing_key.added", key, now)
        return key.id


def _refuse_kept(organisation_id: int, fingerprint: str) -> None:
    """One key under two titles would have to be retired twice on the day it is lost."""
    same = sa.select(SigningKey.title).where(
        SigningKey.organisation_id == organisation_id,
        SigningKey.fingerprint == fingerprint,
        SigningKey.retired_at.is_(None),
    )
    title = db.session.scalar(same)
    if title is not None:
        message = _("This key is kept already, as “%(title)s”. Nothing was changed.", title=title)
        raise UserError(message, code="key")


def _read(pkcs12: bytes, password: str, now: datetime) -> KeyFacts:
    try:
        return studio().signer.read_key(pkcs12, password, now)
    except SigningError as problem:
        fault = _FAULTS.get(problem.code, _("The file can't be read."))
        code = "password" if problem.code == "wrong_password" else "key"
        message = _("%(fault)s Nothing was changed.", fault=fault)
        raise UserError(message, code=code) from problem


def _key(organisation_id: int, title: str, facts: KeyFacts, now: datetime) -> SigningKey:
    return SigningKey(
        organisation_id=organisation_id,
        title=title,
        subject=facts.subject[:_NAME_LENGTH],
        issuer=facts.issuer[:_NAME_LENGTH],
        algorithm=facts.algorithm[:_ALGORITHM_LENGTH],
        fingerprint=facts.fingerprint,
        not_before=facts.not_before,
        not_after=facts.not_after,
        self_made=facts.self_made,
        created_at=now,
    )


def _log(actor: Actor, action: str, key: SigningKey, now: datetime) -> None:
    audit(
        actor,
        action,
        f"signing_key:{key.id}",
        now,
        organisation_id=key.organisation_id,
        title=key.title,
        name=key.subject,
        fingerprint=key.fingerprint,
        self_made=key.self_made,
    )
