"""What speaks for a body: its seals, its signing keys; and the fonts it brought along."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.people.models import Organisation
from store.base import db


class Seal(db.Model):  # type: ignore[name-defined,misc]
    """The image of a body's seal. `size_mm` is its diameter on paper (at most 45)."""

    __tablename__ = "seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    image: Mapped[str] = mapped_column(sa.String(64))  # SHA-256 in the file store
    media: Mapped[str] = mapped_column(sa.String(20))  # image/svg+xml or image/png
    size_mm: Mapped[int] = mapped_column(default=42)
    for_trying: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()


class SigningKey(db.Model):  # type: ignore[name-defined,misc]
    """A key and its certificate, encrypted with the installation's key (`store.encryption`)."""

    __tablename__ = "signing_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    subject: Mapped[str] = mapped_column(sa.String(200))
    issuer: Mapped[str] = mapped_column(sa.String(200))
    algorithm: Mapped[str] = mapped_column(sa.String(30))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    self_made: Mapped[bool] = mapped_column(default=False)
    pkcs12: Mapped[bytes] = mapped_column(sa.LargeBinary)  # encrypted
    password: Mapped[bytes] = mapped_column(sa.LargeBinary)  # encrypted
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()


class UploadedFont(db.Model):  # type: ignore[name-defined,misc]
    """A font that an administrator added. `role`: fangsong, biaosong, or "" for its own name."""

    __tablename__ = "uploaded_fonts"

    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(sa.String(120))
    style: Mapped[str] = mapped_column(sa.String(60), default="")
    weight: Mapped[int] = mapped_column(default=400)
    role: Mapped[str] = mapped_column(sa.String(20), default="")
    file: Mapped[str] = mapped_column(sa.String(64), unique=True)  # SHA-256 in the file store
    glyphs: Mapped[int]
    licence: Mapped[str] = mapped_column(sa.String(300), default="")
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
