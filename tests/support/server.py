"""A real server process, for what only a real server shows: sockets, browsers, crashes.

It shares the database of the `app` fixture, as two processes do in production. So a test makes
its data in its own process, and looks at the database in it, while the server serves:

    def test_marks_survive(app, server):
        contest = a_contest()                # inside `with write():`
        server.start()
        ... POST to server.url ...
        server.kill()                        # kill -9, in the middle of whatever it does
        server.start()                       # on the same port and data
        db.session.rollback()                # look anew
        assert ...

`server` is not started yet, so that a test can set `server.environ` first (DATABASE_URL and
REDIS_URL for several processes on PostgreSQL). `serving` is started. A server that a test leaves
running is stopped; a traceback in its log fails the test unless `server.may_fail` is set.

`launch` starts `script/server` as a user does: supervisor, web server and worker.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from tests.support.processes import ROOT, Program, having_environment, wait_until


class Server(Program):
    """The web process alone."""

    def __init__(self, settings: Settings, log: Path) -> None:
        command = [sys.executable, "-m", "deploy.serve", "--port", "0"]
        environ = {
            "GUILDHALL_DATA_DIR": str(settings.data_dir),
            "GUILDHALL_SECRET_KEY": settings.secret_key,
            "DATABASE_URL": settings.database_url,
        }
        super().__init__(command, environ, log)
        self.may_fail = False

    def start(self) -> None:
        """Start; a second time on the same port as the first."""
        super().start()
        self.command[-1] = self.url.rpartition(":")[2]


class Launcher(Program):
    """`script/server` on a folder of its own: the supervisor with its children."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.marker = f"GUILDHALL_DATA_DIR={folder / 'data'}"
        command = [str(ROOT / "script" / "server"), "--data", str(folder / "data"), *options]
        super().__init__(command, {}, folder / "log")

    def children(self) -> dict[int, str]:
        """Process id and command of everything that runs for this installation."""
        return having_environment(self.marker)

    def child(self, module: str) -> int:
        """The process id of the child that runs `deploy.<module>`; waits for it to be there."""

        def find() -> list[int]:
            wanted = f"-m deploy.{module}"
            return [pid for pid, command in self.children().items() if wanted in command]

        wait_until(find, f"the process deploy.{module}")
        return find()[0]


@pytest.fixture
def server(app: Flask, tmp_path: Path) -> Iterator[Server]:
    """A web process on the database of `app`, not started yet."""
    web = Server(app.extensions["settings"], tmp_path / "server.log")
    yield web
    if web.runs:
        assert web.stop() == 0, web.log
    assert web.may_fail or "Traceback" not in web.log, web.log


@pytest.fixture
def serving(server: Server) -> Server:
    """A web process on the database of `app`, ready."""
    server.start()
    return server


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Launcher]]:
    """`launch("--no-demo")` starts `script/server`; what is left of it is killed afterwards."""
    started: list[Launcher] = []

    def start(*options: str) -> Launcher:
        launcher = Launcher(tmp_path, "--host", "127.0.0.1", "--port", "0", *options)
        launcher.start()
        started.append(launcher)
        return launcher

    yield start
    for launcher in started:
        if launcher.runs:
            launcher.kill()
