"""The private parts of other packages that the fan-out touches, checked before it is used.

When a package has been raised or reshaped, the application starts on the stock manager instead:
slower, but right. The versions here are raised on purpose, together with the fan-out tests.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Any

VERSIONS = {
    "Flask-SocketIO": "5.7.0",
    "python-socketio": "5.18.1",
    "python-engineio": "4.15.1",
    "gevent": "26.9.0",
    "wsproto": "1.3.2",
}
_METHODS = {
    "basic_enter_room": ["self", "sid", "namespace", "room", "eio_sid"],
    "basic_leave_room": ["self", "sid", "namespace", "room"],
    "basic_disconnect": ["self", "sid", "namespace", "kwargs"],
    "get_rooms": ["self", "sid", "namespace"],
}


def breaches(versions: dict[str, str] | None = None) -> list[str]:
    """What doesn't hold, in words for the log; empty when the fan-out may be used."""
    expected = VERSIONS if versions is None else versions
    shapes = [*_guarded(_manager_breaches), *_guarded(_socket_breaches)]
    return [*_version_breaches(expected), *shapes]


def link_breaches() -> list[str]:
    """The same for the WebSocket link alone, which serves the stock manager as well."""
    used = {name: VERSIONS[name] for name in ("python-engineio", "gevent", "wsproto")}
    return [*_version_breaches(used), *_guarded(_socket_breaches)]


def _version_breaches(versions: dict[str, str]) -> Iterator[str]:
    for package, expected in versions.items():
        found = metadata.version(package)
        if found != expected:
            yield f"{package} is {found}, the fan-out was made for {expected}"


def _guarded(check: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from check()
    except (ImportError, AttributeError, TypeError) as error:
        yield f"a package has changed its shape: {error}"


def _manager_breaches() -> Iterator[str]:
    manager: Any = importlib.import_module("socketio").Manager
    for name, parameters in _METHODS.items():
        if list(inspect.signature(getattr(manager, name)).parameters) != parameters:
            yield f"Manager.{name} has other parameters"
    if not hasattr(importlib.import_module("bidict").bidict(), "_fwdm"):
        yield "bidict has no _fwdm"


def _socket_breaches() -> Iterator[str]:
    driver = importlib.import_module("engineio.async_drivers.gevent")._async
    if "websocket" not in driver or not hasattr(driver["queue"](), "qsize"):
        yield "engine.io's gevent driver has other parts"
    source = inspect.getsource(importlib.import_module("engineio.base_socket").BaseSocket)
    for attribute in ("queue", "upgraded", "closed"):
        if f"self.{attribute} =" not in source:
            yield f"engine.io's socket has no {attribute}"
