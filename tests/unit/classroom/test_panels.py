"""Panels drawn for live frames: addresses as in pages, and nothing of whoever caused them."""

from datetime import datetime

from flask import Flask, session

from blueprints.classroom import panels
from tests.support.classroom import make_room


def test_a_frame_carries_forms_but_nobodys_token(app: Flask, now: datetime) -> None:
    room = make_room(now)
    with app.test_request_context():
        session["csrf_token"] = "of-the-host"
        page = panels.html("studio", "course", room.session_id)
        frames = [
            "".join(
                fragment["html"]
                for fragment in panels.fragments(
                    "studio", ["session.live"], room.session_id, language
                )
            )
            for language in ("zh", "en")
        ]
        assert session["csrf_token"] == "of-the-host"
    address = f'action="/classroom/sessions/{room.session_id}/studio/topics/'
    assert address in page
    assert all(address in html for html in frames)
    assert "开始" in frames[0]
    assert "Begin" in frames[1]
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert all(token not in html for html in frames)
