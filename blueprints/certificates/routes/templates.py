"""Templates: the gallery, and the large view of one, ready-made or the body's own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, may, organisations_for, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.templates import CopyForm, TakeForm
from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.queries.templates.words import KINDS
from blueprints.certificates.routes.templates_answers import ID, carry_out, own_page
from blueprints.certificates.services import templates as services
from blueprints.certificates.services.templates import editing
from documents.gallery import presets
from store import UserError
from web.access import current_actor, require_account, require_role
from web.clock import now
from web.refusals import add_fault


@bp.get("/certificates/templates")
@require_role(*Right.VIEW.value)
def templates() -> str:
    """The bodies' own templates and the ready-made ones, as pictures."""
    actor = current_actor()
    kind = request.args.get("kind", "")
    archived = request.args.get("show") == "archived"
    return render_template(
        "certificates/templates/list.html",
        own=queries.cards(actor, kind=kind, archived=archived),
        ready=[] if archived else queries.ready_cards(kind),
        kinds=KINDS,
        kind=kind,
        archived=archived,
        may_prepare=bool(organisations_for(actor, Right.PREPARE)),
    )


@bp.get(f"/certificates/templates/<{ID}:template_id>")
@require_account
def templates_own(template_id: int) -> str:
    """One of the body's own templates: large, with what can be done with it."""
    template = owned(current_actor(), CertificateTemplate, template_id)
    version = queries.newest(template)
    return render_template(
        "certificates/templates/own.html",
        card=queries.card(version),
        version=version,
        history=queries.history(template)[:5],
        kinds=KINDS,
        copying=CopyForm(formdata=None),
        may_prepare=may(current_actor(), template.organisation_id, Right.PREPARE),
    )


@bp.get("/certificates/templates/ready/<ref>")
@require_role(*Right.VIEW.value)
def templates_ready(ref: str) -> str:
    """A ready-made template: large, with the ways to take it over."""
    return _ready_page(ref, TakeForm())


@bp.post("/certificates/templates/ready/<ref>")
@require_role(*Right.PREPARE.value)
def templates_take(ref: str) -> ResponseReturnValue:
    """Take a ready-made template over as it is (`do=use`), or as a copy to be changed."""
    form = TakeForm()
    if form.validate_on_submit():
        holder, edits = form.organisation_id.data or 0, request.form.get("do") == "edit"
        try:
            if edits:
                made = editing.copy_ready_made(current_actor(), ref, holder, "", now())
                return redirect(url_for("certificates.templates_edit", template_id=made.id), 303)
            version_id = services.adopt(current_actor(), holder, ref, now())
            flash(_("The template is yours now. Choose it when you issue certificates."), "success")
            return redirect(own_page(queries.template_of_version(version_id)), 303)
        except UserError as error:
            if error.status in (403, 404):
                raise
            add_fault(form, error, {})
    return _ready_page(ref, form), 422


@bp.post(f"/certificates/templates/<{ID}:template_id>/copy")
@require_account
def templates_copy(template_id: int) -> ResponseReturnValue:
    """A copy of a template, in one of the bodies that one prepares for."""
    owned(current_actor(), CertificateTemplate, template_id)
    if not organisations_for(current_actor(), Right.PREPARE):
        raise UserError(_("Your role does not allow this."), status=403, code="forbidden")
    form = CopyForm()
    if not form.validate_on_submit():
        flash(_("Choose a body for the copy, and a title of at most 120 characters."), "error")
        return redirect(own_page(template_id), 303)
    actor, holder = current_actor(), form.organisation_id.data or 0
    made = editing.copy(actor, template_id, holder, form.title.data or "", now())
    return redirect(url_for("certificates.templates_edit", template_id=made.id), 303)


@bp.post(f"/certificates/templates/<{ID}:template_id>/archive")
@require_account
def templates_archive(template_id: int) -> ResponseReturnValue:
    """Take it out of the choosers."""
    return carry_out(
        lambda: editing.archive(current_actor(), template_id, now()),
        _("Archived. What was issued by it stays as it is."),
        own_page(template_id),
    )


@bp.post(f"/certificates/templates/<{ID}:template_id>/revive")
@require_account
def templates_revive(template_id: int) -> ResponseReturnValue:
    """Offer it again."""
    return carry_out(
        lambda: editing.revive(current_actor(), template_id, now()),
        _("The template is offered again."),
        own_page(template_id),
    )


def _ready_page(ref: str, form: TakeForm) -> str:
    ready = services.ready_made(ref)
    return render_template(
        "certificates/templates/ready.html",
        card=queries.ready_card(ready),
        template=ready,
        presets=presets(ref),
        kinds=KINDS,
        form=form,
    )
