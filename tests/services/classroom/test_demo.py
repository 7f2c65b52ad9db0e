"""The demonstration's reading season: made quickly, with figures and pages that hold."""

import re
import time
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.demo import texts
from blueprints.classroom.demo.recording import make_recording
from blueprints.classroom.demo.season import SEATS, links
from blueprints.classroom.models import (
    ClassSession,
    Message,
    Participant,
    Poll,
    Question,
    Recording,
    SessionState,
    Stay,
    ViewerCount,
    Vote,
)
from blueprints.classroom.queries.video import playlist_url
from blueprints.classroom.services import registration
from blueprints.contests.demo import world
from store import db
from tests.support.demo import without_quizzes
from tests.support.people import csrf

BASE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _made(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    app.extensions["clock"] = lambda: now
    without_quizzes(monkeypatch)
    assert world.create(now)


def main_session() -> ClassSession:
    """The past one that the page tells of."""
    query = sa.select(ClassSession).where(ClassSession.state == SessionState.ENDED)
    found = db.session.scalars(query.order_by(ClassSession.starts_at.desc())).first()
    assert found is not None
    return found


def count(column: sa.ColumnElement[int], session: ClassSession) -> int:
    model = column.class_
    query = sa.select(sa.func.count(column)).where(model.session_id == session.id)
    return db.session.scalar(query) or 0


def test_a_season_with_past_live_and_coming_sessions() -> None:
    states = db.session.scalars(sa.select(ClassSession.state).order_by(ClassSession.starts_at))
    assert list(states) == ["ended", "ended", "ended", "live", "scheduled"]
    coming = db.session.scalars(sa.select(ClassSession).where(ClassSession.registration)).one()
    assert 0 < registration.taken(coming.id) < SEATS


def test_the_main_session_is_as_big_as_the_page_says() -> None:
    session = main_session()
    assert session.ended_at - session.went_live_at > timedelta(minutes=70)
    assert len(session.guests) == 6
    assert len(session.topics) == 3
    assert count(Participant.id, session) > 800
    assert count(Message.id, session) > 100
    assert count(Question.id, session) == len(texts.QUESTIONS)
    peak = db.session.scalar(
        sa.select(sa.func.max(ViewerCount.people)).where(ViewerCount.session_id == session.id)
    )
    assert 500 < peak <= count(Participant.id, session)
    of_session = sa.select(Poll).where(Poll.session_id == session.id).order_by(Poll.id)
    polls = db.session.scalars(of_session).all()
    assert [p.kind for p in polls] == ["single", "quiz", "words", "rating"]
    for poll in polls:
        votes = db.session.scalar(sa.select(sa.func.count()).where(Vote.poll_id == poll.id))
        assert votes > 200


def test_nothing_happened_outside_of_its_session() -> None:
    for session in db.session.scalars(
        sa.select(ClassSession).where(ClassSession.went_live_at.is_not(None))
    ):
        until = session.ended_at or session.went_live_at + timedelta(days=1)
        for column in (Stay.since, Stay.until, Message.sent_at, ViewerCount.at):
            model = column.class_
            first, last = db.session.execute(
                sa.select(sa.func.min(column), sa.func.max(column)).where(
                    model.session_id == session.id
                )
            ).one()
            assert session.went_live_at <= first <= last <= until


def test_its_people_are_visibly_made_up() -> None:
    names = [guest.name for guest in main_session().guests]
    assert all("示" in name for name in names)
    assert "示例" in main_session().host_name


def test_its_links_open(app: Flask) -> None:
    found = dict(links(BASE))
    assert set(found) == {"live room", "studio (host)", "reading season", "past session"}
    browser = app.test_client()
    for name in ("live room", "reading season", "past session"):
        assert browser.get(found[name].removeprefix(BASE)).status_code == 200
    assert browser.get(found["studio (host)"].removeprefix(BASE)).status_code == 303
    assert texts.LIVE_TITLE in browser.get("/").text
    assert texts.NEXT_TITLE in browser.get("/classes").text


def test_it_is_made_quickly(app: Flask, now: datetime) -> None:
    from blueprints.classroom.demo import season
    from store import write

    organisation_id = main_session().organisation_id
    began = time.process_time()  # of this process: the machine may have other work
    with write():
        again = "UPDATE accounts SET username = 'x' || id WHERE username LIKE 'demo-w%'"
        db.session.execute(sa.text(again))
        season.create(organisation_id, now)
    assert time.process_time() - began < 3


def test_the_past_session_gets_a_picture_as_long_as_it_was(app: Flask) -> None:
    session = main_session()
    for _time in range(2):
        make_recording(session.id)
    kept = db.session.scalars(sa.select(Recording)).one()
    assert kept.duration_ms == session.planned_minutes * 60_000
    browser = app.test_client()
    page = f"/class/{session.key}"
    fields = {"csrf_token": csrf(browser, page), "nickname": "晴空"}
    answer = browser.post(f"{page}/enter", data=fields)
    assert answer.location == f"{page}/replay"
    assert browser.get(answer.location).status_code == 200
    address = playlist_url(session, replay=True)
    listed = browser.get(address).text
    total = sum(float(length) for length in re.findall(r"#EXTINF:([\d.]+)", listed))
    assert total == pytest.approx(session.planned_minutes * 60, abs=2)
    first = next(line for line in listed.splitlines() if line.endswith(".m4s"))
    segment = browser.get(f"{address.rpartition('/')[0]}/{first}")
    assert (segment.status_code, segment.data[4:8] in (b"styp", b"moof")) == (200, True)
