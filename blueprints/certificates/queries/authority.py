"""What a body speaks with: its seals and signing keys, without their secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.certificates.access import Right, may, organisations_for, owned, require
from blueprints.certificates.models import Batch, Seal, SigningKey
from blueprints.people.models import Organisation
from store import NotFound, db
from store.actors import Actor

EXPIRES_SOON = timedelta(days=60)


@dataclass(frozen=True)
class SealView:
    """A seal; `batches` is in how many batches it was chosen."""

    id: int
    title: str
    size_mm: int
    for_trying: bool
    retired_at: datetime | None
    created_at: datetime
    batches: int


@dataclass(frozen=True)
class KeyView:
    """A signing key. `state`: valid, soon (expires within 60 days), expired, early or retired."""

    id: int
    title: str
    subject: str
    issuer: str
    algorithm: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    self_made: bool
    state: str
    batches: int


@dataclass(frozen=True)
class Authority:
    """One body's seals and keys, those in use first; `may_keep`: this actor looks after them."""

    organisation_id: int
    organisation: str
    may_keep: bool
    seals: tuple[SealView, ...]
    keys: tuple[KeyView, ...]


def bodies(actor: Actor) -> list[tuple[int, str]]:
    """Ids and names of the bodies whose seals and keys the actor may look at, in tree order."""
    return [(one.id, one.name) for one in organisations_for(actor, Right.VIEW)]


def authority_of(actor: Actor, organisation_id: int, now: datetime) -> Authority:
    """Seals and keys of a body; NotFound for one that the actor may not see."""
    require(actor, organisation_id, Right.VIEW)
    body = db.session.get_one(Organisation, organisation_id)
    return Authority(
        organisation_id=organisation_id,
        organisation=body.name,
        may_keep=may(actor, organisation_id, Right.KEEP),
        seals=tuple(_seals(organisation_id)),
        keys=tuple(_keys(organisation_id, now)),
    )


def seal_image(actor: Actor, seal_id: int) -> tuple[str, str]:
    """Name in the file store and media type of a seal's image."""
    seal = owned(actor, Seal, seal_id, Right.VIEW)
    return seal.image, seal.media


def organisation_of_seal(actor: Actor, seal_id: int) -> int:
    return owned(actor, Seal, seal_id, Right.VIEW).organisation_id


def organisation_of_key(actor: Actor, key_id: int) -> int:
    return owned(actor, SigningKey, key_id, Right.VIEW).organisation_id


def default_body(actor: Actor, asked: str, choices: list[tuple[int, str]]) -> int:
    """The body that was asked for, else the actor's own, else the first. NotFound for none."""
    known = [number for number, _name in choices]
    if asked:
        wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        if wanted not in known:
            raise NotFound
        return wanted
    if actor.organisation_id in known:
        return actor.organisation_id
    if not known:
        raise NotFound
    return known[0]


def _seals(organisation_id: int) -> list[SealView]:
    used = sa.select(sa.func.count(Batch.id)).where(Batch.seal_id == Seal.id).scalar_subquery()
    rows = db.session.execute(
        sa.select(Seal, used)
        .where(Seal.organisation_id == organisation_id)
        .order_by(Seal.retired_at.is_not(None), Seal.id)
    )
    return [
        SealView(
            seal.id,
            seal.title,
            seal.size_mm,
            seal.for_trying,
            seal.retired_at,
            seal.created_at,
            batches,
        )
        for seal, batches in rows
    ]


def _keys(organisation_id: int, now: datetime) -> list[KeyView]:
    used = sa.select(sa.func.count(Batch.id)).where(Batch.key_id == SigningKey.id)
    rows = db.session.execute(
        sa.select(SigningKey, used.scalar_subquery())
        .where(SigningKey.organisation_id == organisation_id)
        .order_by(SigningKey.retired_at.is_not(None), SigningKey.id)
    )
    return [
        KeyView(
            key.id,
            key.title,
            key.subject,
            key.issuer,
            key.algorithm,
            key.fingerprint,
            key.not_before,
            key.not_after,
            key.self_made,
            _state(key, now),
            batches,
        )
        for key, batches in rows
    ]


def _state(key: SigningKey, now: datetime) -> str:
    if key.retired_at is not None:
        return "retired"
    if now >= key.not_after:
        return "expired"
    if now < key.not_before:
        return "early"
    return "soon" if now >= key.not_after - EXPIRES_SOON else "valid"
