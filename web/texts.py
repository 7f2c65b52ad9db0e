"""What no text holds: a NUL character. PostgreSQL can't keep one, so no request carries it in."""

from itertools import chain

from flask import Flask, abort, request

NUL = "\0"


def init_app(app: Flask) -> None:
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """400 for a NUL in the address or in a field of a form; readers of JSON look themselves."""
    fields = chain(request.args.items(multi=True), request.form.items(multi=True))
    if NUL in request.path or any(NUL in value for _name, value in fields):
        abort(400)
