"""Under gevent nobody else waits while one greenlet waits for the database."""

import subprocess
import sys

import pytest
from flask import Flask

from tests.support.processes import ROOT

HELD_S = 0.5

KINDS_OF = {
    "yielding_inside": ("sqlite", "postgresql"),
    "held_by_another": ("sqlite",),
    "slow_query": ("postgresql",),
}
CASES = [(case, kind) for case, kinds in KINDS_OF.items() for kind in kinds]


@pytest.mark.parametrize(("case", "new_url"), CASES, indirect=["new_url"])
def test_the_process_keeps_running(case: str, store: Flask, url: str) -> None:
    command = [sys.executable, "-m", "tests.services.store.stall", case, url, str(HELD_S)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < HELD_S / 2
