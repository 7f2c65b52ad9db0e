"""The audit log: append-only, each row hashed over the one before it.

Triggers made by the migration refuse UPDATE and DELETE in the database itself.
"""

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import JsonText, canonical_json, db

GENESIS = "0" * 64


class AuditEntry(db.Model):  # type: ignore[name-defined,misc]
    """Who did what to which thing, when, and in whose scope."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(sa.String(40), index=True)
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    action: Mapped[str] = mapped_column(sa.String(80), index=True)
    subject: Mapped[str] = mapped_column(sa.String(80), index=True)
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    detail: Mapped[Any] = mapped_column(JsonText)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    def digest(self) -> str:
        """SHA-256 over the row's content and the hash of the row before it."""
        return chain_hash(
            self.previous_hash,
            {
                "at": self.at.isoformat(),
                "actor": self.actor,
                "actor_name": self.actor_name,
                "action": self.action,
                "subject": self.subject,
                "organisation_id": self.organisation_id,
                "detail": self.detail,
            },
        )


class AuditHead(db.Model):  # type: ignore[name-defined,misc]
    """The single row that PostgreSQL writers lock, so that the chain never forks."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(sa.String(64))


def chain_hash(previous: str, content: Any) -> str:
    """SHA-256, in hex, of the previous hash and the canonical JSON of `content`."""
    return hashlib.sha256(f"{previous}\n{canonical_json(content)}".encode()).hexdigest()


def audit(
    actor: Actor,
    action: str,
    subject: str,
    now: datetime,
    *,
    organisation_id: int | None = None,
    **detail: Any,
) -> None:
    """Append a row inside the running write transaction. `detail` must be plain JSON values."""
    head = _locked_head()
    entry = AuditEntry(
        at=now.astimezone(UTC),  # as it will be read again: the hash covers its spelling
        actor=actor.ref,
        actor_name=actor.name[:120],
        action=action,
        subject=subject,
        organisation_id=organisation_id,
        detail=json.loads(canonical_json(detail)),
        previous_hash=head.hash,
    )
    entry.hash = entry.digest()
    head.hash = entry.hash
    db.session.add(entry)


def _locked_head() -> AuditHead:
    head = db.session.get(AuditHead, 1, with_for_update=True)
    if head is None:  # the first row ever; of two first writers one waits and then finds it
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(AuditHead(id=1, hash=GENESIS))
        head = db.session.get_one(AuditHead, 1, with_for_update=True)
    return head


def broken_links() -> list[int]:
    """Ids of the rows whose hash or link to the row before doesn't hold; empty when sound."""
    bad, previous = [], GENESIS
    for entry in db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)):
        if entry.previous_hash != previous or entry.hash != entry.digest():
            bad.append(entry.id)
        previous = entry.hash
    return bad
