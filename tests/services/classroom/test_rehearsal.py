"""Rehearsals: a copy to practise in, a crowd that behaves like people, and nothing is counted."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import islice

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.access import session_by_key
from blueprints.classroom.crowds import Script
from blueprints.classroom.live.room import present, viewers_in
from blueprints.classroom.models import (
    ClassSession,
    Hand,
    Message,
    Participant,
    Poll,
    Question,
    Vote,
    Word,
)
from blueprints.classroom.queries import reading
from blueprints.classroom.services import excerpts, rehearsal, running
from blueprints.classroom.services.polls.course import open_poll
from blueprints.classroom.services.rehearsal import Deed
from store import NotFound, UserError, db, write
from store.actors import ANONYMOUS
from tests.support.classroom import Room, make_room


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    room = make_room(now, state="scheduled")
    with write():
        db.session.add(
            Poll(
                session_id=room.session_id,
                kind="single",
                question="最常在什么时候读书?",
                options=["睡前", "午休"],
                right=[],
                created_at=now,
            )
        )
        db.session.add(
            Word(
                organisation_id=room.world.west,
                session_id=room.session_id,
                word="广告",
                added_at=now,
            )
        )
    excerpts.add_text(room.actor(room.host), room.session_id, "书", "读书\n明理", now)
    return room


@pytest.fixture
def made(room: Room, now: datetime) -> int:
    return rehearsal.make(room.actor(room.host), room.session_id, now)


def count(model: type, session_id: int) -> int:
    query = sa.select(sa.func.count(model.id)).where(model.session_id == session_id)
    return db.session.scalar(query) or 0


def test_a_rehearsal_is_a_copy_that_points_at_the_real_one(room: Room, made: int) -> None:
    copy = db.session.get_one(ClassSession, made)
    assert (copy.rehearsal_of, copy.is_live, copy.counts) == (room.session_id, True, False)
    assert [topic.title for topic in copy.topics] == [t.title for t in room.session.topics]
    assert (count(Poll, made), count(Word, made)) == (1, 1)
    (excerpt,) = reading.listed(made)
    assert (excerpt.title, excerpt.state, excerpt.pages) == ("书", "ready", 1)
    assert room.session.state == "scheduled"


def test_there_is_one_rehearsal_at_a_time(room: Room, made: int, now: datetime) -> None:
    host = room.actor(room.host)
    assert rehearsal.make(host, room.session_id, now) == made
    assert rehearsal.make(host, made, now) == made  # from within it
    running.end(host, made, now)
    assert rehearsal.make(host, room.session_id, now) != made


def test_strangers_and_moderators_open_none(room: Room, now: datetime) -> None:
    with pytest.raises(UserError):
        rehearsal.make(room.actor(room.moderator), room.session_id, now)
    running.go_live(room.actor(room.host), room.session_id, now)
    with pytest.raises(UserError):
        rehearsal.make(room.actor(room.host), room.session_id, now)


def test_only_staff_come_into_a_rehearsal(room: Room, made: int) -> None:
    key = db.session.get_one(ClassSession, made).key
    assert session_by_key(room.actor(room.moderator), key).id == made
    for actor in (ANONYMOUS, room.actor(room.world.clerk)):
        with pytest.raises(NotFound):
            session_by_key(actor, key)


def test_a_crowd_does_what_people_do(room: Room, made: int, now: datetime) -> None:
    host = room.actor(room.host)
    poll_id = db.session.scalars(sa.select(Poll.id).where(Poll.session_id == made)).one()
    open_poll(host, made, poll_id, now)
    key = rehearsal.fill(host, made, 30, now)
    for number, second in enumerate(islice(Script(30, "lively", seed=4), 60)):
        deeds = [Deed(deed.what, deed.who, deed.lot) for deed in second.deeds]
        assert rehearsal.beat(made, key, second.here, deeds, now + timedelta(seconds=number))
    assert count(Message, made) > 10
    assert count(Question, made) > 1
    assert count(Hand, made) > 0
    votes = db.session.scalar(sa.select(sa.func.count(Vote.id)).where(Vote.poll_id == poll_id))
    assert 5 < (votes or 0) <= 30
    everybody = db.session.scalars(sa.select(Participant).where(Participant.session_id == made))
    assert all(person.synthetic and person.account_id is None for person in everybody)
    here = db.session.get_one(ClassSession, made).crowd_here
    assert viewers_in(made) == here > 20
    assert len(present(made)) == here
    assert viewers_in(room.session_id) == 0


def test_a_stopped_crowd_is_gone_and_does_nothing_more(
    room: Room, made: int, now: datetime
) -> None:
    host = room.actor(room.host)
    key = rehearsal.fill(host, made, 10, now)
    assert rehearsal.beat(made, key, 10, [], now)
    rehearsal.stop(host, made, now)
    assert viewers_in(made) == 0
    for wrong in (key, "", "x" * 16):
        assert not rehearsal.beat(made, wrong, 10, [Deed("say", 0, 1)], now)
    assert count(Message, made) == 0


def test_a_new_crowd_takes_the_place_of_the_old_one(room: Room, made: int, now: datetime) -> None:
    host = room.actor(room.host)
    old = rehearsal.fill(host, made, 10, now)
    new = rehearsal.fill(host, made, 20, now)
    assert not rehearsal.beat(made, old, 5, [], now)
    assert rehearsal.beat(made, new, 5, [], now)
    assert count(Participant, made) == 20
    rehearsal.leave(made, old, now)
    assert db.session.get_one(ClassSession, made).crowd == new
    rehearsal.leave(made, new, now)
    assert viewers_in(made) == 0


@pytest.mark.parametrize("size", [-1, 0, 9, 1001, 10**6])
def test_a_crowd_has_its_limits(room: Room, made: int, now: datetime, size: int) -> None:
    with pytest.raises(UserError):
        rehearsal.fill(room.actor(room.host), made, size, now)


def test_no_crowd_comes_into_a_real_session(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    running.go_live(host, room.session_id, now)
    with pytest.raises(UserError):
        rehearsal.fill(host, room.session_id, 10, now)
    with pytest.raises(NotFound):
        rehearsal.beat(room.session_id, "", 10, [Deed("say", 0, 1)], now)
    assert count(Participant, room.session_id) == 0


def test_a_rehearsal_is_deleted_with_everything(room: Room, made: int, now: datetime) -> None:
    host = room.actor(room.host)
    poll_id = db.session.scalars(sa.select(Poll.id).where(Poll.session_id == made)).one()
    open_poll(host, made, poll_id, now)
    key = rehearsal.fill(host, made, 20, now)
    deeds = [
        Deed(what, who, who) for who in range(8) for what in ("vote", "say", "ask", "want", "hand")
    ]
    rehearsal.beat(made, key, 20, deeds, now)
    with pytest.raises(UserError):
        rehearsal.remove(host, made)
    running.end(host, made, now)
    assert not rehearsal.beat(made, key, 20, deeds, now)
    assert rehearsal.remove(host, made) == room.session_id
    for model in (Participant, Message, Question, Hand, Poll):
        assert count(model, made) == 0
    with pytest.raises(UserError):
        rehearsal.remove(host, room.session_id)


def test_the_script_can_be_drawn_again() -> None:
    first, again = (list(islice(Script(200, "normal", seed=7), 120)) for _ in range(2))
    assert first == again
    assert max(second.here for second in first) <= 200
    assert first[0].here < first[30].here
    assert len({second.here for second in first[40:]}) > 3  # they come and go
    kinds = Counter(deed.what for second in first for deed in second.deeds)
    assert kinds["say"] > kinds["vote"] > 0 and kinds["ask"] > 0
    assert all(deed.who < second.here for second in first for deed in second.deeds)
