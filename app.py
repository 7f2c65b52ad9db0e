"""create_app(): the wiring, in order, and nothing else."""

from flask import Flask

import blueprints
import realtime
import web
from config import Settings
from deploy import commands
from extensions import babel, csrf, db, htmx, limiter, login, migrate, queue
from store import files, transactions


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application for `settings` (read from the environment when not given)."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.config.from_mapping(web.flask_config(settings))
    app.extensions["settings"] = settings
    db.init_app(app)
    transactions.init_app(app)
    files.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    htmx.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    web.init_app(app, babel)
    realtime.init_app(app, settings)
    blueprints.init_app(app)
    queue.init_app(app, settings)
    commands.init_app(app)
    return app
