"""Changing a template: each save is a version of its own, and nobody's work is written over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned, require
from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries.templates import newest, version_of
from blueprints.certificates.services.packages.assets import checked_asset
from blueprints.certificates.services.templates import (
    TITLE_LENGTH,
    add_version,
    begin,
    ready_made,
    stored,
    title_of,
    told,
)
from documents.gallery.package import MOST_ASSETS
from store import UserError, write
from store.actors import Actor
from store.files import files


class Conflict(UserError):
    """Somebody else has saved meanwhile. `number` is the version that is the newest now."""

    def __init__(self, number: int, who: str) -> None:
        message = _(
            "%(who)s has saved version %(number)d meanwhile. Your text is still here, and theirs "
            "is kept. Compare, then save again.",
            who=who,
            number=number,
        )
        super().__init__(message, status=409, code="conflict")
        self.number = number


@dataclass(frozen=True)
class Draft:
    """What the editor holds. `added`: new pictures by name; `removed`: names of those to go."""

    content: Mapping[str, Any]
    note: str = ""
    added: Mapping[str, bytes] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


def save(actor: Actor, template_id: int, draft: Draft, based_on: int, now: datetime) -> int | None:
    """Keep the draft as the next version and return its number; None when nothing has changed.

    Conflict when `based_on` isn't the newest version any more.
    """
    added = {name: files().put(checked_asset(name, data)) for name, data in draft.added.items()}
    with write():
        template = owned(actor, CertificateTemplate, template_id, Right.PREPARE, lock=True)
        _refuse_archived(template)
        last = newest(template)
        if last.number != based_on:
            raise Conflict(last.number, last.made_by_name)
        assets = {k: v for k, v in {**last.assets, **added}.items() if k not in draft.removed}
        if len(assets) > MOST_ASSETS:
            raise UserError(_("A template may have %(most)d pictures.", most=MOST_ASSETS))
        content = {**draft.content, "ref": last.content["ref"]}
        if content == last.content and assets == last.assets:
            return None
        template.title, template.kind = title_of(content), content["kind"]
        version = add_version(actor, template, content, assets, draft.note, now)
        told(actor, "certificate_template.changed", template, now, version=version.number)
        return version.number


def restore(actor: Actor, template_id: int, number: int, now: datetime) -> int:
    """Make an earlier version the newest again, as a new one; its number."""
    with write():
        template = owned(actor, CertificateTemplate, template_id, Right.PREPARE, lock=True)
        _refuse_archived(template)
        old = version_of(template, number)
        note = _("Version %(number)d restored", number=number)
        made = add_version(actor, template, old.content, old.assets, note, now)
        told(actor, "certificate_template.changed", template, now, version=made.number)
        return made.number


def copy(
    actor: Actor, template_id: int, organisation_id: int, title: str, now: datetime
) -> CertificateTemplate:
    """A template of its own from the newest version of another that the actor may see."""
    with write():
        source = owned(actor, CertificateTemplate, template_id)
        require(actor, organisation_id, Right.PREPARE)
        last = newest(source)
        content = _renamed(last.content, title.strip()[:TITLE_LENGTH])
        made = _fresh(organisation_id, content, source.origin, now)
        note = _("Copied from %(title)s", title=source.title)
        begin(actor, made, content, last.assets, note, now)
        return made


def copy_ready_made(
    actor: Actor, ref: str, organisation_id: int, title: str, now: datetime
) -> CertificateTemplate:
    """A template of its own, to be changed, from a ready-made one."""
    ready = ready_made(ref)
    content, assets = stored(ready)
    with write():
        require(actor, organisation_id, Right.PREPARE)
        content = _renamed(content, title.strip()[:TITLE_LENGTH])
        made = _fresh(organisation_id, content, ref, now)
        begin(actor, made, content, assets, _("Taken from the ready-made templates"), now)
        return made


def archive(actor: Actor, template_id: int, now: datetime) -> None:
    """Take a template out of every chooser. What was issued by it stays as it is."""
    _set_archived(actor, template_id, now, now)


def revive(actor: Actor, template_id: int, now: datetime) -> None:
    """Offer an archived template again."""
    _set_archived(actor, template_id, None, now)


def _fresh(
    organisation_id: int, content: Mapping[str, Any], origin: str, now: datetime
) -> CertificateTemplate:
    return CertificateTemplate(
        organisation_id=organisation_id,
        title=title_of(content),
        kind=content["kind"],
        origin=origin,
        created_at=now,
    )


def _renamed(content: Mapping[str, Any], title: str) -> dict[str, Any]:
    titles = {"title_zh": title, "title_en": title} if title else {}
    return {**content, **titles}


def _refuse_archived(template: CertificateTemplate) -> None:
    if template.archived_at is not None:
        raise UserError(
            _("This template is archived. Take it out of the archive first."), status=409
        )


def _set_archived(actor: Actor, template_id: int, at: datetime | None, now: datetime) -> None:
    with write():
        template = owned(actor, CertificateTemplate, template_id, Right.PREPARE, lock=True)
        if (template.archived_at is None) != (at is None):
            template.archived_at = at
            action = "revived" if at is None else "archived"
            told(actor, f"certificate_template.{action}", template, now)
