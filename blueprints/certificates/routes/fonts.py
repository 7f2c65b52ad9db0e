"""Fonts for certificates, for administrators: those that were added, adding one, retiring one."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.fonts import FontForm
from blueprints.certificates.queries import fonts as queries
from blueprints.certificates.routes.templates_answers import ID, carry_out, kept_picture
from blueprints.certificates.services import fonts as services
from documents import ChildError, TemplateError
from documents.fonts import FAMILIES
from store import UserError
from web.access import current_actor, require_role
from web.clock import now
from web.refusals import add_fault


@bp.route("/certificates/fonts", methods=["GET", "POST"])
@require_role("administrator")
def fonts() -> ResponseReturnValue:
    """All fonts with their coverage, and the form that adds one."""
    form = FontForm()
    if form.validate_on_submit():
        try:
            given = services.FontInput(_sent(form), form.role.data, form.licence.data or "")
            services.add_font(current_actor(), given, now())
            flash(_("The font was added. Templates can use it from now on."), "success")
            return redirect(url_for("certificates.fonts"), 303)
        except UserError as error:
            if error.status == 403:
                raise
            add_fault(form, error, {"role": "role"} | dict.fromkeys(_OF_THE_FILE, "file"))
    page = render_template(
        "certificates/fonts/list.html",
        form=form,
        fonts=queries.font_cards(),
        roles=queries.ROLES,
        built_in=FAMILIES[:3],
        most_mb=_most_mb(),
    )
    return page, 422 if form.errors else 200


@bp.get(f"/certificates/fonts/<{ID}:font_id>/sample.png")
@require_role("administrator")
def fonts_sample(font_id: int) -> ResponseReturnValue:
    """A line set in the font."""
    try:
        return kept_picture(queries.sample_picture(font_id))
    except (TemplateError, ChildError):
        return redirect(url_for("static", filename="img/no-picture.svg"), 302)


@bp.post(f"/certificates/fonts/<{ID}:font_id>/retire")
@require_role("administrator")
def fonts_retire(font_id: int) -> ResponseReturnValue:
    """Use it no longer."""
    return carry_out(
        lambda: services.retire_font(current_actor(), font_id, now()),
        _("The font is retired. What was issued with it carries it inside."),
        url_for("certificates.fonts"),
    )


_OF_THE_FILE = ("font", "no_file", "too_large", "broken_file")


def _sent(form: FontForm) -> bytes:
    """The bytes that were sent."""
    sent = form.file.data
    if sent is None or not sent.filename:
        raise UserError(_("No file was chosen. Choose a file and send it again."), code="no_file")
    most_mb = _most_mb()
    content: bytes = sent.stream.read(most_mb * services.MEGABYTE + 1)
    if len(content) > most_mb * services.MEGABYTE:
        raise UserError(
            _(
                "The file is larger than %(limit)d MB. Nothing was changed; choose a smaller one.",
                limit=most_mb,
            ),
            code="too_large",
        )
    return content


def _most_mb() -> int:
    """What a font may weigh, or what the installation takes at all, if that is less."""
    taken: int = current_app.extensions["settings"].upload_mb
    return min(services.LARGEST_FONT // services.MEGABYTE, taken)
