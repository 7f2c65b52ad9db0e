"""Seals and signing keys of a body: shown to its staff, looked after by its administrators."""

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.authority import KeyForm, SealForm
from blueprints.certificates.queries import authority as queries
from blueprints.certificates.services.authority import keys as authority_keys
from blueprints.certificates.services.authority import seals as authority_seals
from store import NotFound, UserError
from store.files import files
from web.access import current_actor, require_role
from web.clock import now
from web.refusals import add_fault
from web.uploads import read_upload

VIEWERS, KEEPERS = Right.VIEW.value, Right.KEEP.value
LARGEST_IMAGE = 2 * 1024 * 1024
LARGEST_KEY = 100 * 1024
FILE_FAULTS = ("no_file", "too_large", "wrong_type", "broken_file")
SEAL_FIELDS = {
    "title": "title", "size": "size_mm", "image": "image",
    **dict.fromkeys(FILE_FAULTS, "image"),
}  # fmt: skip
KEY_FIELDS = {
    "title": "title", "password": "password", "key": "pkcs12",
    **dict.fromkeys(FILE_FAULTS, "pkcs12"),
}  # fmt: skip
ONLY_A_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/certificates/authority")
@require_role(*VIEWERS)
def authority() -> ResponseReturnValue:
    """The seals and keys of one body; `?organisation=` chooses which."""
    actor = current_actor()
    body = queries.default_body(actor, request.args.get("organisation", ""), queries.bodies(actor))
    return _page(body)


@bp.post("/certificates/authority/<int:organisation_id>/seals")
@require_role(*KEEPERS)
def add_seal(organisation_id: int) -> ResponseReturnValue:
    """Bring a seal along."""
    form = SealForm(prefix="seal")
    if form.validate_on_submit():
        try:
            upload = read_upload(form.image.data, ("png", "svg"), LARGEST_IMAGE)
            authority_seals.add_seal(
                current_actor(),
                organisation_id,
                form.title.data,
                form.size_mm.data,
                upload.content,
                now(),
            )
        except UserError as error:
            _at_its_field(form, error, SEAL_FIELDS)
        else:
            flash(_("The seal was added."), "success")
            return _back(organisation_id)
    return _page(organisation_id, seal_form=form), 422


@bp.post("/certificates/authority/<int:organisation_id>/seals/trial")
@require_role(*KEEPERS)
def draw_seal(organisation_id: int) -> ResponseReturnValue:
    """Draw one for trying."""
    authority_seals.draw_seal(current_actor(), organisation_id, now())
    flash(_("A seal for trying was drawn."), "success")
    return _back(organisation_id)


@bp.post("/certificates/authority/seals/<int:seal_id>/retirement")
@require_role(*KEEPERS)
def retire_seal(seal_id: int) -> ResponseReturnValue:
    """Let it be chosen no more."""
    authority_seals.retire_seal(current_actor(), seal_id, now())
    flash(_("The seal can't be chosen any more."), "success")
    return _back(queries.organisation_of_seal(current_actor(), seal_id))


@bp.get("/certificates/authority/seals/<int:seal_id>/image")
@require_role(*VIEWERS)
def seal_image(seal_id: int) -> ResponseReturnValue:
    """The picture of a seal, for those who work with it."""
    image, media = queries.seal_image(current_actor(), seal_id)
    path = files().path(image)
    if not path.is_file():
        raise NotFound
    answer: Response = send_file(path, mimetype=media, etag=image, max_age=None)
    answer.headers["Content-Security-Policy"] = ONLY_A_PICTURE
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.post("/certificates/authority/<int:organisation_id>/keys")
@require_role(*KEEPERS)
def add_key(organisation_id: int) -> ResponseReturnValue:
    """Bring a key along."""
    form = KeyForm(prefix="key")
    if form.validate_on_submit():
        try:
            upload = read_upload(form.pkcs12.data, ("p12",), LARGEST_KEY)
            authority_keys.add_key(
                current_actor(),
                organisation_id,
                form.title.data,
                upload.content,
                form.password.data or "",
                now(),
            )
        except UserError as error:
            _at_its_field(form, error, KEY_FIELDS)
        else:
            flash(_("The key was added."), "success")
            return _back(organisation_id)
    return _page(organisation_id, key_form=form), 422


@bp.post("/certificates/authority/<int:organisation_id>/keys/trial")
@require_role(*KEEPERS)
def make_key(organisation_id: int) -> ResponseReturnValue:
    """Make one for trying."""
    authority_keys.make_key(current_actor(), organisation_id, now())
    flash(_("A key for trying was made."), "success")
    return _back(organisation_id)


@bp.post("/certificates/authority/keys/<int:key_id>/retirement")
@require_role(*KEEPERS)
def retire_key(key_id: int) -> ResponseReturnValue:
    """Let it be chosen no more."""
    authority_keys.retire_key(current_actor(), key_id, now())
    flash(_("The key can't be chosen any more."), "success")
    return _back(queries.organisation_of_key(current_actor(), key_id))


def _page(
    organisation_id: int, seal_form: SealForm | None = None, key_form: KeyForm | None = None
) -> str:
    actor = current_actor()
    return render_template(
        "certificates/authority/page.html",
        found=queries.authority_of(actor, organisation_id, now()),
        bodies=queries.bodies(actor),
        seal_form=seal_form or SealForm(formdata=None, prefix="seal"),
        key_form=key_form or KeyForm(formdata=None, prefix="key"),
    )


def _at_its_field(form: SealForm | KeyForm, error: UserError, fields: dict[str, str]) -> None:
    if error.status in (403, 404):
        raise error
    add_fault(form, error, fields)


def _back(organisation_id: int) -> ResponseReturnValue:
    return redirect(url_for("certificates.authority", organisation=organisation_id), 303)
