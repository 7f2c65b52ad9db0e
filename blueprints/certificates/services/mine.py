"""A holder takes a certificate to their own account."""

import unicodedata
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates import codes
from blueprints.certificates.models import Certificate, CertificateStatus
from store import UserError, audit, db, write
from store.actors import Actor


def claim(actor: Actor, typed_code: str, full_name: str, now: datetime) -> int:
    """Put a valid certificate into the actor's account; its id.

    The code and the full name both stand on the paper, so whoever has seen it knows them:
    the account must be in that name too. Every refusal reads the same (code claim), so that
    nothing can be found out by trying.
    """
    if actor.kind != "account" or actor.id is None:
        raise UserError(_("Sign in first."), status=403, code="forbidden")
    code = codes.normalised(typed_code)
    with write():
        found = _locked(code) if code else None
        if found is not None and _is_theirs(found, actor, full_name):
            _hand_over(actor, found, now)
            return found.id
        audit(actor, "certificate.claim_refused", f"account:{actor.id}", now, code=code)
    raise _refusal()


def _hand_over(actor: Actor, certificate: Certificate, now: datetime) -> None:
    if certificate.account_id is not None:
        return
    certificate.account_id = actor.id
    audit(
        actor,
        "certificate.claimed",
        f"certificate:{certificate.id}",
        now,
        organisation_id=certificate.organisation_id,
        number=certificate.number,
    )


def _locked(code: str) -> Certificate | None:
    query = sa.select(Certificate).where(Certificate.code == code).with_for_update()
    anew = {"populate_existing": True}  # another writer may have changed it while this one waited
    found: Certificate | None = db.session.scalar(query, execution_options=anew)
    return found


def _is_theirs(certificate: Certificate, actor: Actor, full_name: str) -> bool:
    """Whether this actor may have it; one that they have already is theirs still."""
    name = _plain(certificate.name)
    return (
        certificate.status == CertificateStatus.VALID
        and certificate.account_id in (None, actor.id)
        and name == _plain(full_name)
        and name == _plain(actor.name)
    )


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _refusal() -> UserError:
    return UserError(
        _(
            "Code and name don't agree with a valid certificate that is free, or your account is "
            "in another name. Nothing was changed; check both against the certificate, or ask "
            "the issuing body."
        ),
        code="claim",
    )
