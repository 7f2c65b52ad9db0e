"""What machines ask for: health, robots, icon."""

import sqlalchemy as sa
from flask import Response, current_app, jsonify, redirect
from flask.typing import ResponseReturnValue

from blueprints.home.routes.base import blueprint
from extensions import db, limiter, queue
from store.version import VERSION
from web.assets import asset

_ROBOTS = """User-agent: *
Disallow: /account
Disallow: /contests
Disallow: /join
Disallow: /judge
Disallow: /people
Disallow: /sign-in
"""


@blueprint.get("/healthz")
@limiter.exempt
def health() -> ResponseReturnValue:
    """200 when the database answers and the job queue can be reached, else 503."""
    checks = {"database": _database_answers(), "queue": _queue_reachable()}
    sound = all(checks.values())
    return jsonify(ok=sound, version=VERSION, **checks), 200 if sound else 503


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Results and boards may be found; what needs a sign-in may not."""
    return Response(_ROBOTS, mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Where browsers look that ignore the page's own link."""
    return redirect(asset("img/favicon.svg"), 302)


def _database_answers() -> bool:
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        current_app.logger.exception("the database doesn't answer")
        return False
    return True


def _queue_reachable() -> bool:
    try:
        return queue.huey is not None and queue.huey.pending_count() >= 0
    except Exception:  # the storage may be a file or Redis, each with errors of its own
        current_app.logger.exception("the job queue can't be reached")
        return False
