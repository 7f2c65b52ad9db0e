"""Setting a session up in the browser: one page, then its people, files and steps."""

import io
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.classroom.models import ClassSession, GuestCard, Season, Staff, Topic
from blueprints.classroom.services import setup
from blueprints.classroom.services.setup import SessionInput
from store import AuditEntry, db, write
from tests.support.classroom import Room, guest_browser, make_room, staff_browser
from tests.support.people import csrf, send, sign_in
from web.formats import local

NEW = "/classroom/sessions/new"


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


def organiser(app: Flask) -> FlaskClient:
    browser = app.test_client()
    assert sign_in(browser, "qian").status_code == 303
    return browser


def fields(room: Room, now: datetime, **changes: str) -> dict[str, str]:
    """What the form of a new session sends when little is filled in."""
    day = local(now + timedelta(days=3))
    return {
        "title": "阅读的力量",
        "day": day.date().isoformat(),
        "time": "19:30",
        "planned_minutes": "70",
        "visibility": "public",
        "guests_allowed": "y",
        "seat_limit": "0",
        "moderation": "open",
        "source": "browser",
        "replay_shown": "y",
        "minutes_share": "85",
        "quiz_share": "0",
        "credit_hours": "1.5",
        "topics": "阅读与工匠精神\n\n 阅读与美好生活 ",
        "guests": "赵示一，车工\n钱示二",
        "organisation_id": str(room.world.west),
        "season_id": "",
        "book_id": "",
        **changes,
    }


def made() -> list[ClassSession]:
    query = sa.select(ClassSession).order_by(ClassSession.id.desc())
    return list(db.session.scalars(query))


