"""What can be told of rows without laying them out: listed twice, or issued already."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from blueprints.certificates.models import (
    Batch,
    BatchRow,
    Certificate,
    CertificateStatus,
    Recipient,
)
from store import db

HOLDING = (CertificateStatus.RESERVED, CertificateStatus.VALID)


def found_in_list(batch: Batch, rows: list[BatchRow]) -> defaultdict[int, list[dict[str, Any]]]:
    """Findings by row id. A correction is one of somebody who holds the certificate, of course."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    holders = holding(batch.list_id, batch.scheme.kind, [row.recipient_id for row in rows])
    twice = _listed_twice(batch.list_id)
    for row in rows:
        if row.replaces_id is not None:
            continue
        if number := holders.get(row.recipient_id):
            found[row.id].append({"code": "already_issued", "detail": {"number": number}})
        elif row.recipient_id in twice:
            found[row.id].append({"code": "duplicate"})
    return found


def longer_than_meant(
    values: Mapping[str, Any], fields: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Texts with more characters than the template was made for; they may fit all the same."""
    return [
        {"code": "long", "field": field["name"], "detail": {"most": field["most"]}}
        for field in fields
        if field.get("most") and len(str(values.get(field["name"], ""))) > field["most"]
    ]


def without_photo(list_id: int, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is told of a person without a photograph, where the template shows one if there is one.

    Nothing, when nobody on the list has one: then the list is meant without.
    """
    shown = [one["name"] for one in fields if one["kind"] == "image" and not one["required"]]
    has_one = sa.exists().where(Recipient.list_id == list_id, Recipient.photo.is_not(None))
    if not shown or not db.session.scalar(sa.select(has_one)):
        return []
    return [{"code": "no_photo", "field": shown[0]}]


def holding(list_id: int, kind: str, recipient_ids: list[int]) -> dict[int, str]:
    """Recipients of a list who hold a certificate of the kind, or are about to: their numbers."""
    query = (
        sa.select(Certificate.recipient_id, Certificate.number)
        .join(Batch, Batch.id == Certificate.batch_id)
        .where(
            Batch.list_id == list_id,
            Certificate.kind == kind,
            Certificate.status.in_(HOLDING),
            Certificate.recipient_id.in_(recipient_ids),
        )
    )
    return {one.recipient_id: one.number for one in db.session.execute(query)}


def _listed_twice(list_id: int) -> set[int]:
    """The same person or the same name and unit, for the same award."""
    people = db.session.execute(
        sa.select(
            Recipient.id,
            Recipient.award,
            Recipient.person_id,
            Recipient.account_id,
            Recipient.name,
            Recipient.unit,
        ).where(Recipient.list_id == list_id)
    )
    groups: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    for one in people:
        groups["named", one.award, one.name, one.unit].add(one.id)
        if one.person_id is not None:
            groups["person", one.award, one.person_id].add(one.id)
        if one.account_id is not None:
            groups["account", one.award, one.account_id].add(one.id)
    return {recipient for group in groups.values() if len(group) > 1 for recipient in group}
