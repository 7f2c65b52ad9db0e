"""Organisations, accounts, roles, signing in, and the audit log."""

from flask import Flask
from flask_babel import lazy_gettext as _

from web import navigation

_PEOPLE = _("People")

navigation.add(
    _PEOPLE, "people.tree", _("Organizations"), "sitemap", "organisation_admin", order=70
)
navigation.add(_PEOPLE, "people.accounts", _("Accounts"), "users", "organisation_admin", order=71)
navigation.add(
    _PEOPLE,
    "people.audit",
    _("Audit log"),
    "list-check",
    "organisation_admin",
    "supervisor",
    order=72,
)


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    from blueprints.people import commands, sections, session
    from blueprints.people.routes import blueprint

    session.init_app(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.people)
    sections.init_app()
