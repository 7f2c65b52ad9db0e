"""Processes that tests start: free ports, waiting for conditions, ending what was started."""

import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEADLINE_S = 30.0


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    condition: Callable[[], object], what: str, deadline_s: float = DEADLINE_S
) -> None:
    """Ask until `condition` is true; past the deadline fail with `what` was waited for."""
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"waited {deadline_s:.0f} s in vain for {what}")
        time.sleep(0.01)


def answers(port: int) -> bool:
    """True when somebody accepts connections on this port of the machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end(process: subprocess.Popen, deadline_s: float = DEADLINE_S) -> int:
    """Ask the process to stop and wait for it; by force when it doesn't. Its exit code."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(deadline_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        pytest.fail(f"{process.args!r} did not stop within {deadline_s:.0f} s when asked to")
