"""What a batch gives out: all files in a zip, its register, its print files."""

from flask import Response, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates import jobs
from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.batches import PrintForm
from blueprints.certificates.models import Batch, BatchFile
from blueprints.certificates.queries.outputs import (
    as_xlsx,
    file_name,
    print_file,
    register_cells,
    register_head,
    zip_entries,
    zipped,
)
from blueprints.certificates.queries.register import Wanted, register_lines
from blueprints.certificates.queries.register.words import status_words
from blueprints.certificates.routes.batches_answers import (
    BATCHES,
    ID,
    XLSX,
    download,
)
from blueprints.certificates.services import outputs
from blueprints.certificates.services.batches.sample import sample_picture
from documents import ChildError, TemplateError
from store import NotFound, UserError, db
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import carry_out


@bp.get(f"{BATCHES}/<{ID}:batch_id>/certificates.zip")
@require_account
def batch_zip(batch_id: int) -> Response:
    """All valid certificates, one file each, in the order of the ceremony."""
    batch = owned(current_actor(), Batch, batch_id, Right.PREPARE)
    entries = zip_entries(batch)
    outputs.note_download(current_actor(), batch_id, len(entries), now())
    name = file_name(batch.title, ".zip")
    return download(stream_with_context(zipped(entries)), "application/zip", name)


@bp.get(f"{BATCHES}/<{ID}:batch_id>/register.xlsx")
@require_account
def batch_register(batch_id: int) -> Response:
    """The register of the batch, with the links that are handed to the holders."""
    batch = owned(current_actor(), Batch, batch_id, Right.PREPARE)
    lines = register_lines(current_actor(), Wanted(batch_id=batch_id))
    base = batch.common["verify_base"]
    cells = (register_cells(one, status_words(one.status), base, own_links=True) for one in lines)
    content = as_xlsx(register_head(own_links=True), cells)
    return download(content, XLSX, file_name(f"{batch.title} {_('Register')}", ".xlsx"))


@bp.post(f"{BATCHES}/<{ID}:batch_id>/prints")
@require_account
def batch_print(batch_id: int) -> ResponseReturnValue:
    """Order print files: fields text_only, imposed, dx_mm, dy_mm."""
    form = PrintForm()

    def verb() -> None:
        for file_id in outputs.ask_print(current_actor(), batch_id, form.given(), now()):
            jobs.make_print_file.later(file_id)

    page = url_for("certificates.batch", batch_id=batch_id, _anchor="prints")
    return carry_out(verb, _("The print files are being made."), page)


@bp.get(f"{BATCHES}/<{ID}:batch_id>/prints/<{ID}:file_id>.pdf")
@require_account
def batch_print_file(batch_id: int, file_id: int) -> Response:
    """One file of a print batch."""
    batch = owned(current_actor(), Batch, batch_id, Right.PREPARE)
    found = db.session.get(BatchFile, file_id)
    if found is None or found.batch_id != batch.id or found.file is None:
        raise NotFound
    shown = print_file(found)
    part = f"-{shown.part}" if shown.parts > 1 else ""
    name = file_name(f"{_('Print')}{part}-{batch.title}", ".pdf")
    return download(files().read(found.file), "application/pdf", name)


@bp.get(f"{BATCHES}/<{ID}:batch_id>/rows/<{ID}:row_id>.png")
@require_account
def batch_sample(batch_id: int, row_id: int) -> Response:
    """How a row will look, marked as a sample."""
    batch = owned(current_actor(), Batch, batch_id)
    try:
        picture = sample_picture(batch, row_id)
    except (TemplateError, ChildError) as problem:
        raise UserError(
            _("This certificate can’t be drawn: see what the check found.")
        ) from problem
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response
