"""Contests judged live: set-up, judging, desk, board, results."""

import pkgutil
from importlib import import_module
from types import ModuleType

import sqlalchemy as sa
from flask import Flask

from blueprints.contests import commands, live, routes
from blueprints.contests.blueprint import bp
from blueprints.contests.demo.commands import demo
from blueprints.contests.models import Contest
from blueprints.people import contest_scopes
from blueprints.people.models import Organisation
from store import db


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    for package in (routes, live):
        _import_modules(package)
    app.register_blueprint(bp)
    app.cli.add_command(commands.contest)
    app.cli.add_command(demo)
    contest_scopes.register(_scope)


def _import_modules(package: ModuleType) -> None:
    """Import every module of `package`: what they declare, they declare on import."""
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


def _scope(contest_id: int) -> contest_scopes.ContestScope | None:
    """Whose a contest is: roles in it are granted within the holder's scope."""
    row = db.session.execute(
        sa.select(Contest.title, Contest.organisation_id, Organisation.path)
        .join(Organisation, Organisation.id == Contest.organisation_id)
        .where(Contest.id == contest_id)
    ).first()
    return contest_scopes.ContestScope(*row) if row else None
