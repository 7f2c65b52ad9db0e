"""Time and work that stand still until the test moves them."""

from collections.abc import Callable
from typing import Any

import greenlet

from realtime.coalesce import Runner


class Steps:
    """A clock in seconds and the work that waits for it, run in the order it falls due."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, greenlet.greenlet]] = []
        self._count = 0
        self.runner = Runner(self._spawn, self._sleep)

    def advance(self, seconds: float) -> None:
        """Let time pass; everything that falls due meanwhile is done."""
        end = self.now + seconds
        while self._due and min(self._due)[0] <= end + 1e-9:
            first = min(self._due)
            self._due.remove(first)
            self.now = max(self.now, first[0])
            first[2].switch()
        self.now = end

    def _spawn(self, work: Callable[..., Any], *arguments: Any) -> None:
        self._later(0.0, greenlet.greenlet(lambda: work(*arguments)))

    def _sleep(self, seconds: float) -> None:
        me = greenlet.getcurrent()
        assert me.parent is not None
        self._later(seconds, me)
        me.parent.switch()

    def _later(self, seconds: float, work: greenlet.greenlet) -> None:
        self._count += 1  # keeps those of the same moment in order
        self._due.append((self.now + seconds, self._count, work))
