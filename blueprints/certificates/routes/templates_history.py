"""The versions of a template: all of them, two side by side, and going back to one."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, may, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.queries.templates.compare import compared
from blueprints.certificates.routes.templates_answers import ID, carry_out
from blueprints.certificates.services.templates import editing
from web.access import current_actor, require_account
from web.clock import now


@bp.get(f"/certificates/templates/<{ID}:template_id>/history")
@require_account
def templates_history(template_id: int) -> str:
    """Every version: who, when, what."""
    template = owned(current_actor(), CertificateTemplate, template_id)
    return render_template(
        "certificates/templates/history.html",
        card=queries.card(queries.newest(template)),
        history=queries.history(template),
        may_prepare=may(current_actor(), template.organisation_id, Right.PREPARE),
    )


@bp.get(f"/certificates/templates/<{ID}:template_id>/compare")
@require_account
def templates_compare(template_id: int) -> ResponseReturnValue:
    """Two versions side by side; without numbers, the last two."""
    template = owned(current_actor(), CertificateTemplate, template_id)
    last = queries.newest(template)
    old = queries.version_of(template, _number("from", max(last.number - 1, 1)))
    new = queries.version_of(template, _number("to", last.number))
    return render_template(
        "certificates/templates/compare.html",
        card=queries.card(last),
        old=old,
        new=new,
        parts=compared(old.content, new.content, old.assets, new.assets),
    )


@bp.post(f"/certificates/templates/<{ID}:template_id>/versions/<{ID}:number>/restore")
@require_account
def templates_restore(template_id: int, number: int) -> ResponseReturnValue:
    """Make an earlier version the newest again."""
    return carry_out(
        lambda: editing.restore(current_actor(), template_id, number, now()),
        _("Version %(number)d is the newest again, as a version of its own.", number=number),
        url_for("certificates.templates_history", template_id=template_id),
    )


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
