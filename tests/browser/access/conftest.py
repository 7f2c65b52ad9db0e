"""One scene for the tests of access: every page has something on it."""

from datetime import datetime

import pytest
from flask import Flask

from tests.support.scene import Scene, make_scene


@pytest.fixture
def scene(app: Flask, now: datetime) -> Scene:
    """An installation in the middle of its work."""
    return make_scene(now)
