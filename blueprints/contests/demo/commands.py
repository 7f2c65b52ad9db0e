"""`flask demo …`: the demonstration data and the links into it."""

import click
from flask import current_app
from flask.cli import AppGroup

from blueprints.contests.demo import world
from web import clock

demo = AppGroup("demo", help="Demonstration data on an empty database.")


@demo.command()
def create() -> None:
    """Fill an empty database with visibly synthetic people and contests."""
    made = world.create(clock.now())
    click.echo("demonstration data made" if made else "not empty: nothing was done")


@demo.command()
@click.option("--url", help="Where the application is reached; default: its public address.")
def links(url: str | None) -> None:
    """Print a one-time link per role and judge, and the addresses of the screens."""
    base = url or current_app.extensions["settings"].public_url or "http://127.0.0.1:8000"
    for who, address in world.links(base.rstrip("/"), clock.now()):
        click.echo(f"{who + ':':<20} {address}")
