"""Start page, signing in and out, preferences, one's own account, health."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    from blueprints.home.routes import blueprint

    app.register_blueprint(blueprint)
