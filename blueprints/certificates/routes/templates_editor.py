"""The template editor: its page, saving, and the preview of what hasn't been saved."""

import base64
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.templates_editor import EditorForm, editor_values
from blueprints.certificates.forms.templates_fields import FieldRows
from blueprints.certificates.models import AwardList, CertificateTemplate, TemplateVersion
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.queries.templates import choices as templates_choices
from blueprints.certificates.queries.templates.compare import compared
from blueprints.certificates.queries.templates.content import as_template
from blueprints.certificates.queries.templates.preview import Asked, Preview, preview
from blueprints.certificates.queries.templates.words import FIELD_KINDS, PARTS
from blueprints.certificates.routes.templates_answers import ID, reader_language
from blueprints.certificates.services.packages.assets import asset_name
from blueprints.certificates.services.templates import editing
from documents.gallery.package import LARGEST_ASSET
from store import UserError
from web.access import current_actor, require_account, wants_json
from web.clock import now
from web.refusals import add_fault

MOST_FORM_BYTES = 6 * 1024 * 1024  # of the texts; four sources of 200 kilobytes fit, percent-coded
_STEPS = {"preview": 0, "previous": -1, "next": 1}  # through the people that are shown
_LARGE = ("certificates.templates_edit", "certificates.templates_preview")


@bp.url_value_preprocessor
def _take_large_forms(endpoint: str | None, values: object) -> None:
    """Sources are text fields, which Werkzeug keeps to half a megabyte unless it is told.

    It is told here because the form is read before the view: its CSRF token is in it.
    """
    if endpoint in _LARGE:
        request.max_form_memory_size = MOST_FORM_BYTES


@bp.route(f"/certificates/templates/<{ID}:template_id>/edit", methods=["GET", "POST"])
@require_account
def templates_edit(template_id: int) -> ResponseReturnValue:
    """The editor. `do=preview`, `previous` and `next` show what was sent without saving it."""
    template = owned(current_actor(), CertificateTemplate, template_id, Right.PREPARE)
    last = queries.newest(template)
    if request.method == "GET":
        form = EditorForm(data=editor_values(last.content, last.number))
        form.field_rows = FieldRows.of(last.content["fields"])
        return _page(template, last, form)
    form = EditorForm()
    if not form.validate():
        return _page(template, last, form), 422
    if request.form.get("do") in _STEPS:
        return _page(template, last, form, _preview(form, last))
    return _save(template, last, form)


@bp.post(f"/certificates/templates/<{ID}:template_id>/preview")
@require_account
def templates_preview(template_id: int) -> ResponseReturnValue:
    """The preview of the editor's form as it is now, to be put beside it."""
    template = owned(current_actor(), CertificateTemplate, template_id, Right.PREPARE)
    form, last = EditorForm(), queries.newest(template)
    sound = form.validate()
    shown = _preview(form, last) if sound else None
    return render_template(
        "certificates/templates/_preview.html",
        preview=shown,
        picture=_inline(shown),
        faults=form,
        parts_of=PARTS,
    )


def _save(
    template: CertificateTemplate, last: TemplateVersion, form: EditorForm
) -> ResponseReturnValue:
    template_id, based_on = template.id, _whole(form.number.data)
    try:
        draft = editing.Draft(
            content=form.content(last.content),
            note=form.note.data or "",
            added=_added(),
            removed=frozenset(request.form.getlist("remove_asset")),
        )
        number = editing.save(current_actor(), template_id, draft, based_on, now())
    except editing.Conflict as conflict:
        return _conflict(template_id, form, conflict, based_on)
    except UserError as error:
        if error.status in (403, 404):
            raise
        add_fault(form, error, {"asset": "assets"})
        return _page(template, last, form), error.status
    return _saved(template_id, number)


def _saved(template_id: int, number: int | None) -> ResponseReturnValue:
    words = (
        _("Saved as version %(number)d.", number=number)
        if number
        else _("Nothing has changed; no version was made.")
    )
    if wants_json():
        return {"number": number, "message": words}
    flash(words, "success" if number else "info")
    return redirect(url_for("certificates.templates_edit", template_id=template_id), 303)


def _conflict(
    template_id: int, form: EditorForm, conflict: editing.Conflict, based_on: int
) -> ResponseReturnValue:
    """The sent text stays in the editor; saving it again makes a version on top of theirs."""
    if wants_json():
        raise conflict
    template = owned(current_actor(), CertificateTemplate, template_id, Right.PREPARE)
    theirs = queries.newest(template)
    mine = form.content(theirs.content)
    parts = compared(theirs.content, mine, theirs.assets, theirs.assets)
    form.number.data = str(theirs.number)
    more = {"conflict": conflict, "parts": parts, "based_on": based_on}
    return _page(template, theirs, form, **more), 409


def _page(
    template: CertificateTemplate,
    last: TemplateVersion,
    form: EditorForm,
    shown: Preview | None = None,
    **more: Any,
) -> str:
    return render_template(
        "certificates/templates/editor.html",
        card=queries.card(last),
        template=template,
        version=last,
        form=form,
        parts_of=PARTS,
        field_kinds=FIELD_KINDS,
        lists=templates_choices.lists_of(current_actor(), template.organisation_id),
        asked=request.form,
        language=request.form.get("lang") or reader_language(),
        preview=shown,
        picture=_inline(shown),
        **{"conflict": None, "parts": [], **more},
    )


def _preview(form: EditorForm, last: TemplateVersion) -> Preview:
    kept = _without(last.assets, request.form.getlist("remove_asset"))
    template = as_template(form.content(last.content), kept)
    list_id = _whole(request.form.get("list_id", ""))
    found = owned(current_actor(), AwardList, list_id) if list_id else None
    lang = "en" if request.form.get("lang") == "en" else "zh"
    text_only = request.form.get("text_only") == "1"
    at = _whole(request.form.get("at")) + _STEPS.get(request.form.get("do", ""), 0)
    return preview(template, Asked(found, at, lang, text_only))


def _inline(shown: Preview | None) -> str:
    if shown is None or shown.picture is None:
        return ""
    return "data:image/png;base64," + base64.b64encode(shown.picture).decode()


def _added() -> dict[str, bytes]:
    """The new pictures that were sent; a name twice is the later one."""
    sent = [file for file in request.files.getlist("assets") if file.filename]
    return {asset_name(file.filename or ""): file.stream.read(LARGEST_ASSET + 1) for file in sent}


def _without(assets: Mapping[str, str], names: list[str]) -> dict[str, str]:
    return {name: sha for name, sha in assets.items() if name not in names}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
