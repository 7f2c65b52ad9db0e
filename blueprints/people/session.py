"""What is looked at before each request of a signed-in session."""

from flask import Flask, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.people import queries
from extensions import login
from store.actors import Actor
from web import access, clock

_SIGNED_IN = "_user_id"  # Flask-Login's key: without it nobody is signed in
# What is open before the first password has been chosen.
_OPEN = frozenset({"home.password", "home.sign_out", "home.preferences", "static"})


def init_app(app: Flask) -> None:
    """Tell Flask-Login and `web.access` who is signed in."""
    login.user_loader(queries.load_user)
    access.register_actor_source(app, _actor)
    app.before_request(_keep_session)


def _actor() -> Actor | None:
    user: queries.SignedInUser = current_user
    return user.actor if user.is_authenticated else None


def _keep_session() -> ResponseReturnValue | None:
    if _SIGNED_IN not in session or request.endpoint == "static":
        return None
    if access.enforce_idle(clock.now()):
        flash(_("You were signed out because nothing was done for a while."), "info")
        return None
    if (
        current_user.is_authenticated
        and current_user.must_change_password
        and request.endpoint not in _OPEN
    ):
        return redirect(url_for("home.password"), 303)
    return None
