"""A database for the tests: migrated once, then put back to that state before each test.

The state is put back by copying a file (about a millisecond), not by wrapping the test in a
transaction. So a test may open several app contexts, requests and threads, roll back, and meet
the same locks as in production. On PostgreSQL all rows are removed.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import psycopg
import sqlalchemy as sa
from alembic import command
from flask import Flask

from store import db

MEMORY = Path("/dev/shm")
LET_GO = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
FROM_ONE_AGAIN = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences
"""


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

    def __init__(self, engine: sa.Engine, suffix: str = ".migrated") -> None:
        self._engine = engine
        self._file = Path(engine.url.database or "")
        self._copy = self._file.with_suffix(suffix)
        engine.dispose()  # the last connection to close folds the journal into the file
        journal = self._file.with_name(self._file.name + "-wal")
        assert not journal.exists(), "a connection to the new database was left open"
        shutil.copyfile(self._file, self._copy)

    def restore(self) -> None:
        self._engine.dispose()
        for file in self._file.parent.glob(self._file.name + "*"):
            file.unlink()
        shutil.copyfile(self._copy, self._file)


class EmptySnapshot:
    """PostgreSQL: the migrated database has no rows, so all are removed (some 5 ms)."""

    def __init__(self, engine: sa.Engine, url: str) -> None:
        self._engine = engine
        self._url = url
        with engine.connect() as connection:
            tables = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
            for table in tables:
                assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0
        self._statements = "; ".join(
            [
                LET_GO,
                "SET session_replication_role = replica",  # neither foreign keys nor triggers
                *(f"DELETE FROM {table}" for table in sorted(tables)),
                FROM_ONE_AGAIN,
            ]
        )

    def restore(self) -> None:
        self._engine.dispose()
        with psycopg.connect(self._url) as connection:
            connection.execute(self._statements.encode())


def snapshot(app: Flask) -> Snapshot:
    """Migrate the database of `app` and keep that state."""
    migrate(app)
    with app.app_context():
        engine = db.engine
    url = app.extensions["settings"].database_url
    return EmptySnapshot(engine, url) if url else FileSnapshot(engine)
