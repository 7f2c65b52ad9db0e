"""One recipient at a time: add, correct, remove, move, withdraw from publication."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.award_rows import AwardRow, checked
from blueprints.certificates.models import BatchRow, Recipient
from blueprints.certificates.services.lists.common import (
    append,
    changed,
    count_of,
    fill,
    list_to_change,
    recipient_of,
)
from blueprints.certificates.services.lists.order import close_gaps, shift
from blueprints.certificates.services.lists.pictures import forget_unnamed
from store import UserError, db, write
from store.actors import Actor

REASON_LENGTH = 300


def add_recipient(actor: Actor, list_id: int, row: AwardRow, now: datetime) -> int:
    """Add somebody at the end of the ceremony order; the recipient's id."""
    row = checked(row)
    with write():
        award_list = list_to_change(actor, list_id)
        (made,) = append(award_list, [row])
        changed(actor, award_list, "recipient.added", now, recipient=made)
        return made


def update_recipient(
    actor: Actor, list_id: int, recipient_id: int, row: AwardRow, now: datetime
) -> None:
    """Correct a row. A certificate stays as it was issued; a corrected one takes its place."""
    row = checked(row)
    with write():
        award_list = list_to_change(actor, list_id)
        fields = fill(recipient_of(award_list, recipient_id), row)
        if fields:
            changed(
                actor, award_list, "recipient.changed", now, recipient=recipient_id, fields=fields
            )


def remove_recipient(actor: Actor, list_id: int, recipient_id: int, now: datetime) -> None:
    """Take somebody off the list of whom no batch knows yet."""
    with write():
        award_list = list_to_change(actor, list_id)
        recipient = recipient_of(award_list, recipient_id)
        _require_no_batch(recipient)
        photo = recipient.photo
        db.session.delete(recipient)
        db.session.flush()
        close_gaps(list_id)
        changed(actor, award_list, "recipient.removed", now, recipient=recipient_id)
    forget_unnamed([photo] if photo else [])


def move_recipient(actor: Actor, list_id: int, recipient_id: int, to: int, now: datetime) -> None:
    """Put somebody at another place (from 1) of the ceremony order."""
    with write():
        award_list = list_to_change(actor, list_id)
        recipient = recipient_of(award_list, recipient_id)
        if shift(recipient, to, count_of(list_id)):
            changed(actor, award_list, "recipient.moved", now, recipient=recipient_id)


def hide_recipient(
    actor: Actor, list_id: int, recipient_id: int, reason: str, now: datetime
) -> None:
    """Withdraw somebody from publication: rolls and public pages leave them out.

    What was issued stays valid and can still be verified. The reason is kept.
    """
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= REASON_LENGTH:
        raise UserError(
            _("Give the reason, with at most %(n)d characters.", n=REASON_LENGTH), code="reason"
        )
    with write():
        award_list = list_to_change(actor, list_id)
        recipient = recipient_of(award_list, recipient_id)
        if recipient.hidden_at is not None:
            return
        recipient.hidden_at, recipient.hidden_by = now, actor.ref
        recipient.hidden_reason = reason
        changed(actor, award_list, "recipient.hidden", now, recipient=recipient_id)


def show_recipient(actor: Actor, list_id: int, recipient_id: int, now: datetime) -> None:
    """Publish somebody again where the list is published."""
    with write():
        award_list = list_to_change(actor, list_id)
        recipient = recipient_of(award_list, recipient_id)
        if recipient.hidden_at is None:
            return
        recipient.hidden_at = recipient.hidden_by = None
        recipient.hidden_reason = ""
        changed(actor, award_list, "recipient.shown", now, recipient=recipient_id)


def _require_no_batch(recipient: Recipient) -> None:
    query = sa.select(BatchRow.id).where(BatchRow.recipient_id == recipient.id).limit(1)
    if db.session.scalar(query) is not None:
        raise UserError(
            _(
                "This recipient is in a batch and stays on the list. Skip the row in the batch, "
                "or withdraw the name from publication."
            ),
            code="in_batch",
        )
