"""A database for the tests: migrated once, then put back to that state before each test.

The state is put back by copying a file (about a millisecond), not by wrapping the test in a
transaction. So a test may open several app contexts, requests and threads, roll back, and meet
the same locks as in production.
"""

import shutil
import tempfile
from pathlib import Path

from flask import Flask

from store import db

MEMORY = Path("/dev/shm")


def fast_folder() -> Path:
    """A new folder, in memory where the system has that: FULL synchronous costs nothing there."""
    parent = MEMORY if MEMORY.is_dir() else None
    return Path(tempfile.mkdtemp(prefix="guildhall-test-", dir=parent))


def migrate(app: Flask) -> None:
    """Bring the database of `app` to the newest revision, as an installation does."""
    from alembic import command

    with app.app_context():
        config = app.extensions["migrate"].migrate.get_config()
        if not list(Path(config.get_main_option("script_location"), "versions").glob("0001_*.py")):
            db.create_all()
            return
        command.upgrade(config, "head")


class Snapshot:
    """The migrated state of the SQLite database of `app`."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self._engine = db.engine
        self._file = Path(self._engine.url.database or "")
        self._copy = self._file.with_suffix(".migrated")
        self._engine.dispose()  # the last connection to close folds the journal into the file
        assert not self._journal.exists(), "a connection to the new database was left open"
        shutil.copyfile(self._file, self._copy)

    @property
    def _journal(self) -> Path:
        return self._file.with_name(self._file.name + "-wal")

    def restore(self) -> None:
        """Put the state back. A connection that a test forgot keeps the removed files."""
        self._engine.dispose()
        for file in self._file.parent.glob(self._file.name + "*"):
            file.unlink()
        shutil.copyfile(self._copy, self._file)
