"""Polls over HTTP: forged numbers, hostile fields, quiz answers that never come out early."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.classroom import panels
from blueprints.classroom.models import Participant, Poll, Vote
from blueprints.classroom.services.polls import course, editing
from store import db
from tests.support.classroom import Room, add_session, guest_browser, make_room, staff_browser
from tests.support.people import csrf

SCRIPT = {"X-Requested-With": "fetch"}
SECRET = "七百二十页"


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def open_quiz(room: Room, now: datetime) -> int:
    draft = editing.Draft("quiz", "本书有多少页？", ("三百页", SECRET, "一千页"), frozenset({1}))
    poll_id = editing.create(room.actor(room.host), room.session_id, draft, now)
    course.open_poll(room.actor(room.host), room.session_id, poll_id, now)
    return poll_id


def open_single(room: Room, now: datetime, session_id: int = 0) -> int:
    draft = editing.Draft("single", "你最常在什么时候读书？", ("睡前", "午休", "周末"))
    number = session_id or room.session_id
    poll_id = editing.create(room.actor(room.host), number, draft, now)
    course.open_poll(room.actor(room.host), number, poll_id, now)
    return poll_id


def vote(browser: FlaskClient, room: Room, poll_id: int | str, *choice: str) -> object:
    fields = {"csrf_token": csrf(browser, f"/class/{room.key}/room"), "choice": list(choice)}
    return browser.post(f"/class/{room.key}/polls/{poll_id}/vote", data=fields, headers=SCRIPT)


def test_a_vote_counts_once(app: Flask, room: Room, now: datetime) -> None:
    poll_id, browser = open_single(room, now), guest_browser(app, room, "晴空")
    first = vote(browser, room, poll_id, "1")
    again = vote(browser, room, poll_id, "2")
    assert (first.json["choice"], first.json["again"]) == ([1], False)
    assert (again.json["choice"], again.json["again"]) == ([1], True)
    assert "以第一次为准" in again.json["message"]
    assert [v.choice for v in db.session.scalars(sa.select(Vote))] == [[1]]
    mine = browser.get(f"/class/{room.key}/mine.json")
    assert mine.json["votes"][str(poll_id)]["choice"] == [1]
    assert mine.headers["Cache-Control"] == "no-store"


def test_without_scripts_a_vote_leads_back_to_the_room(
    app: Flask, room: Room, now: datetime
) -> None:
    poll_id, browser = open_single(room, now), guest_browser(app, room, "晴空")
    page = f"/class/{room.key}/room"
    fields = {"csrf_token": csrf(browser, page), "choice": "0"}
    answer = browser.post(f"/class/{room.key}/polls/{poll_id}/vote", data=fields)
    assert (answer.status_code, answer.location) == (303, page)
    assert "已计入" in browser.get(page).text


@pytest.mark.parametrize(
    "choice",
    [(), ("",), ("3",), ("-1",), ("99999999999",), ("1", "2"), ("<script>",), ("１",), ("1e0",)],
)
def test_what_is_no_answer_is_refused(
    app: Flask, room: Room, now: datetime, choice: tuple[str, ...]
) -> None:
    poll_id, browser = open_single(room, now), guest_browser(app, room, "晴空")
    assert vote(browser, room, poll_id, *choice).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Vote.id))) == 0


def test_polls_of_other_sessions_and_drafts_are_not_there(
    app: Flask, room: Room, now: datetime
) -> None:
    other, _key = add_session(room.world.west, now, {room.host: "host"}, key="test-room-0002")
    foreign = open_single(room, now, other)
    draft = editing.create(
        room.actor(room.host), room.session_id, editing.Draft("single", "？？", ("甲", "乙")), now
    )
    browser = guest_browser(app, room, "晴空")
    for number in (foreign, draft, 0, 10**12):
        assert vote(browser, room, number, "0").status_code == 404
    host = staff_browser(app, "host")
    studio = f"/classroom/sessions/{room.session_id}"
    for number in (foreign, 0, 10**12):
        fields = {"csrf_token": csrf(host, f"{studio}/studio")}
        assert host.post(f"{studio}/polls/{number}/close", data=fields).status_code == 404
    assert db.session.get_one(Poll, foreign).state == "open"


def test_a_vote_that_comes_too_late_is_told_so(app: Flask, room: Room, now: datetime) -> None:
    poll_id, browser = open_single(room, now), guest_browser(app, room, "晴空")
    course.close_poll(room.actor(room.host), room.session_id, poll_id, now)
    answer = vote(browser, room, poll_id, "1")
    assert answer.status_code == 409
    assert "没有计入" in answer.json["error"]["message"]


def test_a_quiz_tells_nobody_the_right_answer_before_it_is_closed(
    app: Flask, room: Room, now: datetime
) -> None:
    poll_id, browser = open_quiz(room, now), guest_browser(app, room, "晴空")
    vote(browser, room, poll_id, "1")
    host = staff_browser(app, "host")
    for page in everything(app, room, browser, host):
        assert "data-right" not in page
        assert "is-right" not in page
        assert '"right":true' not in page.replace(" ", "")
        assert "% 答对" not in page
    course.close_poll(room.actor(room.host), room.session_id, poll_id, now)
    pages = everything(app, room, browser, host)
    assert sum('data-right="1"' in page for page in pages) >= 3
    assert browser.get(f"/class/{room.key}/mine.json").json["votes"][str(poll_id)]["right"] is True


def everything(app: Flask, room: Room, viewer: FlaskClient, host: FlaskClient) -> list[str]:
    """Whatever the room and the studio give out about polls."""
    key, studio = f"/class/{room.key}", f"/classroom/sessions/{room.session_id}/studio"
    frames = [
        str(panels.fragments(where, ["poll.opened"], room.session_id, language))
        for where in ("room", "studio")
        for language in ("zh", "en")
    ]
    return [
        *frames,
        viewer.get(f"{key}/room").text,
        viewer.get(f"{key}/panels/poll").text,
        viewer.get(f"{key}/mine.json").text,
        host.get(studio).text,
        host.get(f"{studio}/panels/polls").text,
    ]


def test_hidden_results_are_in_no_page_of_viewers(app: Flask, room: Room, now: datetime) -> None:
    poll_id, browser = open_single(room, now), guest_browser(app, room, "晴空")
    vote(browser, room, poll_id, "1")
    assert "100%" in browser.get(f"/class/{room.key}/panels/poll").text
    course.show_results(room.actor(room.host), room.session_id, poll_id, shown=False, now=now)
    assert "100%" not in browser.get(f"/class/{room.key}/panels/poll").text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "anything"}, "类型"),
        ({"question": " \u200b "}, ""),
        ({"question": "长" * 121}, "120"),
        ({"option-0": "", "option-1": ""}, "2"),
        ({"option-0": "同", "option-1": "同"}, "相同"),
        ({"option-0": "长" * 61}, "60"),
        ({"kind": "quiz"}, "正确答案"),
    ],
)
def test_a_bad_draft_is_refused_and_nothing_kept(
    app: Flask, room: Room, change: dict[str, str], message: str
) -> None:
    host = staff_browser(app, "host")
    address = f"/classroom/sessions/{room.session_id}/polls"
    fields = {
        "csrf_token": csrf(host, f"{address}/new"),
        "kind": "single",
        "question": "问",
        "option-0": "甲",
        "option-1": "乙",
        **change,
    }
    answer = host.post(address, data=fields, headers=SCRIPT)
    assert answer.status_code == 422
    assert message in answer.json["error"]["message"]
    assert db.session.scalar(sa.select(sa.func.count(Poll.id))) == 0


def test_markup_in_every_field_stays_text(app: Flask, room: Room, now: datetime) -> None:
    evil = '<img src=x onerror="alert(1)">'
    host = staff_browser(app, "host")
    address = f"/classroom/sessions/{room.session_id}/polls"
    fields = {
        "csrf_token": csrf(host, f"{address}/new"),
        "kind": "single",
        "question": f"\u202e{evil}",
        "option-0": evil,
        "option-1": "乙\u200b",
        "open": "1",
    }
    assert host.post(address, data=fields).status_code == 303
    page = guest_browser(app, room, "晴空").get(f"/class/{room.key}/room").text
    assert "<img src=x" not in page
    assert "\u202e" not in page
    poll = db.session.scalars(sa.select(Poll)).one()
    assert (poll.state, poll.options[1]) == ("open", "乙")


def test_words_are_cleaned_counted_as_one_and_can_be_taken_out(
    app: Flask, room: Room, now: datetime
) -> None:
    actor = room.actor(room.host)
    poll_id = editing.create(actor, room.session_id, editing.Draft("words", "一个词？"), now)
    course.open_poll(actor, room.session_id, poll_id, now)
    for nickname, words in (
        ("晴空", ["ＡＢＣ", "温暖"]),
        ("海风", ["abc。", "  "]),
        ("山", ["b<i>"]),
    ):
        browser = guest_browser(app, room, nickname)
        assert vote(browser, room, poll_id, *words).status_code == 200, words
    panel = browser.get(f"/class/{room.key}/panels/poll").text
    assert '<li data-size="6">abc <small class="num">2</small>' in panel
    assert "b&lt;i&gt;" in panel
    course.take_out_word(actor, room.session_id, poll_id, "温暖", now)
    assert "温暖" not in browser.get(f"/class/{room.key}/panels/poll").text


def test_only_hosts_run_polls(app: Flask, room: Room, now: datetime) -> None:
    poll_id = open_single(room, now)
    address = f"/classroom/sessions/{room.session_id}"
    for username, status in (("moderator", 403), ("cohost", 303)):
        browser = staff_browser(app, username)
        fields = {"csrf_token": csrf(browser, f"{address}/studio")}
        answer = browser.post(f"{address}/polls/{poll_id}/close", data=fields)
        assert answer.status_code == status
    assert app.test_client().post(f"{address}/polls/{poll_id}/close").status_code in (303, 400)


def test_who_is_not_in_the_room_votes_for_nothing(app: Flask, room: Room, now: datetime) -> None:
    poll_id, browser = open_single(room, now), app.test_client()
    fields = {"csrf_token": csrf(browser, f"/class/{room.key}"), "choice": "1"}
    answer = browser.post(f"/class/{room.key}/polls/{poll_id}/vote", data=fields, headers=SCRIPT)
    assert answer.status_code == 403
    assert db.session.scalar(sa.select(sa.func.count(Vote.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Participant.id))) == 0
