"""What a session hands out, its poster, and who registered as a spreadsheet."""

from io import BytesIO

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from blueprints.classroom.access import session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.forms.setup import MaterialForm
from blueprints.classroom.queries.setup.hub import registered, waiting
from blueprints.classroom.queries.setup.poster import SIZES, poster_pdf
from blueprints.classroom.queries.setup.registered_sheet import sheet
from blueprints.classroom.routes.setup_answers import carry_out, faults, refused, to_set_up
from blueprints.classroom.services import setup
from blueprints.classroom.services.setup.materials import KINDS, LIMIT
from documents import TemplateError
from extensions import limiter
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now
from web.uploads import read_upload

SESSION = "/classroom/sessions/<int:session_id>"
POSTERS_A_MINUTE = "20 per minute"  # each may take seconds to draw
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post(f"{SESSION}/materials")
@require_account
def setup_add_material(session_id: int) -> ResponseReturnValue:
    """Hand a file out; fields `file` and `title`."""
    to_set_up(session_id)
    form = MaterialForm()
    if not form.validate_on_submit():
        return refused(session_id, faults(form))

    def keep() -> None:
        sent = read_upload(form.file.data, KINDS, LIMIT)
        title = form.title.data or sent.name.rpartition(".")[0] or sent.name
        setup.add_material(current_actor(), session_id, title, sent.kind, sent.content, now())

    return carry_out(session_id, keep, _("The file is handed out."), "materials")


@bp.post(f"{SESSION}/materials/<int:material_id>/removal")
@require_account
def setup_remove_material(session_id: int, material_id: int) -> ResponseReturnValue:
    """Take it back."""
    return carry_out(
        session_id,
        lambda: setup.remove_material(current_actor(), session_id, material_id, now()),
        _("The file is taken back."),
        "materials",
    )


@bp.get(f"{SESSION}/poster.pdf")
@require_account
@limiter.limit(POSTERS_A_MINUTE)
def setup_poster(session_id: int) -> Response:
    """The poster with the QR code of the session's page; `?size=` is a4 or a3 (the default)."""
    session = session_for(current_actor(), session_id)
    size = request.args.get("size", "a3")
    if size not in SIZES:
        raise NotFound
    address = outside_url("classroom.session_page", key=session.key)
    try:
        pdf = poster_pdf(session, size, str(get_locale()), address)
    except TemplateError as error:
        raise UserError(_("The poster could not be drawn."), code="undrawn") from error
    name = f"{session.title}-{size.upper()}.pdf"
    return _not_kept(send_file(BytesIO(pdf), mimetype="application/pdf", download_name=name))


@bp.get(f"{SESSION}/registrations")
@require_account
def setup_registrations(session_id: int) -> str:
    """Who registered."""
    session = session_for(current_actor(), session_id)
    rows = registered(session.id, cancelled=True)
    return render_template(
        "classroom/setup/registrations.html",
        session=session,
        rows=rows,
        waiting=waiting(session.id),
    )


@bp.get(f"{SESSION}/registrations.xlsx")
@require_account
def setup_registrations_file(session_id: int) -> Response:
    """Who registered, as a spreadsheet."""
    session = session_for(current_actor(), session_id)
    content = sheet(registered(session.id))
    name = f"{session.title}.xlsx"
    return _not_kept(
        send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)
    )


def _not_kept(answer: Response) -> Response:
    """Staff's files: names and addresses change, and browsers are shared in offices."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
