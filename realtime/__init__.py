"""The live engine: rooms, fan-out, the sequenced log, frames, presence.

Sockets are hints, HTTP is the truth: everything shown can be had again by GET. Features use
`rooms`, `tickets`, `log`, `flusher`, `messages` and `presence`; docs/realtime.md tells how.
"""

from realtime import flusher, keys, log, memory, messages, presence, rooms, tickets
from realtime.identities import ANONYMOUS, Identity
from realtime.serving import run
from realtime.wiring import init_app

__all__ = [
    "ANONYMOUS",
    "Identity",
    "flusher",
    "init_app",
    "keys",
    "log",
    "memory",
    "messages",
    "presence",
    "rooms",
    "run",
    "tickets",
]
