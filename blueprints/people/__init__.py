"""Organisations, accounts, roles, signing in, and the audit log."""

from flask import Flask

from blueprints.people import queries
from extensions import login


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    login.user_loader(queries.load_user)
