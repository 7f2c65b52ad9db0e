"""The replay over HTTP: who may watch, what the track tells and what it never tells again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.classroom.models import Message, Participant, Recording, Sanction, Stay
from blueprints.classroom.models.media import Broadcast
from blueprints.classroom.queries import replays
from store import db, write
from tests.support.classroom import Room, guest_browser, make_room, staff_browser
from tests.support.people import csrf
from tests.support.replays import LENGTH, answered, ended_room, said, somebody, voted


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return ended_room(now)


@pytest.fixture
def guest(app: Flask, room: Room) -> FlaskClient:
    return guest_browser(app, room, "海风")


def chunk(browser: FlaskClient, room: Room, from_ms: object = 0) -> dict[str, Any]:
    answer = browser.get(f"/class/{room.key}/replay/track.json?from_ms={from_ms}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def whole(browser: FlaskClient, room: Room) -> list[dict[str, Any]]:
    chunks, place = [], 0
    while place is not None:
        chunks.append(chunk(browser, room, place))
        place = chunks[-1]["until"]
        assert len(chunks) < 50
    return chunks


def texts(chunks: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for one in chunks for message in one["messages"]]


def test_everything_is_told_once_and_in_order(room: Room, guest: FlaskClient) -> None:
    wanted = []
    for number, seconds in enumerate((-30, 0, 1, 299.999, 300, 301, 899, 1199.9, 1300)):
        wanted.append(f"第{number}条")
        said(room, wanted[-1], seconds)
    chunks = whole(guest, room)
    assert texts(chunks) == wanted
    places = [message["ms"] for one in chunks for message in one["messages"]]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 1_200_000)


def test_what_was_deleted_or_held_is_never_told(room: Room, guest: FlaskClient) -> None:
    shown = said(room, "好书", 10)
    for state in ("held", "refused", "deleted"):
        said(room, f"secret-{state}", 11, state)
    assert texts(whole(guest, room)) == ["好书"]
    with write():
        db.session.get_one(Message, shown).state = "deleted"
    assert texts(whole(guest, room)) == []


def test_a_busy_minute_comes_in_several_chunks(
    room: Room, guest: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blueprints.classroom.queries.replays.chunks.MOST_MESSAGES", 5)
    wanted = [f"第{number}条" for number in range(23)]
    for number, text in enumerate(wanted):
        said(room, text, 60 + number // 2)
    chunks = whole(guest, room)
    assert texts(chunks) == wanted
    assert max(len(one["messages"]) for one in chunks) <= 5


def test_polls_and_questions_are_where_they_were(room: Room, guest: FlaskClient) -> None:
    voted(room, 100, 200)
    answered(room, "怎样挑一本好书?", 650)
    chunks = whole(guest, room)
    (poll,) = chunks[0]["polls"]
    assert (poll["opened"], poll["closed"], poll["voters"]) == (100_000, 200_000, 1)
    assert [bar["percent"] for bar in poll["bars"]] == [100, 0]
    assert chunks[3]["polls"] == []
    assert [q["ms"] for one in chunks for q in one["questions"]] == [650_000]
    page = guest.get(f"/class/{room.key}/replay").text
    assert 'data-jump="650000"' in page and "怎样挑一本好书?" in page
    assert 'data-jump="60000"' in page and 'data-jump="600000"' in page


def test_gaps_between_broadcasts_are_left_out(
    room: Room, guest: FlaskClient, now: datetime
) -> None:
    begun = now - LENGTH
    with write():
        for number, (after, begins) in enumerate(((60, 0), (600, 120_000))):
            started = begun + timedelta(seconds=after)
            broadcast = Broadcast(
                session_id=room.session_id, key=f"b{number}", source="browser", started_at=started
            )
            db.session.add(broadcast)
            db.session.flush()
            db.session.add(
                Recording(
                    session_id=room.session_id,
                    broadcast_id=broadcast.id,
                    started_at=started,
                    duration_ms=120_000,
                    begins_ms=begins,
                )
            )
    for text, seconds in (("前", 5), ("中", 90), ("断", 300), ("后", 610)):
        said(room, text, seconds)
    (only,) = whole(guest, room)
    assert [(m["text"], m["ms"]) for m in only["messages"]] == [
        ("前", 0), ("中", 30_000), ("断", 120_000), ("后", 130_000),
    ]  # fmt: skip
    assert only["length"] == 240_000


@pytest.mark.parametrize("place", ["-1", "x", "1e3", "٣", "99999999999", "6048000001"])
def test_strange_places_are_refused(room: Room, guest: FlaskClient, place: str) -> None:
    assert guest.get(f"/class/{room.key}/replay/track.json?from_ms={place}").status_code == 422


def test_beyond_the_end_there_is_nothing(room: Room, guest: FlaskClient) -> None:
    said(room, "好", 1199)
    found = chunk(guest, room, 1_200_001)
    assert (found["messages"], found["until"]) == ([], None)


def test_hidden_replays_are_staffs(app: Flask, now: datetime) -> None:
    room = ended_room(now)
    guest, host = guest_browser(app, room, "海风"), staff_browser(app, "host")
    with write():
        room.session.replay = "hidden"
    studio = f"/classroom/sessions/{room.session_id}/studio"
    token = csrf(host, studio)
    for what in ("replay", "replay/track.json"):
        assert guest.get(f"/class/{room.key}/{what}").status_code == 404
        assert host.get(f"/class/{room.key}/{what}").status_code == 200
    fields = {"csrf_token": token, "shown": "1"}
    assert host.post(f"{studio}/replay", data=fields).status_code == 303
    assert guest.get(f"/class/{room.key}/replay").status_code == 200
    moderator = staff_browser(app, "moderator")
    fields = {"csrf_token": csrf(moderator, studio), "shown": ""}
    assert moderator.post(f"{studio}/replay", data=fields).status_code == 403


def test_there_is_no_replay_of_what_is_live(app: Flask, now: datetime) -> None:
    room = make_room(now, replay="shown")
    for browser in (guest_browser(app, room, "海风"), staff_browser(app, "host")):
        browser.get(f"/classroom/sessions/{room.session_id}/studio")
        assert browser.get(f"/class/{room.key}/replay").status_code == 404


def test_who_was_banned_watches_nothing(room: Room, guest: FlaskClient, now: datetime) -> None:
    query = sa.select(Participant.id).where(Participant.nickname == "海风")
    with write():
        db.session.add(
            Sanction(
                session_id=room.session_id,
                participant_id=db.session.scalars(query).one(),
                kind="ban",
                given_by="account:1",
                given_at=now,
            )
        )
    for what in ("replay", "replay/track.json"):
        assert guest.get(f"/class/{room.key}/{what}").status_code == 403


def test_strangers_go_to_the_door(app: Flask, room: Room) -> None:
    answer = app.test_client().get(f"/class/{room.key}/replay")
    assert (answer.status_code, answer.location) == (303, f"/class/{room.key}")
    assert app.test_client().get(f"/class/{room.key}/replay/track.json").status_code == 403


def test_script_stays_text(room: Room, guest: FlaskClient) -> None:
    answered(room, "<script>alert(1)</script>", 5)
    assert "<script>alert" not in guest.get(f"/class/{room.key}/replay").text


def test_how_far_somebody_got(room: Room, now: datetime) -> None:
    who = somebody(room).id
    with write():
        for number, (from_ms, to_ms) in enumerate(((0, 300_000), (200_000, 600_000))):
            at = now + timedelta(minutes=number)
            db.session.add(
                Stay(
                    session_id=room.session_id,
                    participant_id=who,
                    kind="replay",
                    device="a",
                    since=at,
                    until=at,
                    from_ms=from_ms,
                    to_ms=to_ms,
                )
            )
    found = replays.watched(who, 1_200_000)
    assert (found.position_ms, found.percent) == (600_000, 50)
    assert replays.watched(who, 600_000).position_ms == 0
    assert replays.watched(who + 1, 600_000) == replays.Watched()
