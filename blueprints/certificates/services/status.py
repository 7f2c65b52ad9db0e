"""What becomes of a certificate after it was issued. Its code and its address stay for ever."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.events import CertificateStatusChanged
from blueprints.certificates.models import Certificate, CertificateStatus
from store import UserError, audit, write
from store.actors import SYSTEM, Actor
from store.events import record

REASON_LENGTH = 300


def revoke(actor: Actor, certificate_id: int, reason: str, now: datetime) -> None:
    """Take a certificate back, for good. The reason is shown to whoever verifies it.

    Raises UserError (codes reason, state), NotFound, or a refusal without `Right.KEEP`.
    """
    why = _checked(reason)
    with write():
        certificate = owned(actor, Certificate, certificate_id, Right.KEEP, lock=True)
        _require_valid(certificate)
        _end(actor, certificate, CertificateStatus.REVOKED, why, now)


def supersede(old: Certificate, new: Certificate, reason: str, now: datetime) -> None:
    """Let `new` take the place of `old`, inside the write that issues `new` and locks `old`.

    Who asked for it and who approved it is in the log of the new one's batch. Raises UserError
    (code state) when the old one isn't valid any more.
    """
    _require_valid(old)
    new.replaces_id = old.id
    _end(SYSTEM, old, CertificateStatus.SUPERSEDED, reason.strip()[:REASON_LENGTH], now)


def _checked(reason: str) -> str:
    why = " ".join(reason.split())
    if not why:
        raise UserError(_("Give the reason. Nothing was changed."), code="reason")
    if len(why) > REASON_LENGTH:
        raise UserError(
            _(
                "The reason is longer than %(most)d characters. Nothing was changed.",
                most=REASON_LENGTH,
            ),
            code="reason",
        )
    return why


def _require_valid(certificate: Certificate) -> None:
    if certificate.status != CertificateStatus.VALID:
        raise UserError(
            _("This certificate is not valid any more, or not yet. Nothing was changed."),
            code="state",
        )


def _end(
    actor: Actor, certificate: Certificate, status: CertificateStatus, reason: str, now: datetime
) -> None:
    certificate.status = status
    certificate.status_at = now
    certificate.status_reason = reason
    audit(
        actor,
        f"certificate.{status}",
        f"certificate:{certificate.id}",
        now,
        organisation_id=certificate.organisation_id,
        number=certificate.number,
        reason=reason,
    )
    record(
        CertificateStatusChanged(
            certificate.id, certificate.organisation_id, certificate.account_id, status, now
        )
    )
