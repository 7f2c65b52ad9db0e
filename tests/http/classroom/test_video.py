"""Sending the picture by HTTP: what is taken, what is refused, and that nothing is half-stored."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.classroom import video
from blueprints.classroom.models import Broadcast, Participant
from blueprints.classroom.services.chat.sanctions import ban
from media.spool import LARGEST, Spool
from store import db
from tests.support.classroom import Room, guest_browser, make_room, staff_browser
from tests.support.people import csrf
from tests.support.recordings import WEBM_H264, digest


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


class Publisher:
    """A browser in the studio that sends parts."""

    def __init__(self, app: Flask, room: Room, username: str = "host") -> None:
        self.browser: FlaskClient = staff_browser(app, username)
        self.place = f"/classroom/sessions/{room.session_id}"
        self.token = csrf(self.browser, f"{self.place}/studio")
        self.key = ""

    def begin(self, media_type: str = WEBM_H264) -> TestResponse:
        answer = self.post("broadcasts", data={"media_type": media_type})
        if answer.status_code == 201:
            self.key = answer.json["key"]
        return answer

    def part(
        self, number: int, content: bytes, *, kind: str = WEBM_H264, **more: str
    ) -> TestResponse:
        headers = {"X-Part-SHA256": digest(content), "Content-Type": kind, **more}
        return self.post(f"broadcasts/{self.key}/parts/{number}", data=content, headers=headers)

    def post(
        self, path: str, headers: dict[str, str] | None = None, **rest: object
    ) -> TestResponse:
        own = {"X-CSRFToken": self.token, "X-Requested-With": "fetch"}
        return self.browser.post(f"{self.place}/{path}", headers=own | (headers or {}), **rest)


@pytest.fixture
def host(app: Flask, room: Room) -> Publisher:
    publisher = Publisher(app, room)
    assert publisher.begin().status_code == 201
    return publisher


def stored(publisher: Publisher) -> list[bytes]:
    spool = Spool(video.folders().spool(publisher.key))
    found = []
    while (content := spool.read(len(found))) is not None:
        found.append(content)
    return found


def test_parts_are_stored_in_order(host: Publisher) -> None:
    for number, content in enumerate((b"one", b"two", b"three")):
        assert host.part(number, content).json == {"number": number}
    assert stored(host) == [b"one", b"two", b"three"]


def test_a_replayed_part_is_answered_alike_and_stored_once(host: Publisher) -> None:
    first, again = host.part(0, b"one"), host.part(0, b"one")
    assert (
        (first.status_code, first.json) == (again.status_code, again.json) == (200, {"number": 0})
    )
    assert stored(host) == [b"one"]


def test_other_bytes_under_a_taken_number_are_refused(host: Publisher) -> None:
    host.part(0, b"one")
    answer = host.part(0, b"another")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "other_bytes")
    assert stored(host) == [b"one"]


@pytest.mark.parametrize(
    ("content", "kind", "more", "status", "code"),
    [
        (b"x" * (LARGEST + 1), WEBM_H264, {}, 413, "too_large"),
        (b"", WEBM_H264, {}, 422, "empty"),
        (b"x", "video/mp4", {}, 415, "wrong_type"),
        (b"x", "text/html", {}, 415, "wrong_type"),
        (b"x", WEBM_H264, {"X-Part-SHA256": "0" * 64}, 422, "wrong_hash"),
        (b"x", WEBM_H264, {"X-Part-SHA256": ""}, 422, "wrong_hash"),
        (b"x", WEBM_H264, {"X-CSRFToken": "forged"}, 400, "csrf"),
    ],
)
def test_a_bad_part_is_refused(
    host: Publisher, content: bytes, kind: str, more: dict[str, str], status: int, code: str
) -> None:
    answer = host.part(0, content, kind=kind, **more)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert stored(host) == []


def test_a_part_far_ahead_is_refused(host: Publisher) -> None:
    assert host.part(64, b"x").json["error"]["code"] == "too_far"
    assert host.part(63, b"x").status_code == 200  # within the window


@pytest.mark.parametrize(
    "media_type",
    ["", "text/html", "video/webm", "video/webm;codecs=", "video/webm;codecs=h264,opus,evil",
     "video/x-flv;codecs=h264", 'video/webm;codecs=h264,opus" -y /etc/passwd', "v" * 500],
)  # fmt: skip
def test_a_wrong_media_type_begins_nothing(app: Flask, room: Room, media_type: str) -> None:
    answer = Publisher(app, room).begin(media_type)
    assert (answer.status_code, answer.json["error"]["code"]) == (415, "wrong_type")
    assert db.session.scalar(sa.select(sa.func.count(Broadcast.id))) == 0


def test_anothers_broadcast_is_closed(app: Flask, room: Room, host: Publisher) -> None:
    cohost = Publisher(app, room, "cohost")
    cohost.key = host.key
    assert cohost.part(0, b"x").json["error"]["code"] == "not_yours"
    assert cohost.begin().json["error"]["code"] == "other_sender"
    moderator = Publisher(app, room, "moderator")
    moderator.key = host.key
    assert moderator.part(0, b"x").status_code == 403
    assert stored(host) == []


@pytest.mark.parametrize("key", ["0" * 32, "..", "%2e%2e", "X" * 32, "0" * 33])
def test_a_made_up_broadcast_is_not_there(host: Publisher, key: str) -> None:
    host.key = key
    assert host.part(0, b"x").status_code == 404


def test_a_broadcast_of_another_session_is_not_there(
    app: Flask, now: datetime, room: Room, host: Publisher
) -> None:
    from tests.support.classroom import add_session

    other, _key = add_session(room.world.west, now, {room.host: "host"}, key="test-room-0002")
    host.place = f"/classroom/sessions/{other}"
    assert host.part(0, b"x").status_code == 404


def test_nothing_comes_after_the_end(host: Publisher) -> None:
    host.part(0, b"one")
    assert host.post(f"broadcasts/{host.key}/end", data={"count": "1"}).status_code == 204
    assert host.part(1, b"two").json["error"]["code"] == "over"
    assert host.part(0, b"one").status_code == 200  # a replay is still only a replay
    assert stored(host) == [b"one"]


def test_beginning_anew_ends_what_the_same_account_sent(host: Publisher) -> None:
    first = host.key
    assert host.begin().status_code == 201
    ended = db.session.scalar(sa.select(Broadcast.ended_at).where(Broadcast.key == first))
    assert ended is not None


def test_going_live_opens_the_session(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    assert Publisher(app, room).begin().status_code == 201
    assert room.session.state == "live"


def test_the_picture_ends_with_the_session(host: Publisher) -> None:
    host.part(0, b"one")
    assert host.post("studio/end").status_code == 204
    assert host.part(1, b"two").json["error"]["code"] == "over"


def test_a_full_media_folder_is_said(app: Flask, host: Publisher) -> None:
    (video.folders().root / "size").write_text(str(2 * 1024**3))
    settings = app.extensions["settings"]
    object.__setattr__(settings, "media_gb", 1)
    try:
        answer = host.part(0, b"one")
        assert (answer.status_code, answer.json["error"]["code"]) == (507, "disk_full")
        assert db.session.scalars(sa.select(Broadcast.problem)).one() == "disk_full"
        assert stored(host) == []
    finally:
        object.__setattr__(settings, "media_gb", 0)
        (video.folders().root / "size").unlink()
    assert host.part(0, b"one").status_code == 200
    db.session.rollback()
    assert db.session.scalars(sa.select(Broadcast.problem)).one() == ""


def test_a_viewer_is_told_where_the_picture_is(app: Flask, room: Room, host: Publisher) -> None:
    page = guest_browser(app, room, "晴空").get(f"/class/{room.key}/room").text
    assert 'data-sending="1"' in page
    address = page.partition('data-url="')[2].partition('"')[0]
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert answer.mimetype == "application/vnd.apple.mpegurl"


def test_media_paths_are_signed(app: Flask, room: Room, now: datetime, host: Publisher) -> None:
    good = video.signer().path("live", room.key, "live.m3u8", now)
    folder = video.folders().session(room.key)
    (folder / host.key / "0001" / "v").mkdir(parents=True)
    (folder / host.key / "0001" / "v" / "00000.m4s").write_bytes(b"picture")
    visitor = app.test_client()
    segment = good.replace("live.m3u8", f"{host.key}/0001/v/00000.m4s")
    answer = visitor.get(segment)
    assert answer.data == b"picture"
    assert "immutable" in answer.headers["Cache-Control"]
    for bad in (
        good.replace(room.key, "other-room"),
        good.replace("/live/1", "/live/9"),
        "/media/live/x/y/live.m3u8",
        good.replace("live.m3u8", "../../spool/x/about.json"),
        segment.replace("00000.m4s", "run.json"),
    ):
        assert visitor.get(bad).status_code in (403, 404)
    app.extensions["clock"] = lambda: now + timedelta(minutes=30)
    assert visitor.get(good).status_code == 410


def test_an_external_address_is_let_in_on_its_page_only(app: Flask, room: Room) -> None:
    host = Publisher(app, room)
    url = "https://cdn.example.org/live/room.m3u8"
    fields = {"source": "external", "external_url": url}
    assert host.post("video/source", data=fields).status_code == 204
    viewer = guest_browser(app, room, "晴空")
    inside = viewer.get(f"/class/{room.key}/room")
    assert f'data-url="{url}"' in inside.text
    policy = inside.headers["Content-Security-Policy"]
    assert "media-src 'self' blob: https://cdn.example.org" in policy
    assert policy.count("https://cdn.example.org") == 2
    door = viewer.get(f"/class/{room.key}")
    assert "cdn.example.org" not in door.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "url",
    ["", "http://cdn.example.org/a.m3u8", "https://cdn.example.org/a.mp4", "javascript:alert(1)",
     "https://cdn.example.org; script-src */a.m3u8", "https://user@evil/a.m3u8"],
)  # fmt: skip
def test_an_odd_external_address_is_refused(app: Flask, room: Room, url: str) -> None:
    host = Publisher(app, room)
    answer = host.post("video/source", data={"source": "external", "external_url": url})
    assert answer.status_code == 422
    assert room.session.source == "browser"


def test_only_the_right_stream_key_may_publish(app: Flask, room: Room) -> None:
    host = Publisher(app, room)
    settings = app.extensions["settings"]
    object.__setattr__(settings, "rtmp_url", "rtmp://127.0.0.1:1935/live")
    try:
        old = host.post("video/key").json["key"]
        key = host.post("video/key").json["key"]
        assert host.post("video/source", data={"source": "obs"}).status_code == 204
        nginx = app.test_client()
        for wrong in ("", "x", old):
            assert nginx.post("/rtmp/publish", data={"name": wrong}).status_code == 404
        assert db.session.scalar(sa.select(sa.func.count(Broadcast.id))) == 0
        assert nginx.post("/rtmp/publish", data={"name": key}).status_code == 204
        broadcast = db.session.scalars(sa.select(Broadcast)).one()
        assert (broadcast.source, broadcast.ended_at) == ("obs", None)
        assert nginx.post("/rtmp/done", data={"name": key}).status_code == 204
        db.session.rollback()
        assert broadcast.ended_at is not None
    finally:
        object.__setattr__(settings, "rtmp_url", "")


def test_stalls_are_counted_for_the_studio(app: Flask, room: Room, host: Publisher) -> None:
    viewer = guest_browser(app, room, "晴空")
    token = csrf(viewer, f"/class/{room.key}")
    stall = f"/class/{room.key}/video/stall"
    viewer.post(stall, data={"csrf_token": token, "stalled": "1"})
    health = host.browser.get(f"{host.place}/video/health").json
    assert (health["sending"], health["stalled"]) == (True, 1)
    viewer.post(stall, data={"csrf_token": token, "stalled": ""})
    assert host.browser.get(f"{host.place}/video/health").json["stalled"] == 0


def test_a_fresh_address_is_for_who_may_still_watch(app: Flask, room: Room, now: datetime) -> None:
    viewer = guest_browser(app, room, "晴空")
    ask = f"/class/{room.key}/address.json"
    first = viewer.get(ask).json["url"]
    app.extensions["clock"] = lambda: now + timedelta(minutes=10)
    second = viewer.get(ask).json
    assert second["url"] != first and second["audio_url"].endswith("/live-audio.m3u8")
    assert app.test_client().get(ask).status_code == 403
    guest = db.session.scalars(sa.select(Participant.id).order_by(Participant.id)).all()[-1]
    ban(room.actor(room.host), room.session_id, guest, "", now)
    assert viewer.get(ask).status_code == 403


def test_who_was_there_gets_no_live_address_once_it_is_over(
    app: Flask, room: Room, host: Publisher
) -> None:
    """Segments lie under both kinds of addresses: a fresh one would open a hidden replay."""
    viewer = guest_browser(app, room, "晴空")
    ask, page = f"/class/{room.key}/address.json", f"/class/{room.key}/panels/video"
    assert viewer.get(ask).json["url"] and "/media/live/" in viewer.get(page).text
    assert host.post("studio/end").status_code == 204
    assert viewer.get(ask).json == {"url": "", "audio_url": ""}
    assert "/media/live/" not in viewer.get(page).text


def test_a_hidden_replay_has_no_address(app: Flask, now: datetime) -> None:
    room = make_room(now, state="live")
    viewer = guest_browser(app, room, "晴空")
    ask = f"/class/{room.key}/replay/address.json"
    assert viewer.get(ask).status_code == 404
    room.session.state = "ended"
    db.session.commit()
    assert viewer.get(ask).status_code == 404
    room.session.replay = "shown"
    db.session.commit()
    assert viewer.get(ask).status_code == 200
