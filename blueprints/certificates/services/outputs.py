"""Print batches: the valid certificates of a batch in ceremony order, in files for a printer."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.models import (
    Batch,
    BatchFile,
    BatchRow,
    Certificate,
    CertificateStatus,
)
from blueprints.certificates.services.batches import told
from blueprints.certificates.services.batches.content import millimetres
from blueprints.certificates.services.batches.documents import Design, design_of, row_of
from blueprints.certificates.studio import studio
from documents import ChildError, Row, TemplateError
from store import UserError, db, write
from store.actors import Actor
from store.files import files

PART = 500  # certificates in a file at most; sheets with several on them are never torn apart
PATIENCE = timedelta(minutes=3)  # after which a file that was asked for is tried again


@dataclasses.dataclass(frozen=True)
class PrintInput:
    """How to print: on printed sheets or not, moved by how many millimetres, several on a sheet."""

    text_only: bool = False
    dx_mm: str = "0"
    dy_mm: str = "0"
    imposed: bool = True


def ask_print(actor: Actor, batch_id: int, given: PrintInput, now: datetime) -> list[int]:
    """Order the files of a print batch, instead of those there are; their ids."""
    with write():
        batch = owned(actor, Batch, batch_id, Right.PREPARE, lock=True)
        ids = _in_ceremony_order(batch_id)
        if not ids:
            raise UserError(_("Nothing of this batch has been issued yet."), code="nothing")
        imposed = given.imposed and _on_a_sheet(batch) > 1
        options = {
            "text_only": given.text_only,
            "dx_mm": millimetres(given.dx_mm),
            "dy_mm": millimetres(given.dy_mm),
            "imposed": imposed,
        }
        db.session.execute(sa.delete(BatchFile).where(BatchFile.batch_id == batch_id))
        parts = parts_of(ids, _on_a_sheet(batch) if imposed else 1)
        made = [
            BatchFile(
                batch_id=batch_id,
                options={**options, "part": number, "parts": len(parts), "certificates": part},
                asked_by=actor.ref,
                asked_at=now,
            )
            for number, part in enumerate(parts, 1)
        ]
        db.session.add_all(made)
        db.session.flush()
        told(actor, "batch.print_asked", batch, now, certificates=len(ids), **options)
        return [one.id for one in made]


def make_file(file_id: int) -> None:
    """Make a file that waits. May be called again: the same file comes of it."""
    prepared = _prepared(file_id)
    if prepared is None:
        return
    design, rows = prepared
    try:
        pdf = studio().renderer.together(design.template, rows, design.options)
        name = files().put(pdf)
    except (TemplateError, ChildError) as problem:
        _note(file_id, fault=_fault(problem))
    except OSError as problem:
        _note(file_id, fault=f"storage: {problem.strerror}")
    else:
        _note(file_id, file=name, pages=_pages(design, len(rows)))


def note_download(actor: Actor, batch_id: int, count: int, now: datetime) -> None:
    """Note that somebody took all files of a batch away: they hold names."""
    with write():
        batch = owned(actor, Batch, batch_id, Right.PREPARE)
        told(actor, "batch.downloaded", batch, now, certificates=count)


def left_behind(now: datetime) -> list[int]:
    """Files that were asked for some time ago and still wait."""
    waiting = sa.select(BatchFile.id).where(
        BatchFile.state == "waiting", BatchFile.asked_at <= now - PATIENCE
    )
    return list(db.session.scalars(waiting))


def _in_ceremony_order(batch_id: int) -> list[int]:
    return list(
        db.session.scalars(
            sa.select(Certificate.id)
            .join(BatchRow, BatchRow.id == Certificate.row_id)
            .where(
                Certificate.batch_id == batch_id,
                Certificate.status == CertificateStatus.VALID,
            )
            .order_by(BatchRow.position, BatchRow.id)
        )
    )


def parts_of(ids: list[int], on_a_sheet: int) -> list[list[int]]:
    """The certificates of each file; sheets with several on them are never torn apart."""
    size = max(PART - PART % on_a_sheet, on_a_sheet)
    return [ids[first : first + size] for first in range(0, len(ids), size)]


def _on_a_sheet(batch: Batch) -> int:
    imposition = batch.version.content.get("imposition")
    return imposition["columns"] * imposition["rows"] if imposition else 1


def _prepared(file_id: int) -> tuple[Design, list[Row]] | None:
    """What the file is made from; leaves no transaction open."""
    db.session.rollback()
    wanted = db.session.get(BatchFile, file_id)
    if wanted is None or wanted.state != "waiting":
        return None
    design = _for_print(design_of(wanted.batch), wanted.options)
    found = {
        one.id: one.content
        for one in db.session.scalars(
            sa.select(Certificate).where(Certificate.id.in_(wanted.options["certificates"]))
        )
    }
    contents = [found[number] for number in wanted.options["certificates"] if number in found]
    db.session.rollback()
    return design, [row_of(one["values"], one["images"]) for one in contents]


def _for_print(design: Design, how: dict[str, Any]) -> Design:
    template = design.template
    if not how["imposed"]:
        template = dataclasses.replace(template, imposition=None)
    options = dataclasses.replace(
        design.options,
        text_only=how["text_only"],
        dx_mm=float(how["dx_mm"]),
        dy_mm=float(how["dy_mm"]),
    )
    return Design(template, options)


def _fault(problem: TemplateError | ChildError) -> str:
    return f"{problem.code}: {problem.detail}" if problem.detail else problem.code


def _pages(design: Design, rows: int) -> int:
    imposition = design.template.imposition
    on_a_sheet = imposition.columns * imposition.rows if imposition else 1
    return -(-rows // on_a_sheet)


def _note(
    file_id: int, *, file: str | None = None, pages: int | None = None, fault: str = ""
) -> None:
    with write():
        wanted = db.session.get(BatchFile, file_id, with_for_update=True, populate_existing=True)
        if wanted is not None and wanted.state == "waiting":
            wanted.state = "ready" if file else "failed"
            wanted.file, wanted.pages, wanted.fault = file, pages, fault[:300]
