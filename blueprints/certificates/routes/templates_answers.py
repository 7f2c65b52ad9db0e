"""What the pages about templates have in common: addresses, and telling what was done."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from web.refusals import refusal_flashed

ID = "int(max=2147483647)"
KEPT_S = 3600  # how long a browser keeps the picture of a version, which never changes


def own_page(template_id: int) -> str:
    """The address of a template's page."""
    return url_for("certificates.templates_own", template_id=template_id)


def carry_out(verb: Callable[[], Any], done: str, address: str) -> ResponseReturnValue:
    """Carry a verb out and go to `address`, saying `done` or why it was refused."""
    with refusal_flashed():
        verb()
        flash(done, "success")
    return redirect(address, 303)


def reader_language() -> str:
    """`zh` or `en`, as templates name them."""
    return "zh" if str(get_locale()).startswith("zh") else "en"


def file_answer(content: bytes, media: str, name: str, *, saved: bool = False) -> Response:
    """A file to be looked at, or to be saved; `name` is plain ASCII."""
    response = Response(content, mimetype=media)
    way = "attachment" if saved else "inline"
    response.headers["Content-Disposition"] = f"{way}; filename={name}"
    return response


def kept_picture(content: bytes) -> Response:
    """A PNG that the asking browser may keep for a while, and nobody between."""
    response = Response(content, mimetype="image/png")
    response.headers["Cache-Control"] = f"private, max-age={KEPT_S}"
    return response
