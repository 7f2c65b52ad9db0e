"""Award lists as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import LazyString, lazy_gettext

from blueprints.certificates.access import Right, may, owned, visible
from blueprints.certificates.models import (
    AwardList,
    Batch,
    Certificate,
    CertificateStatus,
    HonorRoll,
    Notice,
    Recipient,
    Source,
)
from blueprints.certificates.queries.lists.fields import text_of, value_label
from blueprints.people.models import Organisation
from store import NotFound, db
from store.actors import Actor
from web.paging import Page, paged

SOURCES: dict[str, LazyString] = {
    Source.CONTEST: lazy_gettext("Contest"),
    Source.ATTENDANCE: lazy_gettext("Attendance"),
    Source.SPREADSHEET: lazy_gettext("Spreadsheet"),
    Source.HAND: lazy_gettext("By hand"),
}
_LIVE = (CertificateStatus.RESERVED, CertificateStatus.VALID)
MOST_TOLD = 20  # of rows that are alike


@dataclass(frozen=True)
class ListLine:
    """A list among others."""

    id: int
    title: str
    occasion: str
    organisation: str
    source: str
    recipients: int
    issued: int
    created_at: datetime


@dataclass(frozen=True)
class ListHead:
    """A list without its recipients. `used`: something was made from it, so it stays."""

    id: int
    organisation_id: int
    organisation: str
    title: str
    occasion: str
    source: str
    source_id: int | None
    created_at: datetime
    recipients: int
    hidden: int
    photos: int
    issued: int
    used: bool
    prepares: bool


@dataclass(frozen=True)
class RecipientLine:
    """A recipient in the table. `values`: label and text of each further field."""

    id: int
    position: int
    name: str
    honorific: str
    unit: str
    award: str
    reason: str
    photo: str
    hidden: bool
    issued: bool
    linked: bool
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Alike:
    """Rows that may be one. `same`: name, unit, award, how many; `units`: name, how many units."""

    same: tuple[tuple[str, str, str, int], ...]
    units: tuple[tuple[str, int], ...]


def lists_of(
    actor: Actor, *, search: str = "", organisation_id: int | None = None, page: int = 1
) -> Page[ListLine]:
    """Lists of the organisations whose certificates the actor may see, the newest first."""
    query = (
        sa.select(AwardList, Organisation.name, _counted(Recipient), _issued())
        .join(Organisation, Organisation.id == AwardList.organisation_id)
        .where(visible(actor))
        .order_by(AwardList.id.desc())
    )
    if search:
        query = query.where(
            AwardList.title.icontains(search, autoescape=True)
            | AwardList.occasion.icontains(search, autoescape=True)
        )
    if organisation_id is not None:
        query = query.where(AwardList.organisation_id == organisation_id)
    found = paged(query, page)
    return Page([_line(*row) for row in found.items], found.number, found.per_page, found.total)


def list_head(actor: Actor, list_id: int, right: Right = Right.VIEW) -> ListHead:
    """The list, if the actor has the right to it."""
    found = owned(actor, AwardList, list_id, right)
    counts = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(Recipient.hidden_at),
            sa.func.count(Recipient.photo),
        ).where(Recipient.list_id == list_id)
    ).one()
    return ListHead(
        id=found.id,
        organisation_id=found.organisation_id,
        organisation=found.organisation.name,
        title=found.title,
        occasion=found.occasion,
        source=found.source,
        source_id=found.source_id,
        created_at=found.created_at,
        recipients=counts[0],
        hidden=counts[1],
        photos=counts[2],
        issued=len(_issued_among(sa.select(Recipient.id).where(Recipient.list_id == list_id))),
        used=any(_is_named(model, list_id) for model in (Batch, HonorRoll, Notice)),
        prepares=may(actor, found.organisation_id, Right.PREPARE),
    )


def recipients_of(list_id: int, *, search: str = "", page: int = 1) -> Page[RecipientLine]:
    """Recipients in ceremony order; `search` looks into name, unit and award."""
    query = sa.select(Recipient).where(Recipient.list_id == list_id)
    if search:
        columns = (Recipient.name, Recipient.unit, Recipient.award)
        query = query.where(sa.or_(*(c.icontains(search, autoescape=True) for c in columns)))
    found = paged(query.order_by(Recipient.position, Recipient.id), page)
    issued = _issued_among([one.id for one in found.items])
    lines = [_recipient_line(one, one.id in issued) for one in found.items]
    return Page(lines, found.number, found.per_page, found.total)


def recipient_line(list_id: int, recipient_id: int) -> RecipientLine:
    """One line of the table; NotFound when it isn't on this list."""
    found = recipient_row(list_id, recipient_id)
    return _recipient_line(found, bool(_issued_among([recipient_id])))


def recipient_row(list_id: int, recipient_id: int) -> Recipient:
    """The stored recipient of this very list, for reading."""
    found = db.session.get(Recipient, recipient_id)
    if found is None or found.list_id != list_id:
        raise NotFound
    return found


def alike(list_id: int) -> Alike:
    """Rows that are the same, and names that stand with several units; at most 20 of each."""
    mine = Recipient.list_id == list_id
    keys = (Recipient.name, Recipient.unit, Recipient.award)
    same = sa.select(*keys, sa.func.count()).where(mine).group_by(*keys)
    units = sa.func.count(Recipient.unit.distinct())
    namesakes = sa.select(Recipient.name, units).where(mine).group_by(Recipient.name)
    return Alike(
        tuple(map(tuple, _several(same, sa.func.count()))),
        tuple(map(tuple, _several(namesakes, units))),
    )


def _several(query: sa.Select[Any], count: sa.ColumnElement[int]) -> list[Any]:
    found = query.having(count > 1).order_by(Recipient.name).limit(MOST_TOLD)
    return list(db.session.execute(found))


def _counted(model: type[Recipient]) -> sa.ScalarSelect[int]:
    query = sa.select(sa.func.count()).select_from(model)
    return query.where(model.list_id == AwardList.id).correlate(AwardList).scalar_subquery()


def _issued() -> sa.ScalarSelect[int]:
    query = (
        sa.select(sa.func.count(Certificate.recipient_id.distinct()))
        .join(Recipient, Recipient.id == Certificate.recipient_id)
        .where(Recipient.list_id == AwardList.id, Certificate.status.in_(_LIVE))
    )
    return query.correlate(AwardList).scalar_subquery()


def _issued_among(ids: Any) -> set[int]:
    query = sa.select(Certificate.recipient_id).where(
        Certificate.recipient_id.in_(ids), Certificate.status.in_(_LIVE)
    )
    return set(db.session.scalars(query))


def _is_named(model: type[Batch | HonorRoll | Notice], list_id: int) -> bool:
    query = sa.select(model.id).where(model.list_id == list_id).limit(1)
    return db.session.scalar(query) is not None


def _line(found: AwardList, organisation: str, recipients: int, issued: int) -> ListLine:
    return ListLine(
        id=found.id,
        title=found.title,
        occasion=found.occasion,
        organisation=organisation,
        source=str(SOURCES[found.source]),
        recipients=recipients,
        issued=issued,
        created_at=found.created_at,
    )


def _recipient_line(found: Recipient, issued: bool) -> RecipientLine:
    return RecipientLine(
        id=found.id,
        position=found.position,
        name=found.name,
        honorific=found.honorific,
        unit=found.unit,
        award=found.award,
        reason=found.reason,
        photo=found.photo or "",
        hidden=found.hidden_at is not None,
        issued=issued,
        linked=found.person_id is not None or found.account_id is not None,
        values=tuple((value_label(name), text_of(v)) for name, v in found.values.items()),
    )
