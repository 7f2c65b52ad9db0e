"""Correcting a certificate over HTTP: the recipient as it should be, and why."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.certificates.access import Right, owned
from blueprints.certificates.award_rows import LABELS, AwardRow, as_given
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.batches import FAULTS, CorrectionForm
from blueprints.certificates.models import Certificate
from blueprints.certificates.queries.lists.fields import text_of, value_label, value_of
from blueprints.certificates.queries.register import issued_view
from blueprints.certificates.routes.batches_answers import ID, check
from blueprints.certificates.services.batches.content import TAKEN, fields_of
from blueprints.certificates.services.corrections import begin_correction
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault

_TEXTS = ("name", "honorific", "unit", "award", "official_number")
_FORBIDDEN = 403


@bp.route(f"/certificates/issued/<{ID}:certificate_id>/correction", methods=["GET", "POST"])
@require_account
def issued_correct(certificate_id: int) -> ResponseReturnValue:
    """What should be on it instead. POST makes a batch of one row, and checks it."""
    certificate = owned(current_actor(), Certificate, certificate_id, Right.PREPARE)
    row, form = as_given(certificate.recipient), CorrectionForm()
    if not form.is_submitted():
        _fill(form, row)
    if form.validate_on_submit():
        try:
            corrected, why = _corrected(form, row), form.reason.data or ""
            batch_id = begin_correction(current_actor(), certificate_id, corrected, why, now())
            check(batch_id)
            return redirect(url_for("certificates.batch", batch_id=batch_id), 303)
        except NotFound:
            raise
        except UserError as error:
            if error.status == _FORBIDDEN:
                raise
            add_fault(form, error, FAULTS)
    page = render_template(
        "certificates/register/correct.html",
        form=form,
        issued=issued_view(certificate),
        values=_values(certificate, row),
    )
    return page, 422 if form.errors else 200


def _fill(form: CorrectionForm, row: AwardRow) -> None:
    for name in _TEXTS:
        form[name].data = getattr(row, name)
    form.reason_text.data = row.reason


def _corrected(form: CorrectionForm, row: AwardRow) -> AwardRow:
    texts = {name: form[name].data or "" for name in _TEXTS}
    given = {
        key.removeprefix("values."): text
        for key, text in request.form.items()
        if key.startswith("values.")
    }
    values = {**row.values, **{name: value_of(name, text) for name, text in given.items()}}
    return replace(row, **texts, reason=form.reason_text.data or "", values=values)


def _values(certificate: Certificate, row: AwardRow) -> list[tuple[str, str, str]]:
    """(name, label, text) of the further fields: those filled in, and the template's."""
    asked = [
        one["name"]
        for one in fields_of(certificate.batch.version)
        if one["kind"] != "image" and one["name"] not in (*LABELS, *TAKEN)
    ]
    names = dict.fromkeys([*row.values, *asked])
    return [
        (
            name,
            value_label(name),
            request.form.get(f"values.{name}", text_of(row.values.get(name, ""))),
        )
        for name in names
    ]
