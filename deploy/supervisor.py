"""Keeps child processes running: starts them again when they crash, and ends them all together.

Children are sessions of their own, so that Ctrl-C reaches only the supervisor, which then stops
them in order; and they are tied to its life (see lifeline), so that a kill -9 leaves no orphan.
"""

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from deploy.lifeline import PARENT

FIRST_PAUSE_S = 0.5  # before a crashed child is started again; doubles with every crash
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0  # a child that ran this long has recovered: the pauses start from the first
STOP_PATIENCE_S = 8.0  # then a child that doesn't stop is killed

Say = Callable[[str], None]


@dataclass
class Child:
    """One process to keep. `stop_signal` is what it ends gracefully on."""

    name: str
    command: Sequence[str]
    stop_signal: signal.Signals = signal.SIGTERM
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    due: float = field(default=0.0)  # when to start it again

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """`start` the children, then `watch` them until SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, children: Sequence[Child], environ: dict[str, str], say: Say) -> None:
        self._children = children
        self._environ = environ | {PARENT: str(os.getpid())}
        self._say = say
        self._stopping = False
        self._wakeful, bell = socket.socketpair()
        bell.setblocking(False)
        signal.set_wakeup_fd(bell.fileno(), warn_on_full_buffer=False)
        self._bell = bell  # kept open
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, _noted)

    @property
    def stopping(self) -> bool:
        """True once somebody asked to stop."""
        return self._stopping

    def start(self) -> None:
        """Start every child."""
        for child in self._children:
            self._spawn(child)

    def watch(self) -> None:
        """Start crashed children again until asked to stop."""
        while not self._stopping:
            self._look_after()
            self._wait()

    def stop(self) -> None:
        """End every child, all at once, and wait for them; kill those that don't end."""
        running = [child.process for child in self._children if child.process and child.runs]
        for child in self._children:
            if child.process is not None and child.runs:
                child.process.send_signal(child.stop_signal)
        deadline = time.monotonic() + STOP_PATIENCE_S
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.runs:
                continue
            if child.process is not None:
                self._plan_restart(child, now)
            elif child.due <= now:
                self._spawn(child)

    def _plan_restart(self, child: Child, now: float) -> None:
        assert child.process is not None, "only a child that ran can have crashed"
        if now - child.started > STEADY_S:
            child.pause_s = FIRST_PAUSE_S
        why = _how_it_ended(child.process.returncode)
        self._say(f"{child.name} {why}; starting it again in {child.pause_s:g} s")
        child.due = now + child.pause_s
        child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)
        child.process = None

    def _spawn(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            env=self._environ,
            pass_fds=child.pass_fds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _wait(self) -> None:
        """Until a signal arrives (a child's end is one) or a restart is due."""
        dues = [child.due for child in self._children if child.process is None]
        patience = max(0.0, min(dues) - time.monotonic()) if dues else None
        ready, _, _ = select.select([self._wakeful], [], [], patience)
        if ready:
            self._wakeful.recv(1024)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def _noted(_number: int, _frame: FrameType | None) -> None:
    """A child ended: the wake-up descriptor has already woken the loop."""


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"stopped with exit code {code}"
