"""An app with the shared HTTP matters only, and a few addresses that go wrong on purpose."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort, render_template_string
from flask_babel import Babel
from flask_htmx import HTMX
from flask_wtf import CSRFProtect

import web
from config import ROOT, Settings
from store import UserError, db
from store.actors import Actor
from web import access, clock

PAGE = '{% extends "layouts/hall.html" %}{% block title %}T{% endblock %}'


class Visitor:
    """Who is signed in in these tests."""

    actor: Actor | None = None


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def make(tmp_path: Path, now: datetime, visitor: Visitor) -> Iterator[Callable[..., Flask]]:
    """`make(**settings)` gives an app; its database is closed at the end of the test."""
    made: list[Flask] = []

    def build(**values: Any) -> Flask:
        settings = Settings(data_dir=tmp_path, secret_key="only-for-tests", **values)
        app = Flask("shared", root_path=str(ROOT))
        app.config.from_mapping(web.flask_config(settings))
        app.extensions["settings"] = settings
        app.extensions["clock"] = lambda: now
        db.init_app(app)
        CSRFProtect(app)
        HTMX(app)
        web.init_app(app, Babel())
        access.register_actor_source(app, lambda: visitor.actor)
        add_addresses(app)
        made.append(app)
        return app

    yield build
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make: Callable[..., Flask]) -> Flask:
    return make()


def add_addresses(app: Flask) -> None:
    def refused() -> str:
        raise UserError("The round is locked.", status=409, code="locked")

    def fault() -> str:
        raise RuntimeError("the password is 1234")

    def stop(status: int) -> str:
        abort(status)

    def idle() -> str:
        return "gone" if access.enforce_idle(clock.now()) else "here"

    def sized(size: int) -> tuple[str, dict[str, str]]:
        return "x" * size, {"Cache-Control": "no-cache"}

    app.add_url_rule("/refused", view_func=refused)
    app.add_url_rule("/refused.json", "refused_json", refused)
    app.add_url_rule("/fault", view_func=fault)
    app.add_url_rule("/stop/<int:status>", view_func=stop)
    app.add_url_rule("/post", "post", lambda: "done", methods=["POST"])
    app.add_url_rule("/page", "page", lambda: render_template_string(PAGE))
    app.add_url_rule("/idle", view_func=idle)
    app.add_url_rule("/live/idle", "live_idle", idle)
    app.add_url_rule("/sized/<int:size>", view_func=sized)
    app.add_url_rule("/own", "own", access.require_account(lambda: "own"))
    app.add_url_rule("/scoring", "scoring", access.require_role("scorer")(lambda: "scoring"))
