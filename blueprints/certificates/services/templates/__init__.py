"""Templates of a body: copied from the ready-made ones, and every change a version of its own.

Versions are never changed: what was issued by one can be made again by it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, require
from blueprints.certificates.models import CertificateTemplate, TemplateVersion
from blueprints.certificates.queries.templates.content import as_content
from blueprints.people.models import Organisation
from documents import Template, gallery
from store import NotFound, audit, db, write
from store.actors import Actor
from store.files import files

TITLE_LENGTH = 120
NOTE_LENGTH = 200


def adopt(actor: Actor, organisation_id: int, ref: str, now: datetime) -> int:
    """The organisation's own copy of the ready-made template `ref`; the id of its version.

    A copy that is there already, and as it is today, is taken again. NotFound for no such ref.
    """
    ready = ready_made(ref)
    content, assets = stored(ready)
    with write():
        require(actor, organisation_id, Right.PREPARE)
        # Two who adopt it at once must find one copy, so the body's row is locked.
        db.session.get(Organisation, organisation_id, with_for_update=True)
        found = _adopted(organisation_id, ref, content, assets)
        if found is not None:
            return found
        template = CertificateTemplate(
            organisation_id=organisation_id,
            title=title_of(content),
            kind=ready.kind,
            origin=ref,
            created_at=now,
        )
        note = _("Taken from the ready-made templates")
        return begin(actor, template, content, assets, note, now).id


def ready_made(ref: str) -> Template:
    """A template of the gallery, or NotFound."""
    try:
        return gallery.find(ref)
    except KeyError:
        raise NotFound from None


def title_of(content: Mapping[str, Any]) -> str:
    """What a template is called in lists that have room for one title."""
    title: str = content["title_zh"] or content["title_en"]
    return title[:TITLE_LENGTH]


def stored(template: Template) -> tuple[dict[str, Any], dict[str, str]]:
    """Content and assets as a version keeps them; the assets' files are in the store afterwards."""
    kept = {name: files().put(path.read_bytes()) for name, path in sorted(template.assets.items())}
    return as_content(template), kept


def begin(
    actor: Actor,
    template: CertificateTemplate,
    content: Mapping[str, Any],
    assets: Mapping[str, str],
    note: str,
    now: datetime,
) -> TemplateVersion:
    """Keep a new template with its first version. Inside a write."""
    db.session.add(template)
    db.session.flush()
    version = add_version(actor, template, content, assets, note, now)
    told(actor, "certificate_template.made", template, now)
    return version


def add_version(
    actor: Actor,
    template: CertificateTemplate,
    content: Mapping[str, Any],
    assets: Mapping[str, str],
    note: str,
    now: datetime,
) -> TemplateVersion:
    """The next version of a template. Inside a write that holds the template's row."""
    last = db.session.scalar(
        sa.select(sa.func.max(TemplateVersion.number)).where(
            TemplateVersion.template_id == template.id
        )
    )
    version = TemplateVersion(
        template_id=template.id,
        number=(last or 0) + 1,
        content=dict(content),
        assets=dict(assets),
        note=note.strip()[:NOTE_LENGTH],
        made_by=actor.ref,
        made_by_name=actor.name[:120],
        made_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


def told(
    actor: Actor, action: str, template: CertificateTemplate, now: datetime, **detail: Any
) -> None:
    """An audit entry about a template."""
    audit(
        actor,
        action,
        f"certificate_template:{template.id}",
        now,
        organisation_id=template.organisation_id,
        title=template.title,
        **detail,
    )


def _adopted(
    organisation_id: int, ref: str, content: dict[str, Any], assets: dict[str, str]
) -> int | None:
    versions = db.session.scalars(
        sa.select(TemplateVersion)
        .join(CertificateTemplate)
        .where(
            CertificateTemplate.organisation_id == organisation_id,
            CertificateTemplate.origin == ref,
            CertificateTemplate.archived_at.is_(None),
        )
        .order_by(TemplateVersion.id)
    )
    same = (v.id for v in versions if v.content == content and v.assets == assets)
    return next(same, None)
