"""
A pool of child processes of one kind: started when needed, replaced, recycled, stopped when idle.

Works in a plain process with threads and under gevent alike: nothing but pipes, threads and
timers. A job that takes too long is ended by killing its child; the pool goes on with another.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from documents.errors import ChildError
from documents.limits import Limits
from documents.protocol import BadFrame, Frame, read_frame, write_frame

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


class Child:
    """One process and the number of jobs it has done."""

    def __init__(
        self, kind: str, limits: Limits, settings: dict[str, Any], patience: float
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "documents.worker", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a hostile document could fill the log; errors are answers
            cwd=ROOT,
            env=_environment(),
        )
        self.done = 0
        self.idle_since = 0.0
        start = {"limits": dataclasses.asdict(limits), "settings": settings}
        answer, _ = self.ask(start, (), patience)
        if "error" in answer:
            self.stop()
            log.error("a %s child can't start: %s", kind, answer["error"]["detail"])
            raise ChildError(**answer["error"])

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, header: dict[str, Any], blobs: Sequence[bytes], seconds: float) -> Frame:
        """Send a frame and wait for its answer; the child is dead after any ChildError here."""
        late = threading.Event()
        clock = threading.Timer(seconds, self._too_late, (late,))
        clock.daemon = True
        clock.start()
        try:
            answer = self._exchange(header, blobs)
        except (OSError, BadFrame, ValueError) as problem:
            code = self.stop()
            # A pipe that broke tells of an end from outside, and the exit code of whose.
            detail = str(code) if isinstance(problem, OSError) else ""
            raise ChildError("timeout" if late.is_set() else "died", detail) from problem
        finally:
            clock.cancel()
        if answer is None:
            code = self.stop()
            raise ChildError("timeout" if late.is_set() else "died", str(code))
        self.done += 1
        return answer

    def _exchange(self, header: dict[str, Any], blobs: Sequence[bytes]) -> Frame | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        write_frame(stdin, header, blobs)  # type: ignore[arg-type]  # IO[bytes]
        return read_frame(stdout)  # type: ignore[arg-type]

    def _too_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def stop(self) -> int:
        """End the process, whatever it is doing, and return its exit code."""
        self._process.kill()
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code


def _environment() -> dict[str, str]:
    """Secrets of the application's environment stay out of its children."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class Children:
    """
    At most ``workers`` children of ``kind`` (see documents.worker.KINDS).

    ``jobs_each``: a child is replaced after so many; ``idle_seconds``: an unused one is
    stopped; ``settings``: whatever the kind's ``start`` needs, as JSON values.
    """

    def __init__(
        self,
        kind: str,
        workers: int,
        *,
        limits: Limits | None = None,
        settings: dict[str, Any] | None = None,
        jobs_each: int = 40,
        idle_seconds: float = 120,
        start_seconds: float = 180,  # the first ever makes the faces, on a busy machine
    ) -> None:
        self.kind, self.workers = kind, max(1, workers)
        self._limits, self._settings = limits or Limits(), settings or {}
        self._jobs_each, self._idle_seconds = jobs_each, idle_seconds
        self._start_seconds = start_seconds
        self._free: list[Child] = []
        self._busy: set[Child] = set()
        self._starting = 0
        self._closed = False
        self._clock: threading.Timer | None = None
        self._changed = threading.Condition()

    def ask(
        self, header: dict[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 60
    ) -> Frame:
        """
        Have a child do ``header["do"]``; waits for a free one, then ``seconds`` at most.

        Raises ChildError: timeout, died, closed, or the code that the handler refused with.
        """
        with self._child() as child:
            cpu = min(seconds, self._limits.cpu_seconds)
            answer, more = child.ask({**header, "cpu_seconds": cpu}, blobs, seconds)
        if "error" in answer:
            if answer.get("trace"):
                log.error("a %s child failed: %s", self.kind, answer["trace"])
            raise ChildError(**answer["error"])
        return answer, more

    @property
    def pids(self) -> list[int]:
        """The living children, for monitoring."""
        with self._changed:
            return [child.pid for child in (*self._free, *self._busy)]

    def close(self) -> None:
        """Stop every child; jobs under way end with ChildError."""
        with self._changed:
            self._closed = True
            ending = [*self._free, *self._busy]
            self._free.clear()
            if self._clock is not None:
                self._clock.cancel()
            self._changed.notify_all()
        for child in ending:
            child.stop()

    @contextlib.contextmanager
    def _child(self) -> Iterator[Child]:
        child = self._take() or self._start()
        try:
            yield child
        except BaseException:
            child.stop()
            self._give_back(child, alive=False)
            raise
        self._give_back(child, alive=child.done <= self._jobs_each)

    def _take(self) -> Child | None:
        """A free child, or None when a new one may be started (its place is then taken)."""
        with self._changed:
            while not self._closed:
                self._bury()
                if self._free:
                    child = self._free.pop()
                    self._busy.add(child)
                    return child
                if len(self._busy) + self._starting < self.workers:
                    self._starting += 1
                    return None
                self._changed.wait()
            raise ChildError("closed")

    def _bury(self) -> None:
        """Forget free children that somebody else has ended."""
        for child in [child for child in self._free if not child.alive]:
            self._free.remove(child)
            child.stop()

    def _start(self) -> Child:
        child = None
        try:
            child = Child(self.kind, self._limits, self._settings, self._start_seconds)
        finally:
            with self._changed:
                self._starting -= 1
                if child is not None:
                    self._busy.add(child)
                self._changed.notify()
        return child

    def _give_back(self, child: Child, *, alive: bool) -> None:
        with self._changed:
            self._busy.discard(child)
            keep = alive and not self._closed
            if keep:
                child.idle_since = time.monotonic()
                self._free.append(child)
                self._watch()
            self._changed.notify()
        if not keep:
            child.stop()

    def _watch(self) -> None:
        """One timer for all free children; called with the lock held."""
        if self._clock is not None or self._closed or not self._free:
            return
        oldest = min(child.idle_since for child in self._free)
        ends = max(0.0, oldest + self._idle_seconds - time.monotonic())
        self._clock = threading.Timer(ends, self._stop_idle)
        self._clock.daemon = True
        self._clock.start()

    def _stop_idle(self) -> None:
        with self._changed:
            self._clock = None
            before = time.monotonic() - self._idle_seconds
            ending = [child for child in self._free if child.idle_since <= before]
            self._free = [child for child in self._free if child.idle_since > before]
            self._watch()
        for child in ending:
            child.stop()
