"""Is this certificate genuine? For anybody, without signing in; nothing here changes anything.

Codes have 80 random bits, so guessing is hopeless at any speed; the limits keep guessers from
wearing the server out. Wrong codes and right ones are therefore counted apart: whoever scans a real
one is answered, even where somebody at the same address (a hall, a company) is guessing.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from blueprints.certificates import codes
from blueprints.certificates.blueprint import bp
from blueprints.certificates.queries.verifying import (
    FileStanding,
    FileVerified,
    Standing,
    Verified,
    by_code,
    by_file,
    is_address_of_one,
    same_number,
)
from blueprints.certificates.studio import studio
from documents.inspecting import Busy
from extensions import csrf, limiter
from store import UserError
from web.uploads import MEGABYTE, read_upload

KNOWN_PER_ADDRESS = "600 per minute"  # everybody in a hall at once
UNKNOWN_PER_ADDRESS = "10 per minute"
FILES_PER_ADDRESS = "10 per minute"  # a file is worth one code
LARGEST_MB = 20  # or what the installation takes at all, if that is less
LONGEST_NUMBER = 100
LONGEST_ADDRESS = 300


def network() -> str:
    """The asker's address; of IPv6 the network, since one machine has as many as it likes."""
    told = get_remote_address()
    try:
        address = ip_address(told)
    except ValueError:  # a proxy may write what it likes
        return told
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if mapped is not None or isinstance(address, IPv4Address):
        return str(mapped or address)
    return str(ip_network((address, 64), strict=False))


def is_unknown() -> bool:
    """Whether the address asked for leads to no certificate: a wrong guess."""
    return not is_address_of_one(request.view_args or {})


def is_known() -> bool:
    """Whether it leads to one."""
    return not is_unknown()


def unlisted(answer: str, status: int = 200) -> Response:
    """An answer that search engines leave alone and that tells no other site its address."""
    response = Response(answer, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/verify")
def verify() -> ResponseReturnValue:
    """Ask for a code or a file; with a code, on to its page."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return _form()
    code = codes.normalised(typed.partition("?")[0].rpartition("/")[2])  # a whole address will do
    if not code:
        return _form(typed, _("A code has 16 letters and digits. Check it against the paper."), 422)
    number = request.args.get("number", "").strip()[:LONGEST_NUMBER]
    return redirect(url_for("certificates.verified", code=code, number=number or None), 303)


@bp.get("/v/<code>")
@limiter.limit(KNOWN_PER_ADDRESS, key_func=network, exempt_when=is_unknown)
@limiter.limit(UNKNOWN_PER_ADDRESS, key_func=network, exempt_when=is_known)
def verified(code: str) -> ResponseReturnValue:
    """What there is to a code. The address holds for ever, whatever becomes of the certificate."""
    found = by_code(code)
    if found is None:
        page = render_template(
            "certificates/verify/code.html", found=Verified(Standing.UNKNOWN, "")
        )
        return unlisted(page, 404)
    if code != found.code:
        number = request.args.get("number")
        return redirect(url_for("certificates.verified", code=found.code, number=number), 301)
    typed = request.args.get("number", "").strip()[:LONGEST_NUMBER]
    differs = bool(typed and found.number) and not same_number(typed, found.number)
    return unlisted(
        render_template("certificates/verify/code.html", found=found, number_differs=differs)
    )


@bp.get("/verify/file")
def verify_file_form() -> ResponseReturnValue:
    """Somebody reloaded, or shared, the address of an answer: the form is on the page before."""
    return redirect(url_for("certificates.verify"), 303)


@bp.post("/verify/file")
@csrf.exempt  # public pages carry no token, and nothing is changed by it
@limiter.limit(FILES_PER_ADDRESS, key_func=network)
def verify_file() -> ResponseReturnValue:
    """Compare a PDF with those that were issued. It is looked at, and not kept."""
    try:
        upload = read_upload(request.files.get("file"), ("pdf",), _most_mb() * MEGABYTE)
    except UserError as error:
        if error.code == "wrong_type":
            return _file_page(FileVerified(FileStanding.UNREADABLE))
        return _form(fault=error.message, status=error.status, of_file=True)
    try:
        found = by_file(upload.content, studio().inspector.look)
    except Busy:
        fault = _("Many files are being examined just now. Please try again in a minute.")
        return _form(fault=fault, status=503, of_file=True)
    return _file_page(found, upload.name)


def _most_mb() -> int:
    most: int = min(LARGEST_MB, current_app.extensions["settings"].upload_mb)
    return most


def _file_page(found: FileVerified, name: str = "") -> Response:
    return unlisted(render_template("certificates/verify/file.html", found=found, file_name=name))


def _form(
    typed: str = "", fault: str = "", status: int = 200, *, of_file: bool = False
) -> Response:
    page = render_template(
        "certificates/verify/start.html",
        typed=typed[:LONGEST_ADDRESS],
        code_fault="" if of_file else fault,
        file_fault=fault if of_file else "",
        most_mb=_most_mb(),
    )
    return unlisted(page, status)
