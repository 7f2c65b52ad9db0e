"""What the form of a batch offers, and what it proposes."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import get_locale

from blueprints.certificates.models import (
    AwardList,
    Batch,
    CertificateTemplate,
    Seal,
    SigningKey,
    TemplateVersion,
)
from documents import gallery
from store import db

DEFAULT = "ready:honor-landscape-red"
NO_CERTIFICATES = frozenset({"table_sign"})  # printed for the table, never numbered or verified


@dataclass(frozen=True)
class Choices:
    """(value, label) pairs."""

    own: list[tuple[str, str]]
    ready: list[tuple[str, str]]
    seals: list[tuple[int, str]]
    keys: list[tuple[int, str]]

    @property
    def templates(self) -> list[tuple[str, str]]:
        return [*self.own, *self.ready]


def choices_for(organisation_id: int) -> Choices:
    """The body's own templates in their newest versions, the ready-made, its seals and keys."""
    return Choices(
        own=_own(organisation_id),
        ready=_ready_made(),
        seals=_in_use(organisation_id, Seal),
        keys=_in_use(organisation_id, SigningKey),
    )


def proposed(award_list: AwardList, offered: Choices) -> str:
    """The template that this list was last issued by, or else the body's lists of this source.

    Prizes and courses want different ones. The red certificate of honor where there is neither.
    """
    values = {value for value, _label in offered.templates}
    for condition in (
        Batch.list_id == award_list.id,
        sa.and_(
            Batch.organisation_id == award_list.organisation_id,
            AwardList.source == award_list.source,
        ),
    ):
        template_id = db.session.scalar(
            sa.select(TemplateVersion.template_id)
            .join(Batch, Batch.version_id == TemplateVersion.id)
            .join(AwardList, AwardList.id == Batch.list_id)
            .where(condition)
            .order_by(Batch.id.desc())
            .limit(1)
        )
        newest = f"version:{newest_version(template_id)}" if template_id else ""
        if newest in values:
            return newest
    return DEFAULT if DEFAULT in values else next(iter(sorted(values)), "")


def newest_version(template_id: int) -> int | None:
    """The id of a template's newest version."""
    return db.session.scalar(
        sa.select(TemplateVersion.id)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    )


def _own(organisation_id: int) -> list[tuple[str, str]]:
    templates = db.session.scalars(
        sa.select(CertificateTemplate)
        .where(
            CertificateTemplate.organisation_id == organisation_id,
            CertificateTemplate.archived_at.is_(None),
            CertificateTemplate.kind.not_in(NO_CERTIFICATES),
        )
        .order_by(CertificateTemplate.id)
    )
    return [(f"version:{newest_version(one.id)}", one.title) for one in templates]


def _ready_made() -> list[tuple[str, str]]:
    chinese = str(get_locale()).startswith("zh")
    return [
        (f"ready:{one.ref}", one.title_zh if chinese else one.title_en)
        for one in gallery.all_templates()
        if one.kind not in NO_CERTIFICATES
    ]


def _in_use(organisation_id: int, model: type[Seal] | type[SigningKey]) -> list[tuple[int, str]]:
    found = db.session.scalars(
        sa.select(model)
        .where(model.organisation_id == organisation_id, model.retired_at.is_(None))
        .order_by(model.id)
    )
    return [(one.id, one.title) for one in found]
