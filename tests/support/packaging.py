"""A real packager process on the media folder of `app`: `packager.start()`, `kill()`, `stop()`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from tests.support.processes import Program


class PackagerProcess(Program):
    """`deploy.packager` alone."""

    def __init__(self, settings: Settings, log: Path) -> None:
        environ = {
            "GUILDHALL_DATA_DIR": str(settings.data_dir),
            "GUILDHALL_SECRET_KEY": settings.secret_key,
            "DATABASE_URL": settings.database_url,
        }
        super().__init__([sys.executable, "-m", "deploy.packager"], environ, log)


@pytest.fixture
def packager(app: Flask, tmp_path: Path) -> Iterator[PackagerProcess]:
    """The packager of `app`, not started yet."""
    process = PackagerProcess(app.extensions["settings"], tmp_path / "packager.log")
    yield process
    if process.runs:
        assert process.stop() == 0, process.log
    assert "Traceback" not in process.log, process.log
