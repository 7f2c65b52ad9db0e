"""The engine of one application: the parts, bound together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from flask_socketio import SocketIO  # type: ignore[import-untyped]

    from realtime.catch_up import CatchUp
    from realtime.flusher import Flusher
    from realtime.gateway import Gateway
    from realtime.hashes import Hashes
    from realtime.messages import StateBook, VolatileBox
    from realtime.presence import Presence
    from realtime.viewers import Viewers


@dataclass(frozen=True)
class Engine:
    """Held in `app.extensions["realtime"]`."""

    socketio: "SocketIO"
    hashes: "Hashes"
    gateway: "Gateway"
    flusher: "Flusher"
    states: "StateBook"
    volatile: "VolatileBox"
    presence: "Presence"
    viewers: "Viewers"
    catch_up: "CatchUp"


def current() -> Engine:
    """The engine of the running application."""
    engine: Engine = current_app.extensions["realtime"]
    return engine
