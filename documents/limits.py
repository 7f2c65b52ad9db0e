"""What a child process may use, set by itself before it reads anything from outside."""

from __future__ import annotations

import dataclasses
import math
import resource
from typing import Any

MIB = 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Limits:
    """
    ``memory_mib``: address space; ``cpu_seconds``: of one job; ``files``: open at once;
    ``file_mib``: the largest file that may be written.
    """

    memory_mib: int = 1024
    cpu_seconds: float = 60
    files: int = 64
    file_mib: int = 64

    @staticmethod
    def from_json(given: dict[str, Any]) -> Limits:
        return Limits(**given)


def apply_limits(limits: Limits) -> None:
    """Limits that hold for the whole life of this process."""
    memory = limits.memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    written = limits.file_mib * MIB
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.files, limits.files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: float) -> None:
    """From now on this process may use ``seconds`` more of CPU; the kernel ends it after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
