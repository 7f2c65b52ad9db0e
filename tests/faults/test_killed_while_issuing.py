"""The worker is killed (-9) again and again while it issues. Each row is issued once, no number
is lost, and every file is there as the register says. `KILLS=100` kills more often.
"""

import hashlib
import io
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from blueprints.certificates import jobs
from blueprints.certificates.models import BatchState, CertificateStatus, RowState
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.studio import studio
from extensions import queue
from store.actors import SYSTEM
from store.audit import broken_links
from store.files import files
from tests.support.issuing import batch_now, certificates_of, gaps, made, people, rows_of
from tests.support.people import make_world
from tests.support.processes import Program, having_environment, wait_until

KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("KILL_SEED", "20260512"))
ROWS = 260  # six chunks
LONGEST_S = 0.8  # after a worker has begun or has finished a chunk
DONE = BatchState.DONE
ENDS_WITHIN_S = 120.0


class Worker(Program):
    """The worker, as the supervisor starts it; ready as soon as it runs."""

    def __init__(self, app: Flask, log: Path) -> None:
        settings = app.extensions["settings"]
        self.marker = f"GUILDHALL_DATA_DIR={settings.data_dir}"
        environ = {
            "GUILDHALL_DATA_DIR": str(settings.data_dir),
            "GUILDHALL_SECRET_KEY": settings.secret_key,
            "DATABASE_URL": settings.database_url,
        }
        words = "print('ready: now', flush=True); from deploy.worker import main; main()"
        super().__init__([sys.executable, "-c", words], environ, log)


@pytest.fixture
def worker(app: Flask, tmp_path: Path) -> Iterator[Worker]:
    queue.init_app(app, app.extensions["settings"])  # another test may have bound it elsewhere
    assert queue.huey is not None
    queue.huey.flush()
    program = Worker(app, tmp_path / "worker.log")
    yield program
    if program.runs:
        program.kill()
    studio().close()


@pytest.mark.timeout(900)
def test_each_row_is_issued_once(app: Flask, worker: Worker) -> None:
    now = datetime.now(UTC)
    batch_id = made(make_world(now).west, people(ROWS), now)
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    chance = random.Random(SEED)
    kills = 0
    for moment in range(KILLS):
        dead, issued = _taken_by(batch_id), _issued(batch_id)
        worker.start()
        _wait(batch_id, lambda dead=dead: _taken_by(batch_id) != dead)
        if moment % 2:
            _wait(batch_id, lambda issued=issued: _issued(batch_id) > issued)
        time.sleep(chance.uniform(0.0, LONGEST_S))  # the moment itself is what is tried
        kills += batch_now(batch_id).state != DONE
        worker.kill()
    worker.start()
    assert kills > 1, "it was over before it could be killed twice"
    wait_until(lambda: batch_now(batch_id).state != BatchState.RUNNING, "the batch", ENDS_WITHIN_S)
    worker.kill()
    _check(batch_id)
    alone = {pid for pid in having_environment(worker.marker) if pid != os.getpid()}
    wait_until(lambda: not alone & set(having_environment(worker.marker)), "no child left behind")


def _wait(batch_id: int, condition: Callable[[], bool]) -> None:
    """For the condition, or for the end of the batch."""
    wait_until(
        lambda: condition() or batch_now(batch_id).state == DONE,
        "a step of the worker",
        ENDS_WITHIN_S,
    )


def _taken_by(batch_id: int) -> str | None:
    return batch_now(batch_id).lease_by


def _issued(batch_id: int) -> int:
    return sum(one.status == CertificateStatus.VALID for one in certificates_of(batch_id))


def _check(batch_id: int) -> None:
    assert batch_now(batch_id).state == DONE, batch_now(batch_id).fault
    assert {row.state for row in rows_of(batch_id)} == {RowState.ISSUED}
    found = certificates_of(batch_id)
    assert [one.serial for one in found] == list(range(1, ROWS + 1))
    assert {one.status for one in found} == {CertificateStatus.VALID}
    assert gaps() == []
    assert broken_links() == []
    for one in found:
        content = files().read(one.file or "")
        assert hashlib.sha256(content).hexdigest() == one.file
        assert len(content) == one.size
        (page,) = PdfReader(io.BytesIO(content)).pages
        text = "".join(page.extract_text().split())
        assert one.number in text
        assert one.name in text
