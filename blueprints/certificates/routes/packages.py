"""Template packages: bringing one in, giving one out."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.templates import PackageForm
from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.routes.templates_answers import ID, file_answer
from blueprints.certificates.services import packages
from store import UserError
from web.access import current_actor, require_account, require_role
from web.clock import now
from web.refusals import add_fault
from web.uploads import read_upload


@bp.route("/certificates/templates/import", methods=["GET", "POST"])
@require_role(*Right.PREPARE.value)
def packages_import() -> ResponseReturnValue:
    """A new template from a package; everything that is wrong is said, and nothing is kept."""
    form = PackageForm()
    if form.validate_on_submit():
        try:
            content = read_upload(form.file.data, ("zip",), packages.LARGEST_PACKAGE).content
            holder = form.organisation_id.data or 0
            made = packages.import_package(current_actor(), holder, content, now())
            flash(_("The template was brought in. Look at it before you issue by it."), "success")
            return redirect(url_for("certificates.templates_own", template_id=made), 303)
        except UserError as error:
            if error.status in (403, 404):
                raise
            add_fault(form, error, {error.code: "file"})
    page = render_template("certificates/templates/import.html", form=form)
    return page, 422 if form.errors else 200


@bp.get(f"/certificates/templates/<{ID}:template_id>/package.zip")
@require_account
def packages_export(template_id: int) -> Response:
    """A version as a package, `?version=` or the newest."""
    template = owned(current_actor(), CertificateTemplate, template_id)
    asked = request.args.get("version", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    version = queries.version_of(template, wanted) if wanted else queries.newest(template)
    name = f"template-{template_id}-{version.number}.zip"
    return file_answer(packages.package(version), "application/zip", name, saved=True)
