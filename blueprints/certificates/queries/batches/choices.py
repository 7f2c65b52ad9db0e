"""What the form of a batch offers, and what it proposes."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import get_locale

from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchState,
    CertificateTemplate,
    Recipient,
    Seal,
    SigningKey,
    Source,
    TemplateVersion,
)
from blueprints.certificates.queries.templates.samples import AT_ISSUE
from documents import Field, gallery
from store import db

DEFAULT = "ready:honor-landscape-red"
OF_ATTENDANCE = "ready:credit-hours"  # who took part has earned no honor, nor passed a test
UNSETTLED = (BatchState.DRAFT, BatchState.CANCELLED)  # nobody has decided for their template
COLUMNS = ("name", "honorific", "unit", "award", "reason", "official_number")
LOOKED_AT = 50  # people of a list, in its order: prizes and courses differ from the first row on
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

    Prizes and courses want different ones, and one source may bring either: what asks for values
    that nobody on the list has isn't proposed. Then what suits its source, the red certificate of
    honor, or the first ready-made one that the list can fill.
    """
    own = AwardList.organisation_id == award_list.organisation_id
    before = [
        _last_issued(Batch.list_id == award_list.id),
        _last_issued(
            sa.and_(own, AwardList.source == award_list.source, Batch.state.not_in(UNSETTLED))
        ),
    ]
    values = {value for value, _label in offered.templates}
    has = _filled(award_list.id)
    usual = OF_ATTENDANCE if award_list.source == Source.ATTENDANCE else DEFAULT
    wanted = [*before, usual, DEFAULT, *(value for value, _label in offered.ready)]
    fitting = (one for one in wanted if one in values and _insists_on(one) <= has)
    return next(fitting, DEFAULT if DEFAULT in values else "")


def _last_issued(condition: sa.ColumnElement[bool]) -> str:
    """The newest version of the template of the latest of such batches."""
    template_id = db.session.scalar(
        sa.select(TemplateVersion.template_id)
        .join(Batch, Batch.version_id == TemplateVersion.id)
        .join(AwardList, AwardList.id == Batch.list_id)
        .where(condition)
        .order_by(Batch.id.desc())
        .limit(1)
    )
    return f"version:{newest_version(template_id)}" if template_id else ""


def _filled(list_id: int) -> set[str]:
    """The fields that somebody among the first on a list has a value for."""
    people = db.session.scalars(
        sa.select(Recipient)
        .where(Recipient.list_id == list_id)
        .order_by(Recipient.position, Recipient.id)
        .limit(LOOKED_AT)
    )
    has: set[str] = set()
    for one in people:
        values = {**(one.values or {}), **{name: getattr(one, name) for name in COLUMNS}}
        has |= {name for name, value in values.items() if value not in ("", None)}
    return has


def _insists_on(value: str) -> set[str]:
    """The texts that a template needs from each person."""
    source, _colon, which = value.partition(":")
    if source == "ready":
        fields = gallery.find(which).fields
    else:
        content = db.session.get_one(TemplateVersion, int(which)).content
        fields = tuple(Field(**one) for one in content.get("fields", []))
    known = {*AT_ISSUE, *gallery.COMMON}
    return {one.name for one in fields if one.required and one.kind != "image"} - known


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
