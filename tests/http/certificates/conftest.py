"""A body with its people, who issue certificates."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from blueprints.certificates.studio import studio
from extensions import queue
from tests.support.desk import Browser
from tests.support.people import World, make_world, signed_in


@pytest.fixture
def world(app: Flask, now: datetime) -> Iterator[World]:
    queue.init_app(app, app.extensions["settings"])  # another test may have bound it elsewhere
    assert queue.huey is not None
    queue.huey.flush()
    yield make_world(now)
    studio().close()


@pytest.fixture
def boss(app: Flask, world: World) -> Browser:
    return Browser(signed_in(app, "qian"))
