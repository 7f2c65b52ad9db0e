"""Processes that tests start: waiting for conditions, killing, ending what was started."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException

ROOT = Path(__file__).parents[2]
DEADLINE_S = 120.0  # nobody waits so long but on a machine that is busy with other things
READY = "ready: "
HANDED_OUT_BY_NOBODY = (12_000, 32_000)
SIDE_BY_SIDE = 16  # tests' processes at most that choose ports at the same time


class Program:
    """A server process that says `ready: URL` on its standard output.

    `start`, `kill` (-9), `stop` (SIGTERM) and `start` again as often as a test likes. What it
    wrote to its standard error is in `log`.
    """

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        self.command = list(command)
        self.environ = dict(os.environ, PYTHONUNBUFFERED="1", **environ)
        self._log = log
        self.process: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def log(self) -> str:
        """Everything written to standard error so far, over all starts."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid

    def start(self) -> None:
        """Start and wait until it is ready; fails with its log when it ends before that."""
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environ,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(READY):
                self.url = line.removeprefix(READY).strip()
                return
        pytest.fail(f"{self.command} ended with {self._reap()}:\n{self.log}")

    def kill(self) -> None:
        """Kill -9, as a power cut would, and wait until it is gone."""
        assert self.process is not None, "not started"
        self.process.kill()
        self._reap()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and wait for it; its exit code. Fails when it has to be forced."""
        assert self.process is not None, "not started"
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self._reap()

    def _reap(self) -> int:
        assert self.process is not None, "not started"
        try:
            code = self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            pytest.fail(f"{self.command} did not stop when asked to:\n{self.log}")
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


_given: set[int] = set()


def free_port() -> int:
    """A port of this machine that nobody listens on just now; never the same one twice.

    Below those that the system gives out by itself, so that no connection of a test beside this
    one gets it before it is used; and the processes that run tests have ports of their own.
    """
    least, most = HANDED_OUT_BY_NOBODY
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % SIDE_BY_SIDE
    while True:
        port = random.randrange(least + own, most, SIDE_BY_SIDE)
        if port in _given:
            continue
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            _given.add(port)
            return port


def wait_until(
    condition: Callable[[], object],
    what: str,
    deadline_s: float = DEADLINE_S,
    tell: Callable[[], object] = lambda: "",
) -> None:
    """Ask until `condition` is true; past the deadline fail with `what` was waited for, and what
    there is to `tell` of it. Asks ever less often: a browser that is asked plays no film.

    What isn't on a page, or is just being swapped for something else, is asked for again.
    """
    end, pause = time.monotonic() + deadline_s, 0.01
    while True:
        fault: WebDriverException | None = None
        try:
            if condition():
                return
        except WebDriverException as found:
            fault = found
        if time.monotonic() > end:
            pytest.fail(f"waited {deadline_s:.0f} s in vain for {what} {fault or ''} {tell()}")
        time.sleep(pause)
        pause = min(pause * 1.2, 0.1)


def answers(port: int) -> bool:
    """True when somebody accepts connections on this port of the machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def having_environment(marker: str) -> dict[int, str]:
    """Process id and command of every process whose environment contains `marker`."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in (folder / "environ").read_bytes():
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(folder.name)] = command.decode(errors="replace").strip()
        except OSError:  # it has ended meanwhile
            continue
    return found
