"""What every change of an award list does: lock it, check the row, count the change, tell it."""

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.award_rows import AwardRow, content
from blueprints.certificates.models import AwardList, Recipient
from store import NotFound, UserError, audit, db
from store.actors import Actor

MOST_RECIPIENTS = 10_000  # of one list
TITLE_LENGTH = 200


def list_to_change(actor: Actor, list_id: int) -> AwardList:
    """The list, locked until the commit, if the actor may prepare certificates there."""
    return owned(actor, AwardList, list_id, Right.PREPARE, lock=True)


def recipient_of(award_list: AwardList, recipient_id: int) -> Recipient:
    """A recipient of this very list; else NotFound."""
    found = db.session.get(Recipient, recipient_id)
    if found is None or found.list_id != award_list.id:
        raise NotFound
    return found


def changed(actor: Actor, award_list: AwardList, action: str, now: datetime, **detail: Any) -> None:
    """Count a change of the list and note it in the audit log, without anybody's name."""
    award_list.version += 1
    told(actor, award_list, action, now, **detail)


def told(actor: Actor, award_list: AwardList, action: str, now: datetime, **detail: Any) -> None:
    """Note in the audit log."""
    audit(
        actor,
        action,
        f"award_list:{award_list.id}",
        now,
        organisation_id=award_list.organisation_id,
        **detail,
    )


def require_room(award_list: AwardList, more: int) -> None:
    """A refusal when the list would have more recipients than one can have."""
    if count_of(award_list.id) + more > MOST_RECIPIENTS:
        raise UserError(
            _("A list has at most %(n)d recipients.", n=MOST_RECIPIENTS), code="too_many"
        )


def count_of(list_id: int) -> int:
    """How many recipients a list has."""
    query = sa.select(sa.func.count()).where(Recipient.list_id == list_id)
    return db.session.scalar(query.select_from(Recipient)) or 0


def append(award_list: AwardList, rows: list[AwardRow], *, from_source: bool = False) -> list[int]:
    """Add checked rows at the end of the ceremony order; their ids."""
    require_room(award_list, len(rows))
    made = [
        Recipient(
            list_id=award_list.id,
            position=position,
            **content(row),
            key=row.key or secrets.token_hex(8),
            taken=content(row) if from_source else {},
            person_id=row.person_id,
            account_id=row.account_id,
        )
        for position, row in enumerate(rows, count_of(award_list.id) + 1)
    ]
    db.session.add_all(made)
    db.session.flush()
    return [one.id for one in made]


def fill(recipient: Recipient, row: AwardRow) -> list[str]:
    """Write a checked row into a stored one; which fields changed."""
    fields = {**content(row), "person_id": row.person_id, "account_id": row.account_id}
    names = [name for name, value in fields.items() if getattr(recipient, name) != value]
    for name in names:
        setattr(recipient, name, fields[name])
    return names


def heading(title: str, occasion: str) -> tuple[str, str]:
    """Title and occasion, tidied and checked."""
    title, occasion = " ".join(title.split()), " ".join(occasion.split())
    if not title:
        raise UserError(_("Give the list a title."), code="title")
    for name, text in (("title", title), ("occasion", occasion)):
        if len(text) > TITLE_LENGTH:
            raise UserError(_("Longer than %(n)d characters.", n=TITLE_LENGTH), code=name)
    return title, occasion
