"""A service's refusal said where the user can act on it: at a field, or on the page before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from store.errors import UserError

UNPROCESSABLE = 422
CONFLICT = 409
ANSWERABLE = (400, CONFLICT, 413, UNPROCESSABLE)  # with the page once more, and what was typed


@dataclass(frozen=True)
class Refused:
    """A form that was sent back: what was typed, and what is wrong at which field."""

    form: str = ""
    message: str = ""
    field_name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def value(self, form: str, name: str, default: str = "") -> str:
        """What was typed into a field of that form, if it was this one."""
        return self.values.get(name, default) if form == self.form else default

    def error(self, form: str, name: str) -> str:
        """What is wrong at that field, if anything."""
        return self.message if (form, name) == (self.form, self.field_name) else ""


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


def carry_out(verb: Callable[[], Any], done: str, address: str) -> ResponseReturnValue:
    """Carry a verb out and go to `address`, saying `done` or why it was refused."""
    try:
        verb()
        flash(done, "success")
    except UserError as error:
        if error.status not in (CONFLICT, UNPROCESSABLE):
            raise
        flash(error.message, "error")
    return redirect(address, 303)


@contextmanager
def refusal_flashed() -> Iterator[None]:
    """Flash what the user can act on; not found and forbidden still get their own pages."""
    try:
        yield
    except UserError as error:
        if error.status != UNPROCESSABLE:
            raise
        flash(error.message, "error")
