"""Pictures and sample PDFs of templates; and a drawn word where a template can't be rendered."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.models import CertificateTemplate, TemplateVersion
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.queries.templates import pictures
from blueprints.certificates.queries.templates.content import as_template
from blueprints.certificates.queries.templates.words import problem
from blueprints.certificates.routes.templates_answers import (
    ID,
    file_answer,
    kept_picture,
    reader_language,
)
from blueprints.certificates.services.templates import ready_made
from documents import ChildError, TemplateError
from store import NotFound, UserError, db
from web.access import current_actor, require_account, require_role


@bp.get("/certificates/templates/ready/<ref>/<size>.png")
@require_role(*Right.VIEW.value)
def templates_ready_picture(ref: str, size: str) -> Response:
    """A ready-made template with its examples; `size` is card or large."""
    made = pictures.picture_of_ready_made(ready_made(ref), _size(size), _language())
    return kept_picture(made)


@bp.get("/certificates/templates/ready/<ref>/sample.pdf")
@require_role(*Right.VIEW.value)
def templates_ready_pdf(ref: str) -> Response:
    """A sample sheet of a ready-made template."""
    return file_answer(
        pictures.sample_pdf(ready_made(ref), _language()), "application/pdf", f"{ref}.pdf"
    )


@bp.get(f"/certificates/templates/versions/<{ID}:version_id>/<size>.png")
@require_account
def templates_picture(version_id: int, size: str) -> ResponseReturnValue:
    """A version with its examples; where it can't be rendered, a picture that says so."""
    version = _version(version_id)
    try:
        return kept_picture(pictures.picture_of_version(version, _size(size), _language()))
    except (TemplateError, ChildError):
        return redirect(url_for("static", filename="img/no-picture.svg"), 302)


@bp.get(f"/certificates/templates/<{ID}:template_id>/sample.pdf")
@require_account
def templates_pdf(template_id: int) -> Response:
    """A sample sheet of the newest version; `text=1` leaves out what is printed already."""
    template = owned(current_actor(), CertificateTemplate, template_id)
    version = queries.newest(template)
    text_only = request.args.get("text") == "1"
    design = as_template(version.content, version.assets)
    try:
        made = pictures.sample_pdf(design, _language(), text_only=text_only)
    except (TemplateError, ChildError) as error:
        raise UserError(problem(error).text) from error
    return file_answer(made, "application/pdf", f"template-{template_id}.pdf")


def _version(version_id: int) -> TemplateVersion:
    version = db.session.get(TemplateVersion, version_id)
    if version is None:
        raise NotFound
    owned(current_actor(), CertificateTemplate, version.template_id)
    return version


def _size(name: str) -> str:
    if name not in pictures.WIDTHS:
        raise NotFound
    return name


def _language() -> str:
    asked = request.args.get("in", "")
    return asked if asked in ("zh", "en") else reader_language()
