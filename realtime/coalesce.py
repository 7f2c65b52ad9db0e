"""Do a thing once per window, however often it is asked for."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)

ATTEMPTS = 3  # in a row; after that the next touch tries again

Spawn = Callable[..., Any]
Sleep = Callable[[float], Any]


@dataclass(frozen=True)
class Runner:
    """How to start work on the side and how to wait: gevent in the server, stepped in tests."""

    spawn: Spawn
    sleep: Sleep


@dataclass
class _Line:
    wanted: bool = True
    failures: int = field(default=0)


class Coalescer:
    """Runs `work(room)` soon after the first `touch(room)`, then at most once per window."""

    def __init__(
        self,
        runner: Runner,
        work: Callable[[str], None],
        window: Callable[[str], float],
        settle_s: float,
    ) -> None:
        self._runner, self._work, self._window, self._settle_s = runner, work, window, settle_s
        self._lines: dict[str, _Line] = {}

    def touch(self, room: str) -> None:
        """Ask for it. Cheap, never waits."""
        line = self._lines.get(room)
        if line is not None:
            line.wanted = True
            return
        self._lines[room] = _Line()
        self._runner.spawn(self._run, room)

    def pending(self, room: str) -> bool:
        """True while something asked for hasn't been done yet."""
        line = self._lines.get(room)
        return line is not None and line.wanted

    def _run(self, room: str) -> None:
        line = self._lines[room]
        try:
            self._runner.sleep(self._settle_s)
            while line.wanted:
                line.wanted = False
                self._attempt(room, line)
                self._runner.sleep(self._window(room))
        finally:
            del self._lines[room]

    def _attempt(self, room: str, line: _Line) -> None:
        try:
            self._work(room)
            line.failures = 0
        except Exception:
            log.exception("live work for room %s failed", room)
            line.failures += 1
            line.wanted = line.wanted or line.failures < ATTEMPTS
