"""Corrections (更正换发): a new certificate in the place of one that says something wrong.

The list is put right first, since names come from there alone; then a batch of one row goes the
same way as any other: checked, handed in, approved where a seal or key is used, issued. The old
certificate stays valid until the new one is there, and is superseded in the same transaction.
"""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    BatchState,
    Certificate,
    CertificateStatus,
    RowState,
    Seal,
    SigningKey,
)
from blueprints.certificates.queries.register import open_correction
from blueprints.certificates.services import lists
from blueprints.certificates.services.batches import NOTE_LENGTH, told
from store import UserError, audit, db, write
from store.actors import Actor


def begin_correction(
    actor: Actor, certificate_id: int, row: AwardRow, reason: str, now: datetime
) -> int:
    """Put the list right and make the batch of the new certificate; the batch's id.

    `row` is the whole recipient as it should be. Raises UserError (codes reason, state,
    under_way, and those of `lists.update_recipient`).
    """
    reason = " ".join(reason.split())[:NOTE_LENGTH]
    if not reason:
        raise UserError(_("Say what is corrected, and why."), code="reason")
    certificate = owned(actor, Certificate, certificate_id, Right.PREPARE)
    old_batch, recipient_id = certificate.batch, certificate.recipient_id
    with write():
        owned(actor, AwardList, old_batch.list_id, Right.PREPARE, lock=True)
        certificate = owned(actor, Certificate, certificate_id, Right.PREPARE, lock=True)
        _refuse_unfit(certificate)
        lists.update_recipient(actor, old_batch.list_id, recipient_id, row, now)
        batch = _batch_like(db.session.get_one(Batch, certificate.batch_id), actor, now)
        db.session.add(
            BatchRow(
                batch_id=batch.id,
                recipient_id=recipient_id,
                position=0,
                state=RowState.PENDING,
                note=reason,
                replaces_id=certificate.id,
            )
        )
        told(actor, "batch.made", batch, now, list=batch.list_id, rows=1)
        audit(
            actor,
            "certificate.correction_made",
            f"certificate:{certificate.id}",
            now,
            organisation_id=certificate.organisation_id,
            batch=batch.id,
            reason=reason,
        )
        return batch.id


def _refuse_unfit(certificate: Certificate) -> None:
    if certificate.status != CertificateStatus.VALID:
        raise UserError(_("Only a valid certificate can be corrected."), status=409, code="state")
    if open_correction(certificate.id) is not None:
        raise UserError(
            _("A correction of this certificate is under way already."),
            status=409,
            code="under_way",
        )


def _batch_like(old: Batch, actor: Actor, now: datetime) -> Batch:
    """A batch that issues as the old one did, as far as its seal and key are still in use."""
    batch = Batch(
        organisation_id=old.organisation_id,
        list_id=old.list_id,
        version_id=old.version_id,
        scheme_id=old.scheme_id,
        seal_id=_in_use(old.seal),
        key_id=_in_use(old.key),
        title=old.title,
        common=old.common,
        options=old.options,
        state=BatchState.DRAFT,
        made_by=actor.ref,
        created_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _in_use(kept: Seal | SigningKey | None) -> int | None:
    return kept.id if kept is not None and kept.retired_at is None else None
