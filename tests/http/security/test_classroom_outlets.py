"""What viewers may not know yet, or not any more, is in none of the ways out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.classroom.live.redaction import redact
from blueprints.classroom.models import Message, Participant, Poll
from blueprints.classroom.services import running
from blueprints.classroom.services.chat import moderating, sending, wordlists
from blueprints.classroom.services.polls import course, editing, voting
from blueprints.classroom.services.questions import asking, handling
from realtime import log
from store import UserError, db
from tests.http.permissions.cast import Scene
from tests.http.permissions.requests import addresses
from tests.support.classroom import Room, come_in, guest_browser, make_room

HELD, REFUSED, DELETED = "坏话暗语甲", "坏话暗语乙", "删除暗语丙"


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now, replay="shown", went_live_at=now - timedelta(minutes=1))


def _told(room: Room, guest: FlaskClient) -> str:
    """Everything that a viewer gets: page, panels, JSON, catch-up, and the track afterwards."""
    place = f"/class/{room.key}"
    names = ("chat", "notice", "poll", "questions", "pick", "check", "reading", "order")
    paths = [f"{place}/{p}" for p in ("room", "mine.json", "replay/track.json", "replay")]
    paths += [f"{place}/panels/{name}" for name in names]
    said = "".join(guest.get(path).text for path in paths)
    name = f"class:{room.session_id}"
    items = log.items(name, 0, log.position(name)[1])["items"]
    return said + guest.get(place).text + str(redact(items))


def test_what_was_not_or_is_no_longer_shown_is_told_nowhere(
    app: Flask, room: Room, now: datetime
) -> None:
    host, guest = room.actor(room.host), guest_browser(app, room, "远山")
    wordlists.add_words(host, room.session_id, "坏话", "hold", now)
    writer = come_in(room, "晴空", now)
    sent = [
        sending.send_message(writer, text, f"secret-key-{n}", now)
        for n, text in enumerate((HELD, REFUSED, DELETED, "留下的话"))
    ]
    moderating.refuse(host, room.session_id, sent[1].id, now)
    moderating.pin(host, room.session_id, sent[2].id, now)
    moderating.delete(host, room.session_id, sent[2].id, now)
    asked = asking.ask(come_in(room, "海风", now).id, f"{HELD}？", "question-key-0", now)
    assert asked.state == "held"
    other = asking.ask(come_in(room, "星河", now).id, "问题暗语丁？", "question-key-1", now)
    handling.step(host, room.session_id, other.id, "refuse", now)
    secrets = (HELD, REFUSED, DELETED, "问题暗语丁")
    assert [s for s in secrets if s in _told(room, guest)] == []
    running.end(host, room.session_id, now)
    told = _told(room, guest)
    assert [s for s in secrets if s in told] == []
    assert "留下的话" in told


def _quiz(room: Room, now: datetime) -> int:
    draft = editing.Draft("quiz", "草稿暗语？", ("对的", "错的"), frozenset({0}))
    return editing.create(room.actor(room.host), room.session_id, draft, now)


def test_an_answer_is_known_when_the_quiz_is_closed(app: Flask, room: Room, now: datetime) -> None:
    host, guest, poll_id = room.actor(room.host), guest_browser(app, room, "远山"), _quiz(room, now)
    assert "草稿暗语" not in _told(room, guest)
    course.open_poll(host, room.session_id, poll_id, now)
    me = db.session.query(Participant).filter_by(nickname="远山").one()
    voting.vote(me.id, poll_id, ["0"], now)
    told = _told(room, guest)
    assert "草稿暗语" in told
    assert "data-right=" not in told and "is-right" not in told and '"right":true' not in told
    course.close_poll(host, room.session_id, poll_id, now)
    with pytest.raises(UserError) as late:
        voting.vote(come_in(room, "海风", now).id, poll_id, ["0"], now)
    assert late.value.status == 409
    assert "is-right" in _told(room, guest)


def test_what_staff_hide_is_hidden_in_the_replay_too(app: Flask, room: Room, now: datetime) -> None:
    host, guest = room.actor(room.host), guest_browser(app, room, "远山")
    words = editing.Draft("words", "一个词", show_results=False)
    poll_id = editing.create(host, room.session_id, words, now)
    course.open_poll(host, room.session_id, poll_id, now)
    voting.vote(come_in(room, "海风", now).id, poll_id, ["云中暗语"], now)
    single = editing.Draft("single", "何时读书？", ("睡前暗语", "午休"))
    second = editing.create(host, room.session_id, single, now)
    course.open_poll(host, room.session_id, second, now)
    running.end(host, room.session_id, now)
    course.show_results(host, room.session_id, second, shown=False, now=now)
    told = guest.get(f"/class/{room.key}/replay/track.json").get_json()
    assert [(p["bars"], p["words"]) for p in told["polls"]] == [([], []), ([], [])]
    assert "云中暗语" not in _told(room, guest)
    course.show_results(host, room.session_id, poll_id, shown=True, now=now)
    assert "云中暗语" in _told(room, guest)
    assert db.session.get_one(Poll, poll_id).show_results


def test_every_deed_asks_for_a_token(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scene.app.config, "WTF_CSRF_ENABLED", True)
    exempt = {"classroom.rtmp_publish", "classroom.rtmp_done", "classroom.rehearsal_beat"}
    browser, seen = scene.visitor("administrator"), 0
    before = db.session.query(Message).count()
    for endpoint, method, rule in addresses(scene.app):
        if not endpoint.startswith("classroom.") or method == "GET" or endpoint in exempt:
            continue
        values = dict.fromkeys(rule.arguments, 1) | {"name": "answer", "broadcast": "0" * 32}
        path = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
        assert path is not None
        answer = browser.open(path[1], method=method)
        assert answer.status_code == 400, (endpoint, answer.status_code)
        seen += 1
    assert seen >= 60
    assert db.session.query(Message).count() == before
