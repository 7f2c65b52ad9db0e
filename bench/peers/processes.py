"""Servers and viewers as processes of their own, with what they cost."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NODE_SOURCE = Path(__file__).parent / "node-socketio"
NODE_HOME = ROOT / ".cache" / "bench" / "node-socketio"
PATIENCE_S = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A server under measurement, on a free port of this machine."""

    def __init__(self, command: list[str]) -> None:
        self.port = _free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="guildhall-bench-"))
        filled = [part.format(port=self.port, folder=self.folder) for part in command]
        self.process = subprocess.Popen(filled, cwd=ROOT, stdout=subprocess.DEVNULL)
        _wait_for(self._answers, f"{command} to listen")

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def get(self, path: str, **query: Any) -> Any:
        """GET a JSON answer."""
        url = f"http://127.0.0.1:{self.port}{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read())

    def post(self, path: str, **form: Any) -> Any:
        """POST a form, get JSON."""
        body = urllib.parse.urlencode(form).encode()
        url = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(url, body, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read())

    def cpu_s(self) -> float:
        """CPU seconds used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICKS

    def memory_kb(self) -> float:
        """Resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return float(line.split()[1])

    def wait_empty(self) -> None:
        """Wait until the last client has been taken out."""
        _wait_for(lambda: self.get("/stat")["clients"] == 0, "the clients to be taken out")

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Viewers:
    """A process full of viewers; see load.py for what it can be told."""

    def __init__(self, module: str = "bench.peers.load") -> None:
        command = [sys.executable, "-m", module]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def __enter__(self) -> "Viewers":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def tell(self, do: str, **details: Any) -> dict[str, Any]:
        """Give one command and wait for its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"do": do, **details}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the viewers' process has died")
        answer: dict[str, Any] = json.loads(line)
        return answer


def ours() -> Server:
    """Our engine."""
    return Server([sys.executable, "-m", "bench.peers.ours", "{port}", "{folder}"])


def classroom() -> Server:
    """The whole application with one live session."""
    return Server([sys.executable, "-m", "bench.peers.classroom", "{port}", "{folder}"])


def stock() -> Server:
    """Stock Flask-SocketIO on gevent."""
    return Server([sys.executable, "-m", "bench.peers.stock", "{port}"])


def node() -> Server:
    """The Node reference server; its packages are installed on the first run."""
    _install_node()
    return Server(["node", str(NODE_HOME / "server.js"), "{port}"])


def _install_node() -> None:
    NODE_HOME.mkdir(parents=True, exist_ok=True)
    lock = (NODE_SOURCE / "package-lock.json").read_text()
    for name in ("package.json", "package-lock.json", "server.js"):
        shutil.copyfile(NODE_SOURCE / name, NODE_HOME / name)
    mark = NODE_HOME / "installed"
    if mark.exists() and mark.read_text() == lock:
        return
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=NODE_HOME, check=True, stdout=subprocess.DEVNULL)
    mark.write_text(lock)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(condition: Any, what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited {PATIENCE_S:.0f} s in vain for {what}")
        time.sleep(0.02)
