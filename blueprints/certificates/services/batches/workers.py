"""Names of workers, by which another process of the same machine can tell that one has died.

So a batch is taken up at once after a crash, not only when its lease runs out. Where the name
says nothing (another machine or container, no /proc), the lease's time decides.
"""

import os
import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

PROCESSES = Path("/proc")
STARTED = 19  # field of /proc/<pid>/stat, counted behind the command's closing bracket


def new_worker() -> str:
    """A name for one run: machine, process, when the process was started, and which run."""
    pid = os.getpid()
    return f"{_machine()}.{pid}.{_started(pid)}.{secrets.token_hex(4)}"


def has_died(worker: str) -> bool:
    """True when the process of that name was on this machine and is there no more."""
    machine, _dot, rest = worker.partition(".")
    pid, _dot, rest = rest.partition(".")
    started = rest.partition(".")[0]
    if not machine or machine != _machine() or not pid.isdigit():
        return False
    return _started(int(pid)) != started


@cache
def _machine() -> str:
    """This boot of this machine and this space of process ids; empty where that is unknown."""
    with suppress(OSError):
        boot = (PROCESSES / "sys/kernel/random/boot_id").read_text().strip()
        space = (PROCESSES / "self/ns/pid").readlink()
        return sha256(f"{boot} {space}".encode()).hexdigest()[:8]
    return ""


def _started(pid: int) -> str:
    """When a process was started, in ticks since the boot; empty for none (or one that is dead)."""
    with suppress(OSError):
        fields = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[STARTED]
    return ""
