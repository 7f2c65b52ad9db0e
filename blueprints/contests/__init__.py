"""Contests judged live: set-up, judging, desk, board, results."""

import sqlalchemy as sa
from flask import Flask

from blueprints.contests import models  # noqa: F401 - tables, for the migrations
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Contest
from blueprints.people import contest_scopes
from blueprints.people.models import Organisation
from store import db


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    app.register_blueprint(bp)
    contest_scopes.register(_scope)


def _scope(contest_id: int) -> contest_scopes.ContestScope | None:
    """Whose a contest is: roles in it are granted within the holder's scope."""
    row = db.session.execute(
        sa.select(Contest.title, Contest.organisation_id, Organisation.path)
        .join(Organisation, Organisation.id == Contest.organisation_id)
        .where(Contest.id == contest_id)
    ).first()
    return contest_scopes.ContestScope(*row) if row else None
