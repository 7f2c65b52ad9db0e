"""Fixtures for every test. See tests/support for how each of them works.

A test's folder is its marker: `tests/http` is `-m http`. With the environment variable
GUILDHALL_TEST_DATABASE=postgresql the tests that use `app` run on PostgreSQL.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.support")

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import scoped_session

from app import create_app
from blueprints.classroom.live import attendance, doors
from blueprints.classroom.services.chat import words
from blueprints.contests.queries import standings
from config import Settings
from store import db
from tests.support.cheap_hashes import cheap_hashes
from tests.support.client import Client
from tests.support.database import Snapshot, fast_folder, snapshot
from tests.support.postgres import Postgres

HERE = Path(__file__).parent

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.redis",
    "tests.support.server",
    "tests.support.packaging",
    "tests.support.browser",
    "tests.support.loopback",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(item.path.relative_to(HERE).parts[0])


@pytest.fixture
def now() -> datetime:
    """The time in every test that needs one: ten past nine on a contest morning, in Beijing."""
    return datetime(2026, 5, 12, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def _cluster(request: pytest.FixtureRequest) -> Postgres | None:
    if os.environ.get("GUILDHALL_TEST_DATABASE") != "postgresql":
        return None
    cluster: Postgres = request.getfixturevalue("postgres")
    return cluster


@pytest.fixture(scope="session")
def _app(_cluster: Postgres | None) -> Iterator[Flask]:
    folder = fast_folder()
    url = _cluster.new_database() if _cluster else ""
    app = create_app(
        Settings(data_dir=folder, database_url=url, secret_key="only-for-tests", testing=True)
    )
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _snapshot(_app: Flask) -> Snapshot:
    return snapshot(_app)


@pytest.fixture
def app(_app: Flask, _snapshot: Snapshot) -> Iterator[Flask]:
    """The application on a migrated, empty database, inside an app context.

    Make data inside `with write():`; what was committed is there for `client` too.
    """
    _snapshot.restore()
    shutil.rmtree(_app.extensions["settings"].data_dir / "media", ignore_errors=True)
    doors.forget_all()  # ids begin anew
    attendance.forget_all()
    words.forget_all()
    standings.forget()
    clock = _app.extensions["clock"]
    with cheap_hashes(), _app.app_context():
        yield _app
    _app.extensions["clock"] = clock  # a test may have put its own in its place


@pytest.fixture
def stopped_clock(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the routes it is always `now`."""
    monkeypatch.setitem(app.extensions, "clock", lambda: now)


@pytest.fixture
def db_session(app: Flask) -> scoped_session:
    """The session of the test's own app context."""
    return db.session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor with an empty cookie jar. `app.test_client()` makes a second one."""
    return app.test_client()
