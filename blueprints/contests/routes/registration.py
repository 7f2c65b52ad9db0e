"""Online registration for the public: by link or QR, and one's own registration by its own link."""

import secrets

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import InputRequired

from blueprints.contests import photographs
from blueprints.contests.blueprint import bp
from blueprints.contests.forms_entering import RegistrationForm
from blueprints.contests.models import RegistrationState, RegistrationWindow
from blueprints.contests.queries.registration import (
    RegistrationLine,
    RegistrationPage,
    own_photo,
    own_registration,
    page_of,
    registration_page,
)
from blueprints.contests.services import registration as registering
from extensions import limiter
from store import NotFound, UserError
from store.files import files
from web.access import current_actor
from web.addresses import outside_url
from web.choices import choices
from web.clock import now
from web.refusals import add_fault
from web.uploads import MEGABYTE, read_upload

PUBLIC, OWN = "/register/<key>", "/registration/<token>"
TRIES, LOOKS = "20 per minute; 120 per hour", "120 per minute"
LARGEST_PHOTO = 5 * MEGABYTE
CHANGEABLE = (
    RegistrationState.SUBMITTED,
    RegistrationState.AT_OFFICE,
    RegistrationState.REFUSED,
)
_AT = {name: name for name in ("event_id", "unit", "members", "name", "photo", "agreed", "full")}


@bp.get(PUBLIC)
@limiter.limit(LOOKS)
def register_page(key: str) -> str:
    """What the contest is, until when one may register, and the form."""
    page = registration_page(key, now())
    form = _offered(RegistrationForm(formdata=None), page)
    form.client_key.data = secrets.token_urlsafe(12)
    return _form_page(page, form)


@bp.post(PUBLIC)
@limiter.limit(TRIES)
def register(key: str) -> ResponseReturnValue:
    """Hand the registration in; its own link is told once, on the page that follows."""
    page = registration_page(key, now())
    form = _offered(RegistrationForm(), page)
    consent = InputRequired(message=_("Without your consent the data can't be taken."))
    if form.validate_on_submit(extra_validators={"agreed": [consent]}):
        try:
            given = form.given(_photo(page), agreed=form.agreed.data)
            client_key = form.client_key.data or ""
            token = registering.hand_in(current_actor(), key, given, client_key, now())
            return redirect(url_for("contests.own_registration_page", token=token, new=1), 303)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {**_AT, "full": "event_id"})
    return _form_page(page, form), 422


@bp.get(OWN)
@limiter.limit(LOOKS)
def own_registration_page(token: str) -> Response:
    """Where one's registration stands, with reasons; to be changed until the closing."""
    line, window = own_registration(registering.token_hash(token))
    return _own(token, line, window, _filled(line, page_of(window, now())))


@bp.post(OWN)
@limiter.limit(TRIES)
def own_registration_change(token: str) -> ResponseReturnValue:
    """Change it."""
    line, window = own_registration(registering.token_hash(token))
    page = page_of(window, now())
    form = _offered(RegistrationForm(), page)
    if form.validate_on_submit():
        try:
            revision = (form.revision.data or "")[:9]
            given = form.given(_photo(page), agreed=True)
            number = int(revision) if revision.isascii() and revision.isdigit() else 0
            registering.change(current_actor(), token, given, number, now())
            return redirect(url_for("contests.own_registration_page", token=token), 303)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {**_AT, "full": "event_id"})
    return _own(token, line, window, form, 422)


@bp.post(f"{OWN}/withdrawal")
@limiter.limit(TRIES)
def own_registration_withdraw(token: str) -> ResponseReturnValue:
    """Give the place back."""
    line, window = own_registration(registering.token_hash(token))
    try:
        registering.withdraw(current_actor(), token, now())
    except NotFound:
        raise
    except UserError as error:
        form = _filled(line, page_of(window, now()))
        add_fault(form, error, {})
        return _own(token, line, window, form, 409)
    return redirect(url_for("contests.own_registration_page", token=token), 303)


@bp.get(f"{OWN}/photograph")
@limiter.limit(LOOKS)
def own_registration_photo(token: str) -> Response:
    """One's own photograph."""
    name = own_photo(registering.token_hash(token))
    if name is None:
        raise NotFound
    return _private(Response(files().read(name), mimetype="image/jpeg"))


def _photo(page: RegistrationPage) -> str | None:
    """The photograph that was sent, as it is kept; None when none was, or none is asked for."""
    sent = request.files.get("photo")
    if page.rules.photograph == "none" or sent is None or not sent.filename:
        return None
    try:
        picture = read_upload(sent, ("jpeg", "png"), LARGEST_PHOTO).content
    except UserError as error:
        raise UserError(error.message, code="photo") from None
    return files().put(photographs.prepared(picture))


def _offered(form: RegistrationForm, page: RegistrationPage) -> RegistrationForm:
    form.event_id.choices = choices(
        [(event_id, _event_label(title, left)) for event_id, title, left in page.events]
    )
    return form


def _event_label(title: str, left: int | None) -> str:
    return title if left is None else _("%(event)s (places left: %(n)d)", event=title, n=left)


def _filled(line: RegistrationLine, page: RegistrationPage) -> RegistrationForm:
    values = {
        name: getattr(line, name)
        for name in ("event_id", "name", "unit", "contact", "born_on", "occupation", "certificate")
    }
    form = _offered(RegistrationForm(formdata=None, data=values), page)
    form.members.data = "、".join(line.members)
    form.revision.data = str(line.revision)
    return form


def _form_page(page: RegistrationPage, form: RegistrationForm) -> str:
    return render_template("contests/registration/form.html", page=page, form=form)


def _own(
    token: str,
    line: RegistrationLine,
    window: RegistrationWindow,
    form: RegistrationForm,
    status: int = 200,
) -> Response:
    page = page_of(window, now())
    html = render_template(
        "contests/registration/own.html",
        page=page,
        line=line,
        form=form,
        token=token,
        new=bool(request.args.get("new")),
        address=outside_url("contests.own_registration_page", token=token),
        changeable=line.state in CHANGEABLE and page.phase == "open",
    )
    return _private(Response(html, status))


def _private(response: Response) -> Response:
    """The address is a secret: it is neither kept nor told to other sites."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
