"""Numbers, batches and the certificates that came of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.certificates.models.authority import Seal, SigningKey
from blueprints.certificates.models.lists import AwardList, Recipient
from blueprints.certificates.models.templates import TemplateVersion
from blueprints.people.models import Organisation
from store.base import JsonText, db


class BatchState(StrEnum):
    """draft → (submitted, where a seal or key is used) → running ⇄ paused → done or cancelled."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RowState(StrEnum):
    """What became of a row. Rows in = issued + skipped + to review + (while running) pending."""

    PENDING = "pending"
    REVIEW = "review"
    SKIPPED = "skipped"
    ISSUED = "issued"


class CertificateStatus(StrEnum):
    """`reserved`: the number is taken and the file is being made; `void`: it never was made."""

    RESERVED = "reserved"
    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    VOID = "void"


class NumberScheme(db.Model):  # type: ignore[name-defined,misc]
    """How a body numbers one kind of certificate in one year, and the next serial.

    `pattern` holds `{year}` and `{serial}`: `示工证字〔{year}〕第{serial}号`. Serials are taken
    under a lock of this row, one after the other, and never given back.
    """

    __tablename__ = "number_schemes"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    year: Mapped[int]
    pattern: Mapped[str] = mapped_column(sa.String(80))
    width: Mapped[int] = mapped_column(default=4)
    next_serial: Mapped[int] = mapped_column(default=1)


class Batch(db.Model):  # type: ignore[name-defined,misc]
    """One issue of certificates from a list by one template version.

    `common` are the batch-wide values (issuer, issued_on, occasion, lang); `options` the way of
    printing (text_only, dx_mm, dy_mm). `lease_until`/`lease_by`: which worker is at it, so that
    another takes over after a crash. `checked_version`: the list version that was checked.
    """

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("award_lists.id"), index=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("template_versions.id"), index=True)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("number_schemes.id"))
    seal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seals.id"))
    key_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signing_keys.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    common: Mapped[Any] = mapped_column(JsonText)
    options: Mapped[Any] = mapped_column(JsonText)
    state: Mapped[str] = mapped_column(sa.String(12), default=BatchState.DRAFT, index=True)
    checked_at: Mapped[datetime | None]
    checked_version: Mapped[int | None]
    submitted_by: Mapped[str | None] = mapped_column(sa.String(40))
    submitted_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(sa.String(40))
    approved_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    approved_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(sa.String(300), default="")
    lease_by: Mapped[str | None] = mapped_column(sa.String(40))
    lease_until: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    award_list: Mapped[AwardList] = relationship()
    version: Mapped[TemplateVersion] = relationship()
    scheme: Mapped[NumberScheme] = relationship()
    seal: Mapped[Seal | None] = relationship()
    key: Mapped[SigningKey | None] = relationship()

    @property
    def needs_second_person(self) -> bool:
        """The body's seal or key speaks for the body: two people answer for it."""
        return self.seal_id is not None or self.key_id is not None


class BatchRow(db.Model):  # type: ignore[name-defined,misc]
    """A recipient in a batch. `findings`: what the pre-flight found, `[{code, field, detail}]`;
    None while it hasn't been checked. `accepted`: somebody looked at the findings that don't
    forbid issuing and let them pass. `values`: what will be printed, taken down when the batch
    is handed in, so that nothing changes between approval and issue.
    """

    __tablename__ = "batch_rows"
    __table_args__ = (sa.UniqueConstraint("batch_id", "recipient_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        sa.ForeignKey("batches.id", ondelete="CASCADE"), index=True
    )
    recipient_id: Mapped[int] = mapped_column(sa.ForeignKey("recipients.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(sa.String(12), default=RowState.PENDING, index=True)
    findings: Mapped[Any] = mapped_column(JsonText, nullable=True)
    values: Mapped[Any] = mapped_column(JsonText, nullable=True)
    accepted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    # A correction: the certificate it takes the place of. No foreign key, since certificates
    # point here already and tables that need each other can't be made one after the other.
    replaces_id: Mapped[int | None] = mapped_column(index=True)

    batch: Mapped[Batch] = relationship()
    recipient: Mapped[Recipient] = relationship()


class Certificate(db.Model):  # type: ignore[name-defined,misc]
    """A certificate as it was issued; only `status` and what explains it ever change.

    `code` is in the QR and in the public address; `own_key` opens the holder's own page.
    `content` is everything that was printed (values and batch-wide values), `file` the SHA-256
    of the PDF in the file store, which is also what a dropped file is compared with.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        sa.UniqueConstraint("scheme_id", "serial"),
        sa.UniqueConstraint("organisation_id", "number"),
        sa.Index("ix_certificates_file", "file"),
        sa.Index(  # a row is issued once, whatever crashes or races there are
            "uq_certificates_row",
            "row_id",
            unique=True,
            sqlite_where=sa.text("status != 'void'"),
            postgresql_where=sa.text("status != 'void'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batches.id"), index=True)
    row_id: Mapped[int] = mapped_column(sa.ForeignKey("batch_rows.id"))
    recipient_id: Mapped[int] = mapped_column(sa.ForeignKey("recipients.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("number_schemes.id"))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(100), index=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    own_key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.String(120))
    name: Mapped[str] = mapped_column(sa.String(120), index=True)
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    award: Mapped[str] = mapped_column(sa.String(120), default="")
    issuer: Mapped[str] = mapped_column(sa.String(200), default="")
    issued_on: Mapped[str] = mapped_column(sa.String(10))
    content: Mapped[Any] = mapped_column(JsonText)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("template_versions.id"))
    file: Mapped[str | None] = mapped_column(sa.String(64))
    size: Mapped[int | None]
    signed_by: Mapped[str] = mapped_column(sa.String(200), default="")
    signed_fingerprint: Mapped[str] = mapped_column(sa.String(64), default="")
    issued_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(sa.String(12), default=CertificateStatus.RESERVED)
    status_at: Mapped[datetime | None]
    status_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificates.id"), unique=True)

    batch: Mapped[Batch] = relationship()
    organisation: Mapped[Organisation] = relationship()
    recipient: Mapped[Recipient] = relationship()
    replaces: Mapped["Certificate | None"] = relationship(remote_side="Certificate.id")


class BatchFile(db.Model):  # type: ignore[name-defined,misc]
    """A print batch in ceremony order, made by a job. `state`: waiting, ready or failed."""

    __tablename__ = "batch_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        sa.ForeignKey("batches.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    options: Mapped[Any] = mapped_column(JsonText)  # text_only, dx_mm, dy_mm, imposed
    file: Mapped[str | None] = mapped_column(sa.String(64))
    pages: Mapped[int | None]
    fault: Mapped[str] = mapped_column(sa.String(300), default="")
    asked_by: Mapped[str] = mapped_column(sa.String(40))
    asked_at: Mapped[datetime]

    batch: Mapped[Batch] = relationship()
