"""The store alone, migrated, on each kind of database."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import migrate as migrations
from store import db, transactions
from tests.support.database import fast_folder, migrate
from tests.support.postgres import Postgres

KINDS = ("sqlite", "postgresql")

counters = sa.Table(
    "test_counters",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)


def make_store(url: str) -> Flask:
    """An app with nothing but the store on the database at `url`."""
    app = Flask("store")
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql:", "postgresql+psycopg:")
    db.init_app(app)
    transactions.init_app(app)
    migrations.init_app(app, db)
    return app


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder for SQLite files."""
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session", params=KINDS)
def new_url(request: pytest.FixtureRequest, memory: Path, _app: Flask) -> Callable[[], str]:
    """A maker of migrated databases of one kind, with an empty table of counters."""
    if request.param == "sqlite":
        return _sqlite_maker(memory)
    return _postgresql_maker(request.getfixturevalue("postgres"))


def _sqlite_maker(folder: Path) -> Callable[[], str]:
    template = Path(tempfile.mkdtemp(dir=folder), "template.db")
    _prepare(f"sqlite:///{template}")

    def make() -> str:
        copy = Path(tempfile.mkdtemp(dir=folder), "store.db")
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    return make


def _postgresql_maker(cluster: Postgres) -> Callable[[], str]:
    url = cluster.new_database()
    _prepare(url)
    name = sa.make_url(url).database or ""
    return lambda: cluster.new_database(name)


def _prepare(url: str) -> None:
    app = make_store(url)
    migrate(app)
    with app.app_context():
        counters.create(db.engine)
        db.engine.dispose()


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """A migrated database: each test runs once on SQLite and once on PostgreSQL."""
    return new_url()


@pytest.fixture
def store(url: str) -> Iterator[Flask]:
    """The store on that database, inside an app context, with one counter at 0."""
    app = make_store(url)
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(sa.insert(counters).values(id=1, value=0))
        yield app
        db.session.remove()
        db.engine.dispose()
