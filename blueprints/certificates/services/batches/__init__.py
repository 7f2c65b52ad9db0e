"""Batches: chosen and put together, looked through row by row, until they are handed in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    BatchState,
    CertificateTemplate,
    Recipient,
    RowState,
    Seal,
    SigningKey,
    TemplateVersion,
)
from blueprints.certificates.queries.batches.findings import asks, forbids
from blueprints.certificates.services import numbers
from blueprints.certificates.services.batches.content import millimetres, title_of
from blueprints.certificates.services.templates import adopt
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

LANGUAGES = ("zh", "en")
TITLE_LENGTH, ISSUER_LENGTH, OCCASION_LENGTH, NOTE_LENGTH = 200, 200, 200, 300
LARGEST = 10_000  # rows


@dataclass(frozen=True)
class BatchInput:
    """What the form of a batch holds. `template` is `version:<id>` or `ready:<ref>`."""

    template: str
    issuer: str
    issued_on: str
    verify_base: str
    lang: str = "zh"
    seal_id: int | None = None
    key_id: int | None = None
    text_only: bool = False
    dx_mm: str = "0"
    dy_mm: str = "0"
    occasion: str = ""


def create_batch(actor: Actor, list_id: int, given: BatchInput, now: datetime) -> int:
    """A batch of everybody on a list; its id. What it says is checked next (`preflight`)."""
    organisation_id = owned(actor, AwardList, list_id, Right.PREPARE).organisation_id
    version_id = _version(actor, organisation_id, given.template, now)
    with write():
        award_list = owned(actor, AwardList, list_id, Right.PREPARE, lock=True)
        batch = Batch(
            organisation_id=organisation_id,
            list_id=award_list.id,
            made_by=actor.ref,
            created_at=now,
            **_columns(award_list, version_id, given),
        )
        db.session.add(batch)
        db.session.flush()
        if add_missing_rows(batch) == 0:
            raise UserError(_("There is nobody on this list yet."), code="empty_list")
        told(actor, "batch.made", batch, now, list=list_id, rows=_size(batch.id))
        return batch.id


def change_batch(actor: Actor, batch_id: int, given: BatchInput, now: datetime) -> None:
    """Another template, date, issuer… before it is handed in. It is checked anew."""
    organisation_id = owned(actor, Batch, batch_id, Right.PREPARE).organisation_id
    version_id = _version(actor, organisation_id, given.template, now)
    with write():
        batch = draft(actor, batch_id)
        for name, value in _columns(batch.award_list, version_id, given).items():
            setattr(batch, name, value)
        forget_check(batch)
        told(actor, "batch.changed", batch, now)


def check_again(actor: Actor, batch_id: int, now: datetime) -> None:
    """Have the rows checked anew, with whoever was added to the list since."""
    with write():
        forget_check(draft(actor, batch_id))


def skip_rows(
    actor: Actor, batch_id: int, row_ids: list[int] | None, note: str, now: datetime
) -> None:
    """Leave rows out of this batch, with or without a word why; None: all that are to review."""
    with write():
        batch = draft(actor, batch_id)
        states = [RowState.REVIEW] if row_ids is None else [RowState.PENDING, RowState.REVIEW]
        for row in _rows(batch, row_ids, *states):
            row.state, row.note = RowState.SKIPPED, note.strip()[:NOTE_LENGTH]
        told(actor, "batch.rows_skipped", batch, now, rows=row_ids)


def take_rows_back(actor: Actor, batch_id: int, row_ids: list[int] | None, now: datetime) -> None:
    """Take rows that were left out back in."""
    with write():
        batch = draft(actor, batch_id)
        for row in _rows(batch, row_ids, RowState.SKIPPED):
            row.state, row.note = state_by(row.findings, accepted=row.accepted), ""
        told(actor, "batch.rows_taken_back", batch, now, rows=row_ids)


def accept_rows(actor: Actor, batch_id: int, row_ids: list[int] | None, now: datetime) -> None:
    """Let pass what was found in rows, where it doesn't forbid issuing."""
    with write():
        batch = draft(actor, batch_id)
        for row in _rows(batch, row_ids, RowState.REVIEW):
            if not any(forbids(one["code"]) for one in row.findings or ()):
                row.accepted, row.state = True, RowState.PENDING
        told(actor, "batch.rows_accepted", batch, now, rows=row_ids)


def state_by(findings: list[dict[str, Any]] | None, *, accepted: bool) -> RowState:
    """Where a row stands after its check: `findings` are JSON of what was found."""
    codes = [one["code"] for one in findings or ()]
    if any(forbids(code) for code in codes):
        return RowState.REVIEW
    waiting = any(asks(code) for code in codes) and not accepted
    return RowState.REVIEW if waiting else RowState.PENDING


def draft(actor: Actor, batch_id: int) -> Batch:
    """The batch, locked, for somebody who may prepare it and while it isn't handed in."""
    batch = owned(actor, Batch, batch_id, Right.PREPARE, lock=True)
    if batch.state != BatchState.DRAFT:
        raise UserError(
            _("The batch was handed in already and can't be changed any more."),
            status=409,
            code="batch_state",
        )
    return batch


