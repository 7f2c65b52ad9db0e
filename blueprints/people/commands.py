"""`flask --app app people …`: what an administrator does at the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from werkzeug.datastructures import FileStorage

from blueprints.people import queries, services
from blueprints.people.services.accounts import username_key
from store import UserError, write
from store.actors import SYSTEM
from web import clock
from web.sheets import read_table
from web.uploads import read_upload

people = AppGroup("people", help="Accounts, organisations, and the audit log.")


@people.command("create-admin")
@click.argument("username")
@click.option("--name", default="", help="The person's name; the user name when not given.")
def create_admin(username: str, name: str) -> None:
    """Make the account USERNAME, administrator of everything, and print its sign-in link."""
    now = clock.now()
    with _plain_refusals(), write():
        made = services.create_account(
            SYSTEM, username=username, name=name or username, organisation_id=None, now=now
        )
        services.grant_role(SYSTEM, made, "administrator", now=now)
        token = services.issue_sign_in_link(made, now)
    click.echo(_address(token))


@people.command("sign-in-link")
@click.argument("username")
def sign_in_link(username: str) -> None:
    """Print a link that signs USERNAME in once within 24 hours."""
    found = queries.account_named(username_key(username))
    if found is None:
        raise click.ClickException(f"no account has the user name {username!r}")
    with _plain_refusals():
        token = services.issue_sign_in_link(found, clock.now())
    click.echo(_address(token))


@people.command("audit-check")
def audit_check() -> None:
    """Recompute the audit log's hash chain; prints what is broken and exits with 1."""
    faults = queries.audit_faults()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("the audit log is sound")


@people.command("import-organisations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--below", type=int, help="Id of the organisation to hang rows without one below.")
@click.option("--check", is_flag=True, help="Only check the file.")
def import_organisations(file: Path, below: int | None, check: bool) -> None:
    """Import FILE (.xlsx or .csv): all of its rows, or, with any fault, none."""
    with _plain_refusals(), file.open("rb") as stream:
        sent = read_upload(FileStorage(stream, filename=file.name), ("xlsx", "csv"))
        table = read_table(sent.kind, sent.content)
        plan = services.check_import(SYSTEM, table, below_id=below)
        for row in plan.rows:
            for column, fault in row.faults.items():
                click.echo(f"{row.line} · {services.IMPORT_COLUMNS[column]}: {fault}")
        if plan.faults:
            raise SystemExit(1)
        if not check:
            services.import_organisations(SYSTEM, table, below_id=below, now=clock.now())
    click.echo(len(plan.rows))


@contextmanager
def _plain_refusals() -> Iterator[None]:
    """A service's refusal as one line and exit code 1."""
    try:
        yield
    except UserError as error:
        raise click.ClickException(error.message) from error


def _address(token: str) -> str:
    public: str = current_app.extensions["settings"].public_url
    return f"{public.rstrip('/')}/sign-in/{token}"
