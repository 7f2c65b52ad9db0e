"""The hall in its own process, on a database of its own."""

import json
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from config import Settings
from store import db
from tests.realtime.engine.client import SocketClient
from tests.support.database import fast_folder, migrate
from tests.support.processes import DEADLINE_S, answers, free_port, wait_until

ROOT = Path(__file__).parents[3]


class Hall:
    """A running hall: its control routes and sockets to it."""

    def __init__(
        self, folder: Path, redis_url: str = "", raised: str = "", certificate: str = ""
    ) -> None:
        self.port = free_port()
        self.log = folder / f"log-{self.port}"
        self._arguments = [str(folder), str(self.port), redis_url, raised, certificate]
        self._origin = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self._tls = ssl.create_default_context(cafile=certificate) if certificate else None
        self.open()

    def open(self) -> None:
        """Start the process, also again after `close`, and wait until it answers."""
        arguments = self._arguments
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.realtime.engine.hall", *arguments],
                cwd=ROOT,
                stderr=log,
            )
        wait_until(lambda: answers(self.port) or self.process.poll(), "the hall to open")
        if self.process.poll() is not None:
            pytest.fail(f"the hall did not open:\n{self.log.read_text()}")

    def close(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(DEADLINE_S)

    def get(self, path: str, **query: Any) -> Any:
        """GET a JSON answer."""
        return json.loads(self.text(path, **query))

    def text(self, path: str, **query: Any) -> str:
        """GET a text."""
        url = f"{self._origin}{path}?{urllib.parse.urlencode(query, doseq=True)}"
        with urllib.request.urlopen(url, timeout=DEADLINE_S, context=self._tls) as answer:
            return answer.read().decode()

    def post(self, path: str, **form: Any) -> Any:
        """POST a form, get JSON."""
        body = urllib.parse.urlencode(form).encode()
        url = f"{self._origin}{path}"
        with urllib.request.urlopen(url, body, timeout=DEADLINE_S, context=self._tls) as answer:
            return json.loads(answer.read())

    def ticket(self, ref: str, *rooms: str) -> str:
        """A ticket as a page would carry it."""
        return self.text("/control/ticket", ref=ref, room=list(rooms))

    def socket(self, **options: Any) -> SocketClient:
        """A connected socket."""
        return SocketClient(self.port, tls=self._tls, **options)

    def stats(self, **query: Any) -> dict[str, Any]:
        """What the manager holds."""
        return self.get("/control/stats", **query)


@pytest.fixture(scope="session")
def hall_folder() -> Iterator[Path]:
    """A data folder with a migrated database."""
    folder = fast_folder()
    app = create_app(Settings(data_dir=folder, secret_key="hall", testing=True))
    migrate(app)
    with app.app_context():
        db.engine.dispose()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def open_hall(hall_folder: Path) -> Iterator[Callable[..., Hall]]:
    """Opens halls on the same data."""
    halls: list[Hall] = []

    def start(**options: str) -> Hall:
        halls.append(Hall(hall_folder, **options))
        return halls[-1]

    yield start
    for hall in halls:
        hall.close()


@pytest.fixture(scope="session")
def hall(open_hall: Callable[..., Hall]) -> Hall:
    """One hall that most tests share, each in rooms of its own."""
    return open_hall()


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """A chat room of this test's own."""
    return "testchat:" + request.node.name.replace("[", ".").replace("]", "")[:66]
