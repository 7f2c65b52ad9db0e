"""The calibration sheet of a template, for text on pre-printed paper."""

import math

from flask import Response, request
from flask_babel import gettext as _

from blueprints.certificates.access import owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.queries.calibration import MOST_MM, calibration_pdf
from blueprints.certificates.queries.templates.content import as_template
from blueprints.certificates.queries.templates.words import problem
from blueprints.certificates.routes.templates_answers import ID, file_answer, reader_language
from documents import ChildError, TemplateError
from store import UserError
from web.access import current_actor, require_account


@bp.get(f"/certificates/templates/<{ID}:template_id>/calibration.pdf")
@require_account
def calibration(template_id: int) -> Response:
    """`dx` and `dy`: how far the text is moved, in millimetres to the right and down."""
    template = owned(current_actor(), CertificateTemplate, template_id)
    version = queries.newest(template)
    design = as_template(version.content, version.assets)
    try:
        made = calibration_pdf(design, _offset("dx"), _offset("dy"), reader_language())
    except (TemplateError, ChildError) as error:
        raise UserError(problem(error).text) from error
    return file_answer(made, "application/pdf", f"calibration-{template_id}.pdf")


def _offset(name: str) -> float:
    try:
        value = float(request.args.get(name) or 0)
    except ValueError:
        value = math.nan
    if not -MOST_MM <= value <= MOST_MM:
        raise UserError(_("Offsets are numbers of millimetres from -50 to 50."))
    return value
