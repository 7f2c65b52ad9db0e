"""What is handed out in the room: PDFs and pictures."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.services.lists.pictures import prepared
from blueprints.certificates.studio import studio
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.models import Material
from blueprints.classroom.services.setup.common import changed
from documents.inspecting import Busy
from documents.photographs import without_metadata
from store import NotFound, UserError, db, write
from store.actors import Actor
from store.files import files

KINDS = ("pdf", "png", "jpeg")
MOST = 20
LIMIT = 20 * 1024 * 1024  # bytes of one file


def add_material(
    actor: Actor, session_id: int, title: str, kind: str, content: bytes, now: datetime
) -> int:
    """Hand a file out; its id. Pictures are looked through first, and lose their metadata."""
    session_for(actor, session_id, Right.SET_UP)
    name = files().put(_sound(kind, content))
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        if len(session.materials) >= MOST:
            raise UserError(_("A session has at most %(count)d materials.", count=MOST))
        material = Material(
            title=" ".join(title.split())[:160] or _("Material"),
            file=name,
            kind=kind,
            size=len(content),
            added_at=now,
        )
        session.materials.append(material)
        db.session.flush()
        changed(
            actor, session, "class.materials_changed", "guests.changed", now, added=material.title
        )
        return material.id


def remove_material(actor: Actor, session_id: int, material_id: int, now: datetime) -> None:
    """Take it back: nobody gets it any more."""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        found = next((one for one in session.materials if one.id == material_id), None)
        if found is None:
            raise NotFound
        changed(
            actor, session, "class.materials_changed", "guests.changed", now, removed=found.title
        )
        session.materials.remove(found)


def _sound(kind: str, content: bytes) -> bytes:
    """What is kept of a file that can really be read; a child process looks."""
    if kind != "pdf":
        prepared(content)
        return without_metadata(content)
    try:
        broken = studio().inspector.look(content).broken
    except Busy as error:
        raise UserError(_("Many files are being looked at. Send it again in a minute.")) from error
    if broken:
        raise UserError(_("This PDF can't be read. Nothing was kept; save it again and send it."))
    return content
