"""Whole batches, drawn for real: checked, issued, corrected, printed."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from blueprints.certificates import jobs
from blueprints.certificates.award_rows import AwardRow, as_given
from blueprints.certificates.models import (
    BatchState,
    Certificate,
    CertificateStatus,
    RowState,
)
from blueprints.certificates.queries.outputs import print_files
from blueprints.certificates.services import batches, batches_steps, corrections, lists, outputs
from blueprints.certificates.studio import studio
from extensions import queue
from store import db
from store.actors import SYSTEM
from store.files import files
from tests.support.issuing import (
    batch_now,
    certificates_of,
    gaps,
    made,
    people,
    rows_of,
)
from tests.support.people import World, make_world

LONG = "阿卜杜热依木·买买提示例" * 8


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    queue.init_app(app, app.extensions["settings"])  # another test may have bound it elsewhere
    return make_world(now)


def text_of(certificate: Certificate) -> str:
    pdf = files().read(certificate.file or "")
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def codes(batch_id: int) -> dict[str, list[str]]:
    """What was found, by name."""
    return {
        row.recipient.name: sorted(one["code"] for one in row.findings)
        for row in rows_of(batch_id)
    }


def issued(batch_id: int, now: datetime) -> list[Certificate]:
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    return certificates_of(batch_id)


def test_a_batch_is_checked_and_issued(world: World, now: datetime) -> None:
    batch_id = made(world.west, people(30), now)
    found = issued(batch_id, now)
    batch = batch_now(batch_id)
    assert batch.state == BatchState.DONE
    assert (batch.finished_at, batch.lease_by) == (now, None)
    assert [one.serial for one in found] == list(range(1, 31))
    assert [one.name for one in found] == [f"示例{n}" for n in range(1, 31)]
    assert {one.status for one in found} == {CertificateStatus.VALID}
    for one in found[:2]:
        content = files().read(one.file or "")
        assert hashlib.sha256(content).hexdigest() == one.file
        assert len(content) == one.size
        text = "".join(text_of(one).split())
        assert one.name in text
        assert one.number in text
        assert found[-1].name not in text


