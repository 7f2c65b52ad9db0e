"""The cast of the permission tests, with the token check as it is on a server."""

from datetime import datetime

import pytest
from flask import Flask

from tests.http.permissions.cast import Scene, make_scene


@pytest.fixture
def scene(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A contest of `west` with everybody who may knock; forms are taken without a token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_scene(app, now)
