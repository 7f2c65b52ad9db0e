"""The group that every command of certificates registers on, and how refusals are told."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from store import NotFound, UserError

certificate = AppGroup("certificate", help="Issue, verify and render certificates.")


@contextmanager
def plain_refusals(nothing: str) -> Iterator[None]:
    """Refusals of services as a line and exit 1. `nothing`: what to say when it isn't there."""
    try:
        yield
    except NotFound:
        raise click.ClickException(nothing) from None
    except UserError as error:
        raise click.ClickException(str(error.message or nothing)) from None


def public_url(given: str | None) -> str:
    """Where people reach this installation; it is printed in codes, so it is never guessed."""
    address: str = given or current_app.extensions["settings"].public_url
    if not address:
        raise click.ClickException(
            "say where people reach this installation: --url, or GUILDHALL_PUBLIC_URL"
        )
    return address.rstrip("/")
