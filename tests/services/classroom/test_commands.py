"""What an administrator does at the server about the classroom."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from openpyxl import load_workbook

from blueprints.classroom import video
from blueprints.classroom.models import Broadcast, Recording
from store import db, write
from tests.support.classroom import Room, come_in, make_room
from tests.support.minutes import stay


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


@pytest.fixture
def run(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> FlaskCliRunner:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return app.test_cli_runner()


def test_a_session_that_was_left_open_is_found_and_ended(room: Room, run: FlaskCliRunner) -> None:
    listed = run.invoke(args=["classroom", "list", "--state", "live"])
    assert f"{room.session_id:>6}  live" in listed.output and room.session.title in listed.output
    assert run.invoke(args=["classroom", "end", str(room.session_id)]).exit_code == 0
    db.session.rollback()
    assert room.session.state == "ended"
    assert run.invoke(args=["classroom", "list", "--state", "live"]).output == ""
    missing = run.invoke(args=["classroom", "end", "999999"])
    assert (missing.exit_code, missing.output.startswith("Error:")) == (1, True)


def test_a_report_is_written(
    room: Room, run: FlaskCliRunner, now: datetime, tmp_path: Path
) -> None:
    stay(come_in(room, "晴空", now), now, 5)
    file = tmp_path / "report.xlsx"
    assert run.invoke(args=["classroom", "report", str(room.session_id), str(file)]).exit_code == 0
    book = load_workbook(io.BytesIO(file.read_bytes()))
    cells = [str(cell) for page in book for row in page.values for cell in row]
    assert room.session.title in cells and "晴空" in cells
    assert run.invoke(args=["classroom", "report", "999999", str(file)]).exit_code == 1


def test_recordings_are_added_up(room: Room, run: FlaskCliRunner, now: datetime) -> None:
    with write():
        sent = Broadcast(
            session_id=room.session_id, key="0" * 32, source="browser", media_type="",
            started_at=now, ended_at=now,
        )  # fmt: skip
        db.session.add(sent)
        db.session.flush()
        db.session.add(
            Recording(
                session_id=room.session_id,
                broadcast_id=sent.id,
                started_at=now,
                duration_ms=60_000,
                begins_ms=0,
                size=3 * 1024**2,
            )
        )
    told = run.invoke(args=["classroom", "recordings"]).output
    assert told.count("3.0 MB") == 2 and str(video.folders().session(room.key)) in told


def test_the_secret_for_nginx_is_the_one_that_signs(room: Room, run: FlaskCliRunner) -> None:
    told = run.invoke(args=["classroom", "media-secret"]).output
    assert told.strip() == video.signer().secret
