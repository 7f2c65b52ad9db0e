"""Files beside the database, each under the SHA-256 of its content: written once, never changed.

They lie in `files/` of the data folder and are part of the backup. Rows keep the name; a file
that nothing names any more does no harm.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import Flask, current_app

from store.errors import FileLost

FOLDER = "files"
UNFINISHED = "new-"  # how files begin that are still being written


class FileStore:
    """The files of one installation. Names are lower-case hex SHA-256."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep `content`; the name under which it is found. The same content twice is one file."""
        name = hashlib.sha256(content).hexdigest()
        target = self.path(name)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, fresh = tempfile.mkstemp(dir=target.parent, prefix=UNFINISHED)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # a row that names the file must never outlive it
            Path(fresh).replace(target)
        return name

    def path(self, name: str) -> Path:
        """Where the file lies, whether it is there or not. ValueError for what is no name."""
        if len(name) != 64 or not all(c in "0123456789abcdef" for c in name):
            raise ValueError(f"no name of a stored file: {name!r}")
        return self._folder / name[:2] / name

    def read(self, name: str) -> bytes:
        """The content. FileLost when the data folder has lost it."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            raise FileLost from None

    def remove(self, name: str) -> None:
        """Forget the file, e.g. a picture whose publication was withdrawn."""
        self.path(name).unlink(missing_ok=True)


def init_app(app: Flask) -> None:
    """Bind a store in the data folder to `app`."""
    app.extensions["files"] = FileStore(app.extensions["settings"].data_dir / FOLDER)


def files() -> FileStore:
    """The store of the current app."""
    store: FileStore = current_app.extensions["files"]
    return store
