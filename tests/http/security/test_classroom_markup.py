"""Free texts of the classroom stay texts: in pages, panels, live frames, and tables to keep."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from blueprints.classroom import panels
from blueprints.classroom.models import (
    Book,
    ClassSession,
    Dispute,
    Excerpt,
    ExcerptPage,
    GuestCard,
    Hand,
    Material,
    Message,
    Participant,
    Pick,
    Poll,
    Question,
    Sanction,
    Season,
    Topic,
    Word,
)
from blueprints.classroom.models.chat import Complaint
from store import db, write
from tests.http.permissions.cast import Scene
from tests.http.permissions.class_things import things
from tests.http.permissions.requests import addresses, ask
from tests.http.security.test_markup import _harm
from tests.http.security.texts import HOSTILE, SIGN
from tests.support.classroom import come_in, make_room, staff_browser
from web.languages import SHORT_NAMES

TEXTS: dict[type, tuple[str, ...]] = {
    Season: ("title", "theme", "intro"),
    Book: ("title", "author", "publisher", "isbn", "intro"),
    ClassSession: ("title", "intro", "host_name", "place", "reader"),
    Topic: ("title",),
    GuestCard: ("name", "title", "intro"),
    Material: ("title",),
    Participant: ("nickname",),
    Message: ("text",),
    Complaint: ("reason",),
    Sanction: ("reason",),
    Word: ("word",),
    Question: ("text",),
    Poll: ("question",),
    Excerpt: ("title",),
    ExcerptPage: ("heading", "text"),
    Dispute: ("text", "answer"),
}


@pytest.fixture
def hostile(scene: Scene) -> Scene:
    """The scene with the payload in every text of the classroom."""
    made = things(scene)
    assert scene.participants
    with write():
        for model, names in TEXTS.items():
            for name in names:
                longest = model.__table__.c[name].type.length or 400
                db.session.execute(sa.update(model).values({name: HOSTILE[:longest]}))
        for poll in db.session.scalars(sa.select(Poll)):
            poll.options = [HOSTILE, f"{HOSTILE}2"]
        pick = db.session.get_one(Pick, made["pick"])
        pick.pool = [{"id": pick.participant_id, "nickname": HOSTILE}]
        assert db.session.get(Hand, made["hand"])
    return scene


def _pages(scene: Scene, role: str) -> Iterator[tuple[str, str]]:
    for endpoint, method, rule in addresses(scene.app):
        if method == "GET" and endpoint.startswith("classroom."):
            answer = ask(scene, role, endpoint, method, rule)
            assert answer.status_code < 500, endpoint
            if answer.mimetype == "text/html":
                yield endpoint, answer.text


@pytest.mark.parametrize("role", ["administrator", "worker", "nobody"])
def test_no_page_of_the_classroom_turns_a_text_into_markup(hostile: Scene, role: str) -> None:
    pages = list(_pages(hostile, role))
    assert [harm for place, html in pages for harm in _harm(place, html)] == []
    assert sum(SIGN in html for _place, html in pages) >= {"nobody": 2, "worker": 5}.get(role, 15)


def test_no_panel_or_frame_turns_a_text_into_markup(hostile: Scene) -> None:
    found, signs = [], 0
    for where in ("room", "studio"):
        subjects = {s for panel in panels._panels.values() for s in panel.subjects}
        for language in SHORT_NAMES:
            for piece in panels.fragments(where, subjects, hostile.room.id, language):
                found += _harm(piece["target"], piece["html"])
                signs += SIGN in piece["html"]
        with hostile.app.test_request_context():
            html = str(panels.html(where, "chat", hostile.room.id))
        found += _harm(where, html)
        signs += SIGN in html
    assert found == []
    assert signs >= 20


def test_no_table_has_a_formula(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    room = make_room(now, state="ended", replay="shown", ended_at=now)
    formula = '=HYPERLINK("https://e.example")'
    guest = come_in(room, "晴空", now)
    with write():
        db.session.get_one(Participant, guest.id).nickname = "=1+1"
        room.session.title = formula
        for number, text in enumerate((formula, "@SUM(1)", "+1", "-1", "＝1+1")):
            db.session.add(
                Message(
                    session_id=room.session_id, participant_id=guest.id, text=text, state="shown",
                    client_key=f"formula-{number}", sent_at=now, shown_at=now,
                )
            )  # fmt: skip
    host, place = staff_browser(app, "host"), f"/classroom/sessions/{room.session_id}"
    for name in ("chat.xlsx", "report.xlsx", "registrations.xlsx"):
        answer = host.get(f"{place}/{name}")
        assert answer.status_code == 200 and answer.headers["X-Content-Type-Options"] == "nosniff"
        book = load_workbook(BytesIO(answer.data))
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert not [c.value for c in cells if c.data_type == "f"]
        bad = ("=", "+", "@", "＝")
        assert not [c.value for c in cells if isinstance(c.value, str) and c.value.startswith(bad)]
    lines = host.get(f"{place}/chat.csv").text.splitlines()
    assert not [line for line in lines if ",=" in line or ",@" in line or ',"=' in line]
    assert len(lines) == 6
