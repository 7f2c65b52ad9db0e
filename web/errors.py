"""Refusals and faults, shown in the form the asker can use: page, fragment, or JSON."""

from flask import Flask

from store.errors import UserError


def init_app(app: Flask) -> None:
    app.register_error_handler(UserError, _refused)


def _refused(error: UserError) -> tuple[str, int]:
    return str(error.message), error.status
