"""The small tree of organisations for each test."""

from datetime import datetime

import pytest
from flask import Flask

from tests.support.people import World, make_world


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests happen at `now`."""
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
