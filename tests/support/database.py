"""A database for the tests: migrated once, then put back to that state before each test.

The state is put back by copying a file (about a millisecond), not by wrapping the test in a
transaction. So a test may open several app contexts, requests and threads, roll back, and meet
the same locks as in production. On PostgreSQL the database is made again from a template.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from alembic import command
from flask import Flask

from store import db
from tests.support.postgres import Postgres

MEMORY = Path("/dev/shm")


def fast_folder() -> Path:
    """A new folder, in memory where the system has that: FULL synchronous costs nothing there."""
    parent = MEMORY if MEMORY.is_dir() else None
    return Path(tempfile.mkdtemp(prefix="guildhall-test-", dir=parent))


def migrate(app: Flask, revision: str = "head") -> None:
    """Bring the database of `app` to a revision, as an installation does."""
    with app.app_context():
        command.upgrade(app.extensions["migrate"].migrate.get_config(), revision)


class Snapshot(Protocol):
    """The migrated state of a database."""

    def restore(self) -> None:
        """Put the state back. Connections that a test forgot must not matter."""


class FileSnapshot:
    """SQLite: the file is copied. A forgotten connection keeps the removed files."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._file = Path(engine.url.database or "")
        self._copy = self._file.with_suffix(".migrated")
        engine.dispose()  # the last connection to close folds the journal into the file
        journal = self._file.with_name(self._file.name + "-wal")
        assert not journal.exists(), "a connection to the new database was left open"
        shutil.copyfile(self._file, self._copy)

    def restore(self) -> None:
        self._engine.dispose()
        for file in self._file.parent.glob(self._file.name + "*"):
            file.unlink()
        shutil.copyfile(self._copy, self._file)


class TemplateSnapshot:
    """PostgreSQL: the database is made again as a copy of the migrated one."""

    def __init__(self, engine: sa.Engine, cluster: Postgres) -> None:
        self._engine = engine
        self._cluster = cluster
        self._name = engine.url.database or ""
        self._template = f"{self._name}_migrated"
        engine.dispose()
        cluster.administer("CREATE DATABASE {} TEMPLATE {}", self._template, self._name)

    def restore(self) -> None:
        self._engine.dispose()
        self._cluster.administer("DROP DATABASE {} WITH (FORCE)", self._name)
        self._cluster.administer("CREATE DATABASE {} TEMPLATE {}", self._name, self._template)


def snapshot(app: Flask, cluster: Postgres | None) -> Snapshot:
    """Migrate the database of `app` and keep that state; `cluster` when it is PostgreSQL."""
    migrate(app)
    with app.app_context():
        engine = db.engine
    return FileSnapshot(engine) if cluster is None else TemplateSnapshot(engine, cluster)
