"""How pages of rolls and notices answer: back to where one was, with what was done or why not."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from store import UserError

_TOLD = (409, 422)


def carry_out(verb: Callable[[], Any], done: str, address: str) -> ResponseReturnValue:
    """Carry a verb out and go to `address`, saying `done` or why it was refused."""
    try:
        verb()
        flash(done, "success")
    except UserError as error:
        if error.status not in _TOLD:
            raise
        flash(error.message, "error")
    return redirect(address, 303)
