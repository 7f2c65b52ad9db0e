"""Start page, signing in and out, preferences, one's own account, health."""

from flask import Flask
from flask_babel import lazy_gettext as _

from web import navigation

navigation.add("", "home.start", _("Home"), "home", order=1)
navigation.add("", "home.account", _("My account"), "user-circle", order=2)


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    from blueprints.home.routes import blueprint

    app.register_blueprint(blueprint)
