"""`script/server`: survives crashes of its children, and leaves nothing behind.

Starting it is most of each test's time: what leaves it running shares one.
"""

import json
import os
import re
import signal
import ssl
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.processes import ROOT, wait_until
from tests.support.server import Launcher

Launch = Callable[..., Launcher]


PATIENCE_S = 60.0  # on a machine that is busy with other things


def healthy(url: str, context: ssl.SSLContext | None = None) -> bool:
    with urllib.request.urlopen(f"{url}/healthz", timeout=PATIENCE_S, context=context) as answer:
        return bool(json.load(answer)["ok"])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """One that is never stopped."""
    launcher = Launcher(
        tmp_path_factory.mktemp("running"), "--host", "127.0.0.1", "--port", "0", "--no-demo"
    )
    launcher.start()
    yield launcher
    launcher.kill()


def test_it_says_ready_when_the_health_check_answers(running: Launcher) -> None:
    assert healthy(running.url)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_no_process(launch: Launch, number: signal.Signals) -> None:
    launcher = launch("--no-demo")
    launcher.child("worker")
    launcher.child("serve")
    assert launcher.stop(number) == 0
    assert launcher.children() == {}


def test_killed_it_takes_its_children_along(launch: Launch) -> None:
    launcher = launch("--no-demo")
    launcher.child("worker")
    launcher.kill()
    wait_until(lambda: not launcher.children(), "the orphans to end")


@pytest.mark.parametrize("child", ["serve", "worker"])
def test_a_crashed_child_is_started_again(running: Launcher, child: str) -> None:
    victim, before = running.child(child), running.log
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: victim not in running.children(), "the crashed child to be gone")
    assert running.child(child) != victim
    assert healthy(running.url)
    said = running.log.removeprefix(before)
    assert re.search(r"was ended by SIGKILL; starting it again in \S+ s", said)


def test_visitors_wait_while_the_web_server_is_started_again(running: Launcher) -> None:
    os.kill(running.child("serve"), signal.SIGKILL)
    assert healthy(running.url)  # asked at once: not refused, only late


def test_a_second_server_on_the_same_data_is_refused(running: Launcher) -> None:
    second = _refused(running, "--port", "0")
    assert f"Another Guildhall server (process {running.pid}) already uses" in second


def test_a_busy_port_is_named(running: Launcher, tmp_path: Path) -> None:
    port = running.url.rpartition(":")[2]
    words = _refused(running, "--port", port, "--data", str(tmp_path / "other"))
    assert f"Port {port} is in use by another program. Choose another: --port" in words


def test_tls_serves_the_hall_and_helps_those_who_came_by_http(
    launch: Launch, tmp_path: Path
) -> None:
    """Phones have been told once to trust the authority: it outlives a restart."""
    launch("--no-demo", "--tls").stop()
    kept = (tmp_path / "data" / "tls" / "authority.crt").read_text()
    launcher = launch("--no-demo", "--tls")
    assert launcher.url.startswith("https://")
    plain = launcher.url.replace("https:", "http:")
    with urllib.request.urlopen(f"{plain}/tls/authority.crt", timeout=PATIENCE_S) as answer:
        assert answer.read().decode() == kept
    trusting = ssl.create_default_context(cadata=kept)
    assert healthy(launcher.url, trusting)
    request = urllib.request.Request(f"{plain}/healthz?x=1")
    with urllib.request.urlopen(request, timeout=PATIENCE_S, context=trusting) as answer:
        assert answer.url == f"{launcher.url}/healthz?x=1"


def _refused(launcher: Launcher, *options: str) -> str:
    command = [*launcher.command, "--no-demo", *options]  # the last word counts
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr
