"""No write is lost and none is refused, whoever else writes at the same time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask

from store import AuditEntry, audit, db, transactions, write
from store.actors import SYSTEM
from store.audit import broken_links
from tests.services.store.counting import increment, total
from tests.support.processes import ROOT

THREADS, TIMES = 8, 50


def test_no_increment_is_lost_between_threads(store: Flask) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: increment(store, TIMES), range(THREADS)))
    assert total() == THREADS * TIMES


def test_no_increment_is_lost_between_processes(store: Flask, url: str) -> None:
    command = [sys.executable, "-m", "tests.services.store.counting", url, str(TIMES)]
    with subprocess.Popen(command, cwd=ROOT) as other:
        while total() == 0:
            assert other.poll() is None, "the other process ended before it counted"
        increment(store, TIMES)
        assert other.wait() == 0
    assert total() == 2 * TIMES


def test_the_audit_chain_never_forks(store: Flask, now: datetime) -> None:
    def work(worker: int) -> None:
        with store.app_context():
            for number in range(10):
                with write():
                    audit(SYSTEM, "counted", f"worker:{worker}", now, number=number)
                    audit(SYSTEM, "counted again", f"worker:{worker}", now, number=number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    entries = db.session.query(AuditEntry).all()
    assert len(entries) == 80
    assert len({entry.previous_hash for entry in entries}) == 80
    assert broken_links() == []


@pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)  # elsewhere the gate stands open
def test_a_block_that_waits_for_itself_ends_in_an_error(
    store: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "WRITE_DEADLINE_S", 0.05)
    with pytest.raises(TimeoutError), write(), store.app_context(), write():
        pass
    increment(store, 1)
    assert total() == 1
