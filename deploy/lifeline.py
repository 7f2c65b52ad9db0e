"""A child that ends with its supervisor, even when the supervisor gets kill -9."""

import ctypes
import os
import signal

PARENT = "GUILDHALL_SUPERVISOR"  # the supervisor's process id; set for its children only
PR_SET_PDEATHSIG = 1


def die_with_supervisor() -> None:
    """Let the kernel kill this process when its supervisor dies. Does nothing without one.

    Killed rather than asked: nobody would be left to insist, and the data survives a kill -9.
    """
    parent = os.environ.get(PARENT)
    if parent is None:
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before the kernel was told
        raise SystemExit("the supervisor is gone")
