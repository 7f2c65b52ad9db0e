"""Questions: votes once each, duplicates united, one answered at a time, held ones hidden."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.classroom.models import Question, QuestionState, Sanction, SanctionKind
from blueprints.classroom.queries import questions as queries
from blueprints.classroom.services import running
from blueprints.classroom.services.questions import asking, handling
from store import NotFound, UserError, db, write
from tests.support.classroom import Room, come_in, make_room

KEY = "question-0001"


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def asked(room: Room, nickname: str, text: str, now: datetime) -> tuple[int, int]:
    """The question's id and who asked it."""
    person = come_in(room, nickname, now).id
    return asking.ask(person, text, KEY, now).id, person


def test_sent_twice_it_is_asked_once(room: Room, now: datetime) -> None:
    first, person = asked(room, "晴空", "怎样才能记得住？", now)
    assert asking.ask(person, "怎样才能记得住？", KEY, now).id == first


def test_wishes_count_once_and_can_be_taken_back(room: Room, now: datetime) -> None:
    question, asker = asked(room, "晴空", "怎样才能记得住？", now)
    other = come_in(room, "海风", now).id
    assert [asking.want(other, question, wanted=True, now=now) for _ in range(2)] == [2, 2]
    assert [asking.want(other, question, wanted=False, now=now) for _ in range(2)] == [1, 1]
    with pytest.raises(UserError):
        asking.want(asker, question, wanted=True, now=now)


def test_merged_questions_count_each_person_once(room: Room, now: datetime) -> None:
    first, _asker = asked(room, "一", "怎样记住？", now)
    second, other = asked(room, "二", "怎么才能记住？", now)
    third, _last = asked(room, "三", "记不住怎么办？", now)
    both, one = come_in(room, "四", now).id, come_in(room, "五", now).id
    for person, question in ((both, first), (both, second), (one, second), (other, first)):
        asking.want(person, question, wanted=True, now=now)
    actor = room.actor(room.moderator)
    handling.merge(actor, room.session_id, third, second, now)
    handling.merge(actor, room.session_id, second, first, now)
    # Three who asked, and two who want it.
    assert asking.votes_of(first) == 5
    assert [q.id for q in queries.room_panel(room.session_id)["questions"]] == [first]
    assert db.session.get_one(Question, third).merged_into == first
    late = come_in(room, "六", now).id
    assert asking.want(late, third, wanted=True, now=now) == 6  # an old page leads on
    with pytest.raises(UserError):
        handling.merge(actor, room.session_id, first, first, now)


def test_the_most_wanted_stands_first(room: Room, now: datetime) -> None:
    first, _one = asked(room, "一", "甲？", now)
    second, _two = asked(room, "二", "乙？", now)
    asking.want(come_in(room, "三", now).id, second, wanted=True, now=now)
    shown = queries.room_panel(room.session_id)["questions"]
    assert [(q.id, q.votes) for q in shown] == [(second, 2), (first, 1)]


def test_one_is_answered_at_a_time_and_linked_to_its_minute(room: Room, now: datetime) -> None:
    first, _one = asked(room, "一", "甲？", now)
    second, _two = asked(room, "二", "乙？", now)
    actor, begun = room.actor(room.moderator), now + timedelta(minutes=7, seconds=20)
    handling.step(actor, room.session_id, first, "answer", begun)
    handling.step(actor, room.session_id, second, "answer", begun + timedelta(minutes=2))
    states = {q.id: (q.state, q.minute) for q in queries.room_panel(room.session_id)["questions"]}
    assert states == {first: ("answered", 12), second: ("answering", 14)}  # live for 5 minutes
    running.end(room.actor(room.host), room.session_id, begun + timedelta(minutes=9))
    assert db.session.get_one(Question, second).state == QuestionState.ANSWERED


def test_what_is_held_is_seen_by_nobody_else(app: Flask, now: datetime) -> None:
    room = make_room(now, moderation="pre")
    question, person = asked(room, "晴空", "怎样才能记得住？", now)
    assert queries.room_panel(room.session_id)["questions"] == []
    assert queries.own(room.session_id, person)["asked"][0]["state"] == "held"
    with pytest.raises(NotFound):
        asking.want(come_in(room, "海风", now).id, question, wanted=True, now=now)
    actor = room.actor(room.moderator)
    handling.step(actor, room.session_id, question, "admit", now)
    assert len(queries.room_panel(room.session_id)["questions"]) == 1
    handling.step(actor, room.session_id, question, "refuse", now)
    assert queries.room_panel(room.session_id)["questions"] == []


@pytest.mark.parametrize("text", ["", " \u200b\u2060 ", "长" * 201, "长" * 10_000])
def test_what_is_no_question_is_refused(room: Room, now: datetime, text: str) -> None:
    person = come_in(room, "晴空", now).id
    with pytest.raises(UserError):
        asking.ask(person, text, KEY, now)
    assert queries.own(room.session_id, person)["asked"] == []


def test_who_is_muted_asks_nothing(room: Room, now: datetime) -> None:
    person = come_in(room, "晴空", now).id
    with write():
        db.session.add(
            Sanction(
                session_id=room.session_id,
                participant_id=person,
                kind=SanctionKind.MUTE,
                given_by="account:1",
                given_at=now,
            )
        )
    with pytest.raises(UserError) as refused:
        asking.ask(person, "怎样才能记得住？", KEY, now)
    assert refused.value.code == "muted"