def forget_check(batch: Batch) -> None:
    """What was found no longer holds. Whoever is checking just now notices and begins anew."""
    batch.checked_at = batch.checked_version = batch.lease_by = batch.lease_until = None
    batch.fault = ""
    db.session.execute(
        sa.update(BatchRow)
        .where(BatchRow.batch_id == batch.id)
        .values(findings=sa.null(), accepted=False)
    )
    db.session.execute(
        sa.update(BatchRow)
        .where(BatchRow.batch_id == batch.id, BatchRow.state == RowState.REVIEW)
        .values(state=RowState.PENDING)
    )


def add_missing_rows(batch: Batch) -> int:
    """Rows for those of the list who have none in this batch; how many. Not for corrections."""
    have = sa.select(BatchRow.recipient_id).where(BatchRow.batch_id == batch.id)
    missing = db.session.execute(
        sa.select(Recipient.id, Recipient.position)
        .where(Recipient.list_id == batch.list_id, Recipient.id.not_in(have))
        .order_by(Recipient.position, Recipient.id)
    ).all()
    if len(missing) > LARGEST:
        raise UserError(
            _("A batch has %(most)d rows at most. Divide the list.", most=LARGEST),
            code="too_many_rows",
        )
    rows = [
        {
            "batch_id": batch.id,
            "recipient_id": recipient_id,
            "position": position,
            "state": RowState.PENDING,
            "accepted": False,
            "note": "",
        }
        for recipient_id, position in missing
    ]
    if rows:
        db.session.execute(sa.insert(BatchRow), rows)
    return len(rows)


def told(actor: Actor, action: str, batch: Batch, now: datetime, **detail: Any) -> None:
    """An audit entry about a batch."""
    audit(
        actor,
        action,
        f"batch:{batch.id}",
        now,
        organisation_id=batch.organisation_id,
        title=batch.title,
        **detail,
    )


def _rows(batch: Batch, row_ids: list[int] | None, *states: RowState) -> list[BatchRow]:
    """Those of the named rows (None: of all) that are in one of the states."""
    query = sa.select(BatchRow).where(BatchRow.batch_id == batch.id, BatchRow.state.in_(states))
    if row_ids is not None:
        query = query.where(BatchRow.id.in_(row_ids))
    return list(db.session.scalars(query))


def _size(batch_id: int) -> int:
    counted = sa.select(sa.func.count()).where(BatchRow.batch_id == batch_id)
    return db.session.scalar(counted) or 0


def _columns(award_list: AwardList, version_id: int, given: BatchInput) -> dict[str, Any]:
    """The form as columns, or what is wrong with it. Inside a write."""
    issued_on = _date(given.issued_on)
    version = db.session.get_one(TemplateVersion, version_id)
    lang = given.lang if given.lang in LANGUAGES else LANGUAGES[0]
    scheme = numbers.scheme_for(award_list.organisation, version.template.kind, issued_on.year)
    return {
        "version_id": version.id,
        "scheme_id": scheme.id,
        "seal_id": _usable(award_list.organisation_id, Seal, given.seal_id),
        "key_id": _usable(award_list.organisation_id, SigningKey, given.key_id),
        "title": f"{award_list.title} · {title_of(version, lang)}"[:TITLE_LENGTH],
        "common": {
            "issuer": _issuer(given.issuer),
            "issued_on": issued_on.isoformat(),
            "occasion": (given.occasion.strip() or award_list.occasion)[:OCCASION_LENGTH],
            "lang": lang,
            "verify_base": given.verify_base.rstrip("/"),
        },
        "options": {
            "text_only": given.text_only,
            "dx_mm": millimetres(given.dx_mm),
            "dy_mm": millimetres(given.dy_mm),
        },
    }


def _issuer(text: str) -> str:
    issuer = text.strip()[:ISSUER_LENGTH]
    if not issuer:
        raise UserError(_("Say who issues the certificates."), code="issuer")
    return issuer


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(_("The date is not one of the calendar."), code="issued_on") from None


def _version(actor: Actor, organisation_id: int, template: str, now: datetime) -> int:
    """The chosen template's version. A ready-made one is copied before the write: it has files."""
    kind, _colon, name = template.partition(":")
    if kind == "ready":
        return adopt(actor, organisation_id, name, now)
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 10 else 0
    version = db.session.get(TemplateVersion, number) if kind == "version" else None
    if version is None or version.template.organisation_id != organisation_id:
        raise UserError(_("Choose a template."), code="template")
    _refuse_archived(version.template)
    return version.id


def _refuse_archived(template: CertificateTemplate) -> None:
    if template.archived_at is not None:
        raise UserError(_("This template was put away. Choose another one."), code="template")


def _usable(
    organisation_id: int, model: type[Seal] | type[SigningKey], row_id: int | None
) -> int | None:
    if row_id is None:
        return None
    found = db.session.get(model, row_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    if found.retired_at is not None:
        raise UserError(_("“%(title)s” is no longer in use.", title=found.title), code="retired")
    return found.id
