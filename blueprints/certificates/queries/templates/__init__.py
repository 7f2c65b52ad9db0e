"""Templates as pages show them: cards, one template, its history, two versions side by side."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blueprints.certificates.access import Right, visible
from blueprints.certificates.models import CertificateTemplate, TemplateVersion
from blueprints.certificates.queries.templates.sheets import size_words
from blueprints.certificates.queries.templates.words import label
from blueprints.people.models import Organisation
from blueprints.people.queries.accounts import who
from documents import Template, gallery
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class Card:
    """An own template with its newest version. `sheet` is its size in words."""

    id: int
    title: str
    kind: str
    organisation: str
    version_id: int
    number: int
    sheet: str
    width_mm: float
    height_mm: float
    made_by: str
    made_at: datetime
    archived: bool


@dataclass(frozen=True)
class ReadyCard:
    """A ready-made template."""

    ref: str
    title: str
    kind: str
    sheet: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True)
class VersionLine:
    """One line of a template's history."""

    id: int
    number: int
    note: str
    made_by: str
    made_at: datetime


def cards(actor: Actor, *, kind: str = "", archived: bool = False) -> list[Card]:
    """The templates of the actor's organisations, the latest changed first."""
    last = (
        sa.select(sa.func.max(TemplateVersion.number))
        .where(TemplateVersion.template_id == CertificateTemplate.id)
        .correlate(CertificateTemplate)
        .scalar_subquery()
    )
    away = CertificateTemplate.archived_at
    query = (
        sa.select(TemplateVersion)
        .join(TemplateVersion.template)
        .join(CertificateTemplate.organisation)
        .where(TemplateVersion.number == last, visible(actor, Right.VIEW))
        .where(away.is_not(None) if archived else away.is_(None))
        .options(joinedload(TemplateVersion.template).joinedload(CertificateTemplate.organisation))
        .order_by(TemplateVersion.made_at.desc(), TemplateVersion.id.desc())
    )
    if kind:
        query = query.where(CertificateTemplate.kind == kind)
    return [card(version) for version in db.session.scalars(query)]


def card(version: TemplateVersion) -> Card:
    """The card of a template by one of its versions."""
    template, content = version.template, version.content
    sheet = content["sheet"]
    organisation: Organisation = template.organisation
    return Card(
        id=template.id,
        title=label(content["title_zh"], content["title_en"]) or template.title,
        kind=template.kind,
        organisation=organisation.label,
        version_id=version.id,
        number=version.number,
        sheet=size_words(sheet["width_mm"], sheet["height_mm"]),
        width_mm=sheet["width_mm"],
        height_mm=sheet["height_mm"],
        made_by=who(version.made_by, version.made_by_name),
        made_at=version.made_at,
        archived=template.archived_at is not None,
    )


def ready_cards(kind: str = "") -> list[ReadyCard]:
    """The ready-made templates, of one kind or of all."""
    return [ready_card(one) for one in gallery.all_templates() if kind in ("", one.kind)]


def ready_card(template: Template) -> ReadyCard:
    """The card of a ready-made template."""
    return ReadyCard(
        ref=template.ref,
        title=label(template.title_zh, template.title_en),
        kind=template.kind,
        sheet=size_words(template.sheet.width_mm, template.sheet.height_mm),
        width_mm=template.sheet.width_mm,
        height_mm=template.sheet.height_mm,
    )


def newest(template: CertificateTemplate) -> TemplateVersion:
    """The newest version; each template has one from its making on."""
    return db.session.scalars(
        sa.select(TemplateVersion)
        .where(TemplateVersion.template_id == template.id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    ).one()


def version_of(template: CertificateTemplate, number: int) -> TemplateVersion:
    """The version of that number, or NotFound."""
    found = db.session.scalar(
        sa.select(TemplateVersion).where(
            TemplateVersion.template_id == template.id, TemplateVersion.number == number
        )
    )
    if found is None:
        raise NotFound
    return found


def history(template: CertificateTemplate) -> list[VersionLine]:
    """Every version, the newest first."""
    query = (
        sa.select(
            TemplateVersion.id,
            TemplateVersion.number,
            TemplateVersion.note,
            TemplateVersion.made_by,
            TemplateVersion.made_by_name,
            TemplateVersion.made_at,
        )
        .where(TemplateVersion.template_id == template.id)
        .order_by(TemplateVersion.number.desc())
    )
    return [
        VersionLine(row.id, row.number, row.note, who(row.made_by, row.made_by_name), row.made_at)
        for row in db.session.execute(query)
    ]


def template_of_version(version_id: int) -> int:
    """The id of the template that a version is of."""
    found = db.session.get_one(TemplateVersion, version_id)
    return found.template_id
