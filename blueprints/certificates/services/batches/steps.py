"""The steps of a batch: handed in, approved by somebody else (用印), paused, gone on, cancelled."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    BatchState,
    Recipient,
    RowState,
)
from blueprints.certificates.services.batches import NOTE_LENGTH, draft, lease, told
from blueprints.certificates.services.batches.content import printed
from blueprints.certificates.services.issuing import unfinished, void
from store import UserError, db, write
from store.actors import Actor

CANCELLED = {"code": "cancelled"}
SENT_BACK = "sent_back"
OPEN = (BatchState.DRAFT, BatchState.SUBMITTED, BatchState.RUNNING, BatchState.PAUSED)


def submit(actor: Actor, batch_id: int, now: datetime) -> BatchState:
    """Hand the batch in. Without seal and key it runs at once, else somebody else approves it.

    What will be printed is taken down here, so that nothing changes between approval and issue.
    """
    with write():
        batch = draft(actor, batch_id)
        award_list = db.session.get_one(
            AwardList, batch.list_id, with_for_update=True, populate_existing=True
        )
        _refuse_unchecked(batch, award_list)
        rows = _take_down(batch)
        batch.submitted_by, batch.submitted_by_name = actor.ref, actor.name[:120]
        batch.submitted_at, batch.fault = now, ""
        lease.give_back(batch)
        told(actor, "batch.submitted", batch, now, rows=rows)
        if batch.needs_second_person:
            batch.state = BatchState.SUBMITTED
        else:
            _run(actor, batch, now)
        return BatchState(batch.state)


def approve(actor: Actor, batch_id: int, now: datetime, seen: str | None = None) -> None:
    """Let seal or key be used: by anybody who may see the batch, except who handed it in.

    `seen`: `handed_in` of what the approver looked at. Meanwhile it may have been taken back,
    changed and handed in again; then this is refused.
    """
    with write():
        batch = _submitted(actor, batch_id)
        if batch.submitted_by == actor.ref:
            raise UserError(
                _("Who handed the batch in can’t approve it. Ask somebody else."),
                status=403,
                code="own_batch",
            )
        if seen is not None and seen != handed_in(batch):
            raise _another_state()
        for kept in (batch.seal, batch.key):
            if kept is not None and kept.retired_at is not None:
                raise UserError(
                    _("“%(title)s” is no longer in use.", title=kept.title), code="retired"
                )
        told(actor, "batch.approved", batch, now, seal=batch.seal_id, key=batch.key_id)
        _run(actor, batch, now)


def handed_in(batch: Batch) -> str:
    """When it was handed in, exactly: tells one handing in from the next."""
    return batch.submitted_at.isoformat() if batch.submitted_at else ""


def send_back(actor: Actor, batch_id: int, reason: str, now: datetime) -> None:
    """Back to who prepared it, with a reason; or taken back by who handed it in."""
    reason = reason.strip()[: NOTE_LENGTH - len(SENT_BACK) - 2]
    if not reason:
        raise UserError(_("Say why, so that it can be put right."), code="reason")
    with write():
        batch = _submitted(actor, batch_id)
        batch.state, batch.fault = BatchState.DRAFT, f"{SENT_BACK}: {reason}"
        # From now on the list says again what would be printed, not what was handed in.
        db.session.execute(
            sa.update(BatchRow).where(BatchRow.batch_id == batch.id).values(values=sa.null())
        )
        told(actor, "batch.sent_back", batch, now, reason=reason)


def pause(actor: Actor, batch_id: int, now: datetime) -> None:
    """Stop after the certificates that are being made just now."""
    with write():
        batch = _in_state(actor, batch_id, BatchState.RUNNING)
        batch.state, batch.fault = BatchState.PAUSED, ""
        lease.give_back(batch)
        told(actor, "batch.paused", batch, now)


def resume(actor: Actor, batch_id: int, now: datetime) -> None:
    """Go on with a paused batch, under the numbers that are taken already."""
    with write():
        batch = _in_state(actor, batch_id, BatchState.PAUSED)
        batch.state, batch.fault = BatchState.RUNNING, ""
        told(actor, "batch.resumed", batch, now)


def cancel(actor: Actor, batch_id: int, now: datetime) -> None:
    """Issue nothing further. What was issued stays; numbers taken for the others become void."""
    with write():
        batch = _in_state(actor, batch_id, *OPEN)
        for certificate in unfinished(batch.id):
            void(certificate, _("The batch was cancelled."), now)
        pending = sa.select(BatchRow).where(
            BatchRow.batch_id == batch.id, BatchRow.state == RowState.PENDING
        )
        for row in db.session.scalars(pending):
            row.state, row.findings = RowState.SKIPPED, [*(row.findings or []), CANCELLED]
        batch.state, batch.finished_at, batch.fault = BatchState.CANCELLED, now, ""
        lease.give_back(batch)
        told(actor, "batch.cancelled", batch, now)


def _run(actor: Actor, batch: Batch, now: datetime) -> None:
    batch.state = BatchState.RUNNING
    batch.approved_by, batch.approved_by_name = actor.ref, actor.name[:120]
    batch.approved_at = now


def _submitted(actor: Actor, batch_id: int) -> Batch:
    batch = owned(actor, Batch, batch_id, Right.VIEW, lock=True)
    if batch.state != BatchState.SUBMITTED:
        raise _another_state()
    return batch


def _in_state(actor: Actor, batch_id: int, *states: BatchState) -> Batch:
    batch = owned(actor, Batch, batch_id, Right.PREPARE, lock=True)
    if batch.state not in states:
        raise _another_state()
    return batch


def _another_state() -> UserError:
    return UserError(
        _("The batch is no longer in a state that allows this. Look at it again."),
        status=409,
        code="batch_state",
    )


def _refuse_unchecked(batch: Batch, award_list: AwardList) -> None:
    if batch.checked_at is None:
        raise UserError(_("The check has not ended yet."), status=409, code="unchecked")
    if batch.checked_version != award_list.version:
        raise UserError(
            _("The list was changed since the check. Check again, then issue."),
            status=409,
            code="stale",
        )


def _take_down(batch: Batch) -> int:
    """Write down what is printed for each row that will be issued; how many there are."""
    version = batch.version
    waiting = db.session.execute(
        sa.select(BatchRow, Recipient)
        .join(Recipient, Recipient.id == BatchRow.recipient_id)
        .where(BatchRow.batch_id == batch.id, BatchRow.state == RowState.PENDING)
        .execution_options(populate_existing=True)
    ).all()
    if not waiting:
        raise UserError(_("There is nothing to issue in this batch."), code="nothing")
    for row, recipient in waiting:
        row.values = printed(recipient, version)
    return len(waiting)
