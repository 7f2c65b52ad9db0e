"""My certificates: those of my account, and the page that the key of one certificate opens."""

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.mine import ClaimForm
from blueprints.certificates.queries.mine import (
    OwnCertificate,
    by_own_key,
    certificate_of,
    certificates_of,
)
from blueprints.certificates.routes.verifying import (
    KNOWN_PER_ADDRESS,
    UNKNOWN_PER_ADDRESS,
    is_known,
    is_unknown,
    network,
    unlisted,
)
from blueprints.certificates.services.mine import claim as claim_certificate
from extensions import limiter
from store import NotFound, UserError
from store.files import files
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now
from web.refusals import add_fault

CLAIMS = "5 per minute; 30 per day"


def _account() -> str:
    return current_actor().ref


@bp.get("/certificates/mine")
@require_account
def mine() -> ResponseReturnValue:
    """All of the account's, and the form to take another one in."""
    return _page(ClaimForm(formdata=None))


@bp.post("/certificates/mine/claim")
@require_account
@limiter.limit(CLAIMS, key_func=_account)
def claim() -> ResponseReturnValue:
    """Take a certificate to the account by its code and the full name on it."""
    form = ClaimForm()
    if form.validate_on_submit():
        try:
            claim_certificate(current_actor(), form.code.data, form.full_name.data, now())
        except UserError as error:
            add_fault(form, error, {})
        else:
            flash(_("The certificate is among yours now."), "success")
            return redirect(url_for("certificates.mine"), 303)
    return _page(form), 422


@bp.get("/certificates/mine/<int:certificate_id>/certificate.pdf")
@require_account
def mine_file(certificate_id: int) -> ResponseReturnValue:
    """The PDF of one of the account's."""
    return _download(certificate_of(_account_id(), certificate_id))


@bp.get("/own/<own_key>")
@limiter.limit(KNOWN_PER_ADDRESS, key_func=network, exempt_when=is_unknown)
@limiter.limit(UNKNOWN_PER_ADDRESS, key_func=network, exempt_when=is_known)
def own(own_key: str) -> ResponseReturnValue:
    """The holder's private page: whoever has the address, has the certificate."""
    found = by_own_key(own_key)
    address = outside_url("certificates.verified", code=found.code)
    return unlisted(
        render_template("certificates/mine/own.html", found=found, verify_address=address)
    )


@bp.get("/own/<own_key>/certificate.pdf")
@limiter.limit(KNOWN_PER_ADDRESS, key_func=network, exempt_when=is_unknown)
@limiter.limit(UNKNOWN_PER_ADDRESS, key_func=network, exempt_when=is_known)
def own_file(own_key: str) -> ResponseReturnValue:
    """The PDF, for the holder."""
    return _download(by_own_key(own_key))


def _page(form: ClaimForm) -> str:
    found = certificates_of(_account_id())
    return render_template("certificates/mine/list.html", found=found, form=form)


def _account_id() -> int:
    account_id = current_actor().id
    assert account_id is not None  # @require_account
    return account_id


def _download(found: OwnCertificate) -> Response:
    if found.file is None:
        raise NotFound(_("This certificate is not valid any more, so its file isn't given out."))
    path = files().path(found.file)
    if not path.is_file():
        raise NotFound(_("The file is missing in the store. Please tell the issuing body."))
    response = send_file(
        path,
        mimetype="application/pdf",
        as_attachment="view" not in request.args,
        download_name=found.file_name,
        etag=found.file,
        max_age=None,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