def picture(size: tuple[int, int] = (1600, 900)) -> io.BytesIO:
    """A photograph with the place where it was taken."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "#a3191d")
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    image.save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def test_a_session_is_made_on_one_page(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    answer = send(browser, NEW, **fields(room, now))
    session = made()[0]
    assert (answer.status_code, answer.location) == (303, f"/classroom/sessions/{session.id}")
    assert local(session.starts_at).strftime("%H:%M") == "19:30"
    assert [t.title for t in session.topics] == ["阅读与工匠精神", "阅读与美好生活"]
    assert [(g.name, g.title) for g in session.guests] == [("赵示一", "车工"), ("钱示二", "")]
    page = browser.get(answer.location)
    assert page.status_code == 200
    assert "阅读与美好生活" in page.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "  "),
        ("title", "长" * 121),
        ("day", "2026-02-30"),
        ("day", "2020-01-01"),
        ("time", "25:00"),
        ("planned_minutes", "0"),
        ("planned_minutes", "sixty"),
        ("minutes_share", "101"),
        ("seat_limit", "-1"),
        ("visibility", "secret"),
        ("source", "external"),
        ("external_url", "javascript:alert(1)"),
        ("season_id", "999"),
        ("topics", "长" * 121),
        ("guests", "长" * 61),
        ("organisation_id", "999"),
        ("credit_hours", "many"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    app: Flask, now: datetime, name: str, value: str
) -> None:
    room = make_room(now)
    answer = send(organiser(app), NEW, **fields(room, now, **{name: value}))
    assert answer.status_code == 422
    assert "form-errors" in answer.text
    assert len(made()) == 1
    assert db.session.scalar(sa.select(sa.func.count(Topic.id))) == 2


def test_typed_words_are_kept_and_escaped(app: Flask, now: datetime) -> None:
    room = make_room(now)
    bad = fields(room, now, title="", intro="<script>alert(1)</script>")
    answer = send(organiser(app), NEW, **bad)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_another_organisation_finds_nothing(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = app.test_client()
    sign_in(browser, "sun")
    base = f"/classroom/sessions/{room.session_id}"
    for path in ("", "/settings", "/series?rhythm=weekly&count=2", "/registrations", "/poster.pdf"):
        assert browser.get(f"{base}{path}").status_code == 404
    for path in ("/publication", "/cancellation", "/copy", "/staff", "/guests", "/materials"):
        assert send(browser, f"{base}{path}").status_code == 404
    assert send(browser, NEW, **fields(room, now)).status_code == 422
    assert len(made()) == 1


def test_a_moderator_looks_but_does_not_set_up(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    browser = staff_browser(app, "moderator")
    base = f"/classroom/sessions/{room.session_id}"
    assert browser.get(base).status_code == 200
    assert browser.get(f"{base}/settings").status_code == 403
    assert send(browser, f"{base}/cancellation").status_code == 403
    assert room.session.state == "scheduled"


def test_publishing_cancelling_copying(app: Flask, now: datetime) -> None:
    room = make_room(now, state="draft")
    browser = organiser(app)
    base = f"/classroom/sessions/{room.session_id}"
    assert send(browser, f"{base}/publication").status_code == 303
    assert room.session.state == "scheduled"
    assert send(browser, f"{base}/cancellation").status_code == 303
    assert room.session.state == "cancelled"
    assert send(browser, f"{base}/publication").status_code == 409
    copy = send(browser, f"{base}/copy").location
    session = made()[0]
    assert copy.endswith(str(session.id))
    assert session.state == "draft"
    assert session.starts_at == room.session.starts_at + timedelta(days=7)
    assert session.key != room.key


def test_a_series_is_shown_before_it_is_made(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    browser = organiser(app)
    series = f"/classroom/sessions/{room.session_id}/series"
    page = browser.get(f"{series}?rhythm=weekly&count=3")
    assert page.status_code == 200
    assert len(made()) == 1
    assert send(browser, series, rhythm="weekly", count="3").status_code == 303
    assert [s.state for s in made()] == ["scheduled"] * 4
    again = send(browser, series, rhythm="weekly", count="3")
    assert again.status_code == 409
    assert len(made()) == 4
    for bad in ("rhythm=daily&count=2", "rhythm=weekly&count=0", "rhythm=weekly&count=x", ""):
        assert browser.get(f"{series}?{bad}").status_code == 422


def test_guests_get_photographs_without_their_secrets(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    sent = {"name": "孙示三", "title": "读书人", "file": (picture(), "x.jpg")}
    answer = upload(browser, f"/classroom/sessions/{room.session_id}/guests", sent)
    assert answer.status_code == 303
    guest = room.session.guests[-1]
    photo = app.test_client().get(f"/class/{room.key}/guests/{guest.id}/photo")
    assert photo.mimetype == "image/jpeg"
    assert max(Image.open(io.BytesIO(photo.data)).size) <= 1200
    assert b"secret place" not in photo.data


def test_what_is_no_picture_is_refused(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    base = f"/classroom/sessions/{room.session_id}"
    for content in (b"<svg onload=alert(1)>", b"\xff\xd8\xff broken"):
        for path, extra in (("/guests", {"name": "李示四"}), ("/cover", {})):
            sent = {**extra, "file": (io.BytesIO(content), "x.jpg")}
            assert upload(browser, f"{base}{path}", sent).status_code == 422
    assert room.session.guests == []
    assert room.session.cover == ""


def test_materials_are_for_who_is_in_the_room(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    base = f"/classroom/sessions/{room.session_id}/materials"
    fake = {"title": "讲义", "file": (io.BytesIO(b"%PDF-1.7 nothing"), "x.pdf")}
    assert upload(browser, base, fake).status_code == 422
    assert room.session.materials == []
    sent = {"title": "", "file": (picture((400, 300)), "第一讲.jpg")}
    assert upload(browser, base, sent).status_code == 303
    material = room.session.materials[0]
    assert (material.title, material.kind) == ("第一讲", "jpeg")
    address = f"/class/{room.key}/materials/{material.id}"
    assert app.test_client().get(address).status_code == 403
    viewer = guest_browser(app, room, "晴空")
    answer = viewer.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"secret place" not in answer.data
    assert send(browser, f"{base}/{material.id}/removal").status_code == 303
    assert viewer.get(address).status_code == 404


def test_roles_are_given_and_taken_back(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    base = f"/classroom/sessions/{room.session_id}"
    found = browser.get(f"{base}/accounts?username=李").text
    assert 'value="li4"' in found
    assert "sun" not in browser.get(f"{base}/accounts?username=s").text
    assert send(browser, f"{base}/staff", username="nobody", role="host").status_code == 422
    assert send(browser, f"{base}/staff", username="li4", role="owner").status_code == 422
    assert send(browser, f"{base}/staff", username="li4", role="cohost").status_code == 303
    given = db.session.scalars(sa.select(Staff).where(Staff.account_id == room.world.clerk)).one()
    assert given.role == "cohost"
    removal = f"{base}/staff/{given.id}/removal"
    assert send(browser, removal).status_code == 303
    assert send(browser, removal).status_code == 404


def test_a_season_with_books(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    new = "/classroom/seasons/new"
    wrong = send(browser, new, title="", organisation_id=str(room.world.west))
    assert wrong.status_code == 422
    data = {"title": "书香阅读季", "theme": "阅读的力量", "public": "y"}
    answer = send(browser, new, organisation_id=str(room.world.west), **data)
    season = db.session.scalars(sa.select(Season)).one()
    assert answer.location == f"/classroom/seasons/{season.id}"
    book = {"title": "示例之书", "author": "赵示一", "file": (picture((600, 900)), "b.jpg")}
    assert upload(browser, f"{answer.location}/books", book).status_code == 303
    assert upload(browser, f"{answer.location}/books", {"title": ""}).status_code == 422
    public = app.test_client().get(f"/seasons/{season.key}")
    assert "示例之书" in public.text
    cover = f"/seasons/{season.key}/books/{season.books[0].id}/cover?small=1"
    assert app.test_client().get(cover).mimetype == "image/jpeg"
    assert send(browser, f"{answer.location}/copy").status_code == 303
    copy = db.session.scalars(sa.select(Season).order_by(Season.id.desc())).first()
    assert copy is not None
    assert [b.title for b in copy.books] == ["示例之书"]
    assert app.test_client().get(f"/seasons/{copy.key}").status_code == 404
    assert browser.get(f"/seasons/{copy.key}").status_code == 200


def test_a_season_publishes_its_complete_drafts_and_says_what_the_others_lack(
    app: Flask, now: datetime
) -> None:
    room = make_room(now, state="draft")
    season = Season(
        organisation_id=room.world.west, key="test-season-01", title="读书季", created_at=now
    )
    with write():
        db.session.add(season)
        db.session.flush()
        room.session.season_id = season.id
        bare = SessionInput("没有话题的课堂", now + timedelta(minutes=9), season_id=season.id)
    west = room.actor(room.world.west_admin)
    setup.create_session(west, room.world.west, bare, now)
    browser, page = organiser(app), f"/classroom/seasons/{season.id}"
    shown = browser.get(f"{page}?lang=en").text
    assert "Publish 1 draft<" in shown
    assert "it has no topics · nobody is named as its host" in shown
    assert "its time is over" not in shown

    assert send(browser, f"{page}/publication").status_code == 303
    assert {one.title: one.state for one in made()} == {
        room.session.title: "scheduled",
        "没有话题的课堂": "draft",
    }
    named = [e.action for e in db.session.scalars(sa.select(AuditEntry))]
    assert named.count("class.session_published") == 1
    again = browser.post(
        f"{page}/publication", data={"csrf_token": csrf(browser, page)}, follow_redirects=True
    )
    assert "没有填写完整的草稿" in again.text
    app.extensions["clock"] = lambda: now + timedelta(hours=2)
    assert "its time is over" in browser.get(f"{page}?lang=en").text


def test_changing_a_session_that_began_keeps_its_time(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = organiser(app)
    settings = f"/classroom/sessions/{room.session_id}/settings"
    data = fields(room, now)
    assert send(browser, settings, **data).status_code == 422
    begun = local(room.session.starts_at)
    data |= {"day": begun.date().isoformat(), "time": f"{begun:%H:%M}"}
    assert send(browser, settings, **data).status_code == 303
    assert room.session.title == "阅读的力量"
    assert db.session.scalar(sa.select(sa.func.count(GuestCard.id))) == 0


def upload(browser: FlaskClient, address: str, sent: dict[str, object]):  # noqa: ANN201
    from tests.support.people import csrf

    data = {"csrf_token": csrf(browser, "/account"), **sent}
    return browser.post(address, data=data, content_type="multipart/form-data")
