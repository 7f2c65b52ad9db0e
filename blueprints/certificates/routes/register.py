"""The register, single certificates in it, and how numbers look."""

import csv
import io
from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates import actions
from blueprints.certificates.access import Right, may, organisations_for, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.batches import ReasonForm, SchemeForm
from blueprints.certificates.models import Certificate, NumberScheme
from blueprints.certificates.queries.outputs import (
    as_xlsx,
    file_name,
    register_cells,
    register_head,
)
from blueprints.certificates.queries.register import (
    LONGEST_SEARCH,
    RegisterLine,
    Wanted,
    issued_view,
    register_lines,
    register_page,
    scheme_lines,
    years,
)
from blueprints.certificates.queries.register.words import STATUSES, kind_words, status_words
from blueprints.certificates.routes.batches_answers import (
    ID,
    XLSX,
    download,
    number_of,
    public_base,
)
from blueprints.certificates.services import numbers, status
from blueprints.certificates.studio import renderer
from store import NotFound, db
from store.files import files
from web.access import current_actor, require_account, require_role
from web.clock import now
from web.refusals import carry_out

REGISTER, ISSUED, NUMBERS = (f"/certificates/{name}" for name in ("register", "issued", "numbers"))
_FILTERS = ("q", "status", "year", "organisation", "batch")
_BOM = "\ufeff"  # without it Excel reads UTF-8 as the system's old code page


@bp.get(REGISTER)
@require_role(*Right.VIEW.value)
def register() -> str:
    """Every number that was given, by `q`, `status`, `year` and `organisation`."""
    actor, wanted = current_actor(), _wanted()
    return render_template(
        "certificates/register/list.html",
        found=register_page(actor, wanted),
        wanted=wanted,
        statuses=[(one, status_words(one)) for one in STATUSES],
        years=[(year, year) for year in years(actor)],
        organisations=[(one.id, one.name) for one in organisations_for(actor, Right.VIEW)],
        status_words=status_words,
        filters={key: value for key, value in request.args.items() if key in _FILTERS and value},
    )


@bp.get(f"{REGISTER}.csv")
@require_role(*Right.VIEW.value)
def register_csv() -> Response:
    """The same selection as CSV."""
    lines = register_lines(current_actor(), _wanted())
    content = stream_with_context(_csv(lines, public_base()))
    return download(content, "text/csv", "register.csv")


@bp.get(f"{REGISTER}.xlsx")
@require_role(*Right.VIEW.value)
def register_xlsx() -> Response:
    """The same selection as a workbook."""
    base = public_base()
    lines = register_lines(current_actor(), _wanted())
    cells = (register_cells(one, status_words(one.status), base, own_links=False) for one in lines)
    return download(as_xlsx(register_head(own_links=False), cells), XLSX, "register.xlsx")


@bp.get(f"{ISSUED}/<{ID}:certificate_id>")
@require_account
def issued(certificate_id: int) -> str:
    """A certificate as it was issued, its history, and what may be done with it."""
    certificate = owned(current_actor(), Certificate, certificate_id)
    holder = certificate.organisation_id
    return render_template(
        "certificates/register/issued.html",
        issued=issued_view(certificate),
        reason_form=ReasonForm(formdata=None),
        prepares=may(current_actor(), holder, Right.PREPARE),
        keeps=may(current_actor(), holder, Right.KEEP),
        base=public_base(),
        status_words=status_words,
        name_of=lambda action: actions.NAMES.get(action, action),
    )


@bp.get(f"{ISSUED}/<{ID}:certificate_id>.pdf")
@require_account
def issued_pdf(certificate_id: int) -> Response:
    """The file as it was issued."""
    certificate = owned(current_actor(), Certificate, certificate_id)
    name = file_name(f"{certificate.number}-{certificate.name}", ".pdf")
    return download(_file_of(certificate), "application/pdf", name)


@bp.get(f"{ISSUED}/<{ID}:certificate_id>.png")
@require_account
def issued_picture(certificate_id: int) -> Response:
    """The file as a picture."""
    certificate = owned(current_actor(), Certificate, certificate_id)
    picture = renderer().picture(_file_of(certificate), width_px=1000)
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@bp.post(f"{ISSUED}/<{ID}:certificate_id>/revocation")
@require_account
def issued_revoke(certificate_id: int) -> ResponseReturnValue:
    """Take it back; field `reason`."""
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: status.revoke(current_actor(), certificate_id, reason, now()),
        _("The certificate is revoked. Who verifies it sees that, and why."),
        url_for("certificates.issued", certificate_id=certificate_id),
    )


@bp.get(NUMBERS, endpoint="numbers")
@require_role(*Right.VIEW.value)
def number_schemes() -> str:
    """How certificates are numbered, and how many numbers were given."""
    actor, lines = current_actor(), scheme_lines(current_actor())
    return render_template(
        "certificates/register/numbers.html",
        schemes=lines,
        keeps={one.organisation_id: may(actor, one.organisation_id, Right.KEEP) for one in lines},
        kind_words=kind_words,
    )


@bp.post(f"{NUMBERS}/<{ID}:scheme_id>")
@require_account
def number_scheme(scheme_id: int) -> ResponseReturnValue:
    """Another pattern: fields `pattern`, `width`."""
    if db.session.get(NumberScheme, scheme_id) is None:
        raise NotFound
    form = SchemeForm()
    width = form.width.data if isinstance(form.width.data, int) else 0
    return carry_out(
        lambda: numbers.change_pattern(
            current_actor(), scheme_id, form.pattern.data or "", width, now()
        ),
        _("Saved."),
        url_for("certificates.numbers"),
    )


def _wanted() -> Wanted:
    chosen = request.args.get("status", "")
    return Wanted(
        text=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        status=chosen if chosen in STATUSES else "",
        year=number_of("year"),
        organisation_id=number_of("organisation"),
        batch_id=number_of("batch"),
    )


def _csv(lines: Iterator[RegisterLine], base: str) -> Iterator[str]:
    yield _BOM + _csv_line(register_head(own_links=False))
    for one in lines:
        yield _csv_line(register_cells(one, status_words(one.status), base, own_links=False))


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _file_of(certificate: Certificate) -> bytes:
    if certificate.file is None:
        raise NotFound
    return files().read(certificate.file)
