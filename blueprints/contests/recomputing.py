"""Working a stranger's package out: in a process of its own, with a clock and a ceiling.

Only what the process prints comes back. Nothing that was sent is kept.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from scoring.package import PackageError, Report

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS, MEBIBYTES = 20, 1024
PATIENCE = 45  # seconds by the wall clock: the machine may have other work
LARGEST_ANSWER = 64 * 1024 * 1024
AT_ONCE, WAITING = 1, 4

_places = threading.BoundedSemaphore(AT_ONCE + WAITING)
_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """As many packages are being worked out, or wait for it, as may be: ask again later."""


class TooMuch(Exception):
    """It took more time or memory than a stranger's file is given here."""


def recomputed(content: bytes) -> Report:
    """What `scoring.package` finds. Raises PackageError for what is none, Busy, TooMuch."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with _turns:
            answer = _run(content)
    finally:
        _places.release()
    if "error" in answer:
        raise PackageError(answer["error"]["template"], **answer["error"]["params"])
    return Report.from_json(answer)


def _run(content: bytes) -> dict[str, object]:
    limits = ["--limits", str(SECONDS), str(MEBIBYTES)]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scoring", *limits, "-"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**environment, "PYTHONUTF8": "1"},
            timeout=PATIENCE,
            check=False,
        )
        if len(done.stdout) > LARGEST_ANSWER:
            raise TooMuch
        answer: dict[str, object] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as problem:  # it ended without a word
        raise TooMuch from problem
    return answer
