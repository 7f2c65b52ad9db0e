"""The fence around a child holds, whatever code an attacker got to run inside."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.guard import Guard


@pytest.mark.parametrize(
    "attack",
    [
        lambda: __import__("os").fork(),
        lambda: __import__("os").system("true"),
        lambda: __import__("os").execv("/bin/true", ["true"]),
        lambda: __import__("os").posix_spawn("/bin/true", ["true"], {}),
        lambda: __import__("subprocess").run(["true"], check=False),
        lambda: __import__("socket").socket(),
        lambda: __import__("socket").getaddrinfo("localhost", 80),
        lambda: __import__("ctypes").CDLL(None),
        lambda: Path("/etc/passwd").read_text(),
        lambda: (Path.home() / "x").write_text("x"),
        lambda: __import__("os").open("/etc/passwd", 0),
        lambda: __import__("os").listdir("/etc"),
        lambda: __import__("os").unlink("/nowhere"),
        lambda: __import__("shutil").copy("/etc/passwd", "/tmp/x"),
        lambda: __import__("urllib.request").request.urlopen("http://127.0.0.1:9/"),
    ],
)
def test_the_fence_holds_even_for_code_inside_the_child(attack: Callable[[], object]) -> None:
    """The hook itself, as it is set in a child, asked about what an attacker's code would do."""
    guarding = [True]
    hook = Guard([]).hook()

    def only_here(event: str, arguments: tuple[object, ...]) -> None:
        if guarding and threading.current_thread() is owner:
            hook(event, arguments)

    owner = threading.current_thread()
    __import__("ctypes"), __import__("urllib.request"), __import__("subprocess")
    sys.addaudithook(only_here)
    try:
        with pytest.raises(PermissionError):
            attack()
    finally:
        guarding.clear()
