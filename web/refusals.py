"""A service's refusal said where the user can act on it: at a field, or on the page before."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import flash
from flask_wtf import FlaskForm

from store.errors import UserError

UNPROCESSABLE = 422
ANSWERABLE = (400, 409, 413, UNPROCESSABLE)  # with the page once more, and what was typed


def told(error: UserError) -> str:
    """Its words, for the page it came from; not found and forbidden go on to their own pages."""
    if error.status not in ANSWERABLE:
        raise error
    return str(error.message)


def add_fault(form: FlaskForm, error: UserError, fields: Mapping[str, str]) -> None:
    """Show it at the field that `fields` names for its code, else above the form."""
    name = fields.get(error.code)
    if name:
        form[name].errors = [*form[name].errors, error.message]
    else:
        form.form_errors = [*form.form_errors, error.message]


@contextmanager
def refusal_flashed() -> Iterator[None]:
    """Flash what the user can act on; not found and forbidden still get their own pages."""
    try:
        yield
    except UserError as error:
        if error.status != UNPROCESSABLE:
            raise
        flash(error.message, "error")
