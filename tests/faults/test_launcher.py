"""`script/server`: survives crashes of its children, and leaves nothing behind."""

import json
import os
import signal
import ssl
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import ROOT, wait_until
from tests.support.server import Launcher

Launch = Callable[..., Launcher]


def healthy(url: str, context: ssl.SSLContext | None = None) -> bool:
    with urllib.request.urlopen(f"{url}/healthz", timeout=10, context=context) as answer:
        return bool(json.load(answer)["ok"])


def test_it_says_ready_when_the_health_check_answers(launch: Launch) -> None:
    assert healthy(launch("--no-demo").url)


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
def test_a_crashed_child_is_started_again(launch: Launch, child: str) -> None:
    launcher = launch("--no-demo")
    victim = launcher.child(child)
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: victim not in launcher.children(), "the crashed child to be gone")
    assert launcher.child(child) != victim
    assert healthy(launcher.url)
    assert "was ended by SIGKILL; starting it again in 0.5 s" in launcher.log


def test_visitors_wait_while_the_web_server_is_started_again(launch: Launch) -> None:
    launcher = launch("--no-demo")
    os.kill(launcher.child("serve"), signal.SIGKILL)
    assert healthy(launcher.url)  # asked at once: not refused, only late


def test_a_second_server_on_the_same_data_is_refused(launch: Launch) -> None:
    launcher = launch("--no-demo")
    second = _refused(launcher, "--port", "0")
    assert f"Another Guildhall server (process {launcher.pid}) already uses" in second


def test_a_busy_port_is_named(launch: Launch, tmp_path: Path) -> None:
    launcher = launch("--no-demo")
    port = launcher.url.rpartition(":")[2]
    words = _refused(launcher, "--port", port, "--data", str(tmp_path / "other"))
    assert f"Port {port} is in use by another program. Choose another: --port" in words


def test_tls_serves_the_hall_and_helps_those_who_came_by_http(launch: Launch) -> None:
    launcher = launch("--no-demo", "--tls")
    assert launcher.url.startswith("https://")
    plain = launcher.url.replace("https:", "http:")
    with urllib.request.urlopen(f"{plain}/tls/authority.crt", timeout=10) as answer:
        authority = answer.read().decode()
    trusting = ssl.create_default_context(cadata=authority)
    assert healthy(launcher.url, trusting)
    request = urllib.request.Request(f"{plain}/healthz?x=1")
    with urllib.request.urlopen(request, timeout=10, context=trusting) as answer:
        assert answer.url == f"{launcher.url}/healthz?x=1"


def test_the_authority_outlives_a_restart(launch: Launch, tmp_path: Path) -> None:
    authority = tmp_path / "data" / "tls" / "authority.crt"
    launch("--no-demo", "--tls").stop()
    first = authority.read_bytes()
    launch("--no-demo", "--tls").stop()
    assert authority.read_bytes() == first


def _refused(launcher: Launcher, *options: str) -> str:
    command = [*launcher.command, "--no-demo", *options]  # the last word counts
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr
