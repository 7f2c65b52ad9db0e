"""Pictures and addresses: what may stand in a header, who may send, who may look."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.classroom import video
from blueprints.classroom.services import video_sources
from tests.support.classroom import Room, guest_browser, make_room, staff_browser
from tests.support.people import csrf

ODD = (
    "https://e.example;script-src-elem * 'unsafe-inline';x/x.m3u8",
    "https://e.example, x/x.m3u8",
    "https://e.example/x.m3u8\r\nX-Evil: 1",
    "http://169.254.169.254/latest/x.m3u8",
    "https://user@e.example/x.m3u8",
    "https://e.example/x.m3u8;script-src *",
    "javascript:alert(1)//x.m3u8",
)


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now)


@pytest.mark.parametrize("url", ODD)
def test_a_streams_address_opens_no_policy(app: Flask, room: Room, url: str) -> None:
    host, place = staff_browser(app, "host"), f"/classroom/sessions/{room.session_id}"
    token = csrf(host, f"{place}/settings")
    page = host.get(f"{place}/settings").text
    assert 'name="external_url"' in page
    fields = {
        "csrf_token": token, "title": "示例", "day": "2030-01-01", "time": "19:30",
        "planned_minutes": "70", "visibility": "public", "moderation": "open",
        "source": "external", "external_url": url, "minutes_share": "85", "quiz_share": "0",
        "credit_hours": "0",
    }  # fmt: skip
    assert host.post(f"{place}/settings", data=fields).status_code == 422
    sent = {"csrf_token": token, "source": "external", "external_url": url}
    assert host.post(f"{place}/video/source", data=sent).status_code == 422
    assert room.session.external_url == ""


@pytest.mark.parametrize("url", ODD)
def test_even_one_that_was_kept_before_opens_none(app: Flask, now: datetime, url: str) -> None:
    app.extensions["clock"] = lambda: now
    room = make_room(now, source="external", external_url=url)
    guest = guest_browser(app, room, "晴空")
    policy = guest.get(f"/class/{room.key}/room").headers["Content-Security-Policy"]
    assert "e.example" not in policy and "169.254" not in policy


def test_a_signature_opens_its_session_for_its_time(app: Flask, room: Room, now: datetime) -> None:
    video.folders().prepare(room.key)
    video.folders().prepare("test-other-001")
    visitor = app.test_client()
    good = video.signer().path("live", room.key, "live.m3u8", now)
    token = good.split("/")[3]
    expires, signature = token.split("-", 1)
    assert visitor.get(good).status_code == 200
    for bad in (
        good.replace(room.key, "test-other-001"),
        good.replace(expires, str(int(expires) + 3600)),
        good.replace(signature, signature[::-1]),
        good.replace(signature, "A" * 22),
        f"/media/live/{token}/../spool/about.json",
        f"/media/live/{token}/{room.key}/../../spool/about.json",
        f"/media/live/{token}/{room.key}/..%2f..%2fabout.m3u8",
        f"/media/live/{token}/{room.key}/%2e%2e/test-other-001/live.m3u8",
        f"/media/live/{token}/{room.key}/live.m3u8%00.mp4",
        f"/media/live/{token}/{room.key}/live.json",
        f"/media/live/{token}/{room.key}/replay.m3u8",
        f"/media/replay/{token}/{room.key}/replay.m3u8",
        f"/media/replay/{token}/{room.key}/live.m3u8",
        f"/media/other/{token}/{room.key}/live.m3u8",
    ):
        assert visitor.get(bad).status_code in (403, 404), bad
    app.extensions["clock"] = lambda: now + timedelta(minutes=30)
    assert visitor.get(good).status_code == 410


def test_parts_go_into_ones_own_broadcast_only(app: Flask, room: Room) -> None:
    place = f"/classroom/sessions/{room.session_id}/broadcasts"
    host, cohost = staff_browser(app, "host"), staff_browser(app, "cohost")
    began = host.post(
        place,
        data={
            "csrf_token": csrf(host, f"/classroom/sessions/{room.session_id}/studio"),
            "media_type": "video/webm;codecs=h264,opus",
        },
    )
    key = began.get_json()["key"]
    token = csrf(cohost, f"/classroom/sessions/{room.session_id}/studio")
    for broadcast, status in (
        (key, 403), ("0" * 32, 404), (key.upper(), 404), ("..%2f" + key, 404), ("x" * 300, 404),
    ):  # fmt: skip
        for path in (f"{place}/{broadcast}/parts/0", f"{place}/{broadcast}/end"):
            headers = {"X-CSRFToken": token, "Content-Type": "video/webm;codecs=h264,opus"}
            assert cohost.post(path, data=b"x", headers=headers).status_code == status, path


def test_wrong_stream_keys_shut_nobody_else_out(app: Flask, room: Room, now: datetime) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    settings, nginx = app.extensions["settings"], app.test_client()
    object.__setattr__(settings, "rtmp_url", "rtmp://127.0.0.1:1935/live")
    host = room.actor(room.host)
    key = video_sources.new_stream_key(host, room.session_id, now)
    video_sources.choose_source(host, room.session_id, "obs", "", now)
    try:
        for number in range(70):
            wrong = {"name": f"wrong-{number}", "addr": "203.0.113.9"}
            assert nginx.post("/rtmp/publish", data=wrong).status_code in (404, 429)
        right = {"name": key, "addr": "198.51.100.7"}
        assert nginx.post("/rtmp/publish", data=right).status_code == 204
    finally:
        object.__setattr__(settings, "rtmp_url", "")


def test_nobody_plays_a_crowd_without_its_key(app: Flask, now: datetime, monkeypatch) -> None:
    room = make_room(now)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    stranger, path = app.test_client(), f"/class/crowd/{room.session_id}"
    bodies = (b"", b"null", b"[" * 16_000, b'{"here":' + b"[" * 16_000, b"\xff", b'{"here":1e999}')
    for body in (*bodies, b'{"here": 9, "deeds": [["say", 1, 1]]}', b'{"over": true}'):
        for key in ("", "x", "None"):
            answer = stranger.post(
                path, data=body, content_type="application/json", headers={"X-Crowd": key}
            )
            assert answer.status_code in (204, 404), (body[:20], answer.status_code)
            assert answer.status_code == 404 or body == b'{"over": true}'
    assert room.session.is_live and room.session.crowd_here == 0
