"""Templates of certificates that a body keeps, each with its history of versions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.people.models import Organisation
from store.base import JsonText, db


class CertificateTemplate(db.Model):  # type: ignore[name-defined,misc]
    """A template of an organisation. `origin` names the ready-made one it was copied from."""

    __tablename__ = "certificate_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(30))
    origin: Mapped[str] = mapped_column(sa.String(60), default="")
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    versions: Mapped[list["TemplateVersion"]] = relationship(
        order_by="TemplateVersion.number", back_populates="template", cascade="all, delete-orphan"
    )


class TemplateVersion(db.Model):  # type: ignore[name-defined,misc]
    """One version. Never changed once made: what was issued by it can be made again.

    `content` is `documents.Template.to_json()` without assets; `assets` maps their names to the
    SHA-256 under which the file store keeps them.
    """

    __tablename__ = "template_versions"
    __table_args__ = (sa.UniqueConstraint("template_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(
        sa.ForeignKey("certificate_templates.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    content: Mapped[Any] = mapped_column(JsonText)
    assets: Mapped[Any] = mapped_column(JsonText)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    made_by: Mapped[str] = mapped_column(sa.String(40))
    made_by_name: Mapped[str] = mapped_column(sa.String(120))
    made_at: Mapped[datetime]

    template: Mapped[CertificateTemplate] = relationship(back_populates="versions")
