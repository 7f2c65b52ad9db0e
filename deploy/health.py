"""Asks the web process whether it really serves."""

import ssl
import time
import urllib.request
from http import HTTPStatus

from deploy.errors import StartError
from deploy.supervisor import Child, Supervisor

START_PATIENCE_S = 60.0
PAUSE_S = 0.05
PATIENCE_S = 0.5  # for one answer; the process may still be starting


def wait_until_healthy(supervisor: Supervisor, web: Child, url: str) -> bool:
    """True when the health check is answered, False when somebody asked to stop meanwhile.

    StartError when the web process ends instead of answering, or doesn't answer in time.
    """
    deadline = time.monotonic() + START_PATIENCE_S
    while not supervisor.stopping:
        if not web.runs:
            raise StartError("The web server ended while it was starting: see the message above.")
        if time.monotonic() > deadline:
            raise StartError(f"The web server does not answer its health check at {url}/healthz.")
        if _answers(f"{url}/healthz"):
            return True
    return False


def _answers(address: str) -> bool:
    # Our own certificate, on this machine: whom we ask is known, so nothing is verified.
    context = ssl._create_unverified_context() if address.startswith("https:") else None  # noqa: S323
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_S, context=context) as answer:  # noqa: S310
            return bool(answer.status == HTTPStatus.OK)
    except OSError:  # refused, timed out, or an answer that isn't 200
        time.sleep(PAUSE_S)
        return False
