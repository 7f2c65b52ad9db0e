"""The photograph of a recipient: shown to staff, set, removed."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.lists import PhotoForm
from blueprints.certificates.queries import lists as queries
from blueprints.certificates.routes.lists_answers import (
    RECIPIENT,
    list_to_prepare,
    recipient_address,
)
from blueprints.certificates.routes.templates_answers import carry_out
from blueprints.certificates.services import lists as services
from store import NotFound
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.uploads import read_upload

KEPT_S = 3600  # seconds that the same browser may keep it; the address names the content


@bp.get(f"{RECIPIENT}/photo")
@require_account
def recipient_photo(list_id: int, recipient_id: int) -> Response:
    """The photograph; `?small=1` as thumbnail."""
    queries.list_head(current_actor(), list_id)
    photo = queries.recipient_row(list_id, recipient_id).photo
    if photo is None:
        raise NotFound
    content = files().read(photo)
    if request.args.get("small"):
        content = services.thumbnail(content)
    response = Response(content, mimetype="image/jpeg")
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_S
    return response


@bp.post(f"{RECIPIENT}/photo")
@require_account
def recipient_photo_set(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Set the photograph; field `file`."""
    list_to_prepare(list_id)

    def keep() -> None:
        sent = read_upload(PhotoForm().file.data, ("jpeg", "png"))
        services.set_photo(current_actor(), list_id, recipient_id, sent.content, now())

    return carry_out(keep, _("The photo is kept."), recipient_address(list_id, recipient_id))


@bp.post(f"{RECIPIENT}/photo/removal")
@require_account
def recipient_photo_remove(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Forget the photograph."""
    list_to_prepare(list_id)
    return carry_out(
        lambda: services.remove_photo(current_actor(), list_id, recipient_id, now()),
        _("The photo is removed."),
        recipient_address(list_id, recipient_id),
    )
