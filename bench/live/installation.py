"""An installation for one run: a database with one session, the web server and the packager."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from app import create_app
from config import ROOT, Settings
from media.folders import Folders
from media.signing import Signer

READY = "ready: "
PASSWORD = "Granite-harbour-7"


class Installation:
    """Starts both processes; ends them again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(data_dir=folder / "data", secret_key="only-for-benchmarks")
        self.folders = Folders(self.settings.data_dir / "media")
        self.signer = Signer(self.settings.key())
        self.key = ""
        self.session_id = 0
        self.url = ""
        self._processes: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        self._run("deploy.prepare")
        self._make_session()
        self.packager = self._start("deploy.packager")[0]
        web, self.url = self._start("deploy.serve", "--port", "0")
        self.web = web
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(20)
            if process.stdout:
                process.stdout.close()

    def _make_session(self) -> None:
        from tests.support.classroom import make_room

        with create_app(self.settings).app_context():
            room = make_room(datetime.now(UTC))
            self.key, self.session_id = room.key, room.session_id

    def _run(self, module: str) -> None:
        subprocess.run([sys.executable, "-m", module], env=self._environ, cwd=ROOT, check=True)

    def _start(self, module: str, *options: str) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *options],
            env=self._environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._processes.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(READY):
                return process, line.removeprefix(READY).strip()
        raise RuntimeError(f"{module} did not start")

    @property
    def _environ(self) -> dict[str, str]:
        return os.environ | {
            "GUILDHALL_DATA_DIR": str(self.settings.data_dir),
            "GUILDHALL_SECRET_KEY": self.settings.secret_key,
            "PYTHONUNBUFFERED": "1",
        }
