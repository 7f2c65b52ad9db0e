"""Votes: once each, exact totals, quizzes, and what the end of a session does to polls."""

import threading
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Poll, Vote, Word
from blueprints.classroom.queries import polls as queries
from blueprints.classroom.services import running
from blueprints.classroom.services.polls import course, editing, voting
from store import NotFound, UserError, db, write
from tests.support.classroom import Room, add_session, come_in, make_room


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def opened(room: Room, now: datetime, kind: str, *options: str, right: tuple[int, ...] = ()) -> int:
    draft = editing.Draft(kind, "问题", options, frozenset(right))
    poll_id = editing.create(room.actor(room.host), room.session_id, draft, now)
    course.open_poll(room.actor(room.host), room.session_id, poll_id, now)
    return poll_id


def view_of(poll_id: int) -> queries.PollView:
    db.session.rollback()
    return queries.poll_view(db.session.get_one(Poll, poll_id))


def test_votes_of_several_choices_add_up(room: Room, now: datetime) -> None:
    poll_id = opened(room, now, "multiple", "甲", "乙", "丙")
    for nickname, chosen in (("一", ["0", "2"]), ("二", ["2", "0", "2"]), ("三", ["1"])):
        voting.vote(come_in(room, nickname, now).id, poll_id, chosen, now)
    view = view_of(poll_id)
    assert (view.voters, [bar.votes for bar in view.bars]) == (3, [2, 1, 2])
    assert [bar.percent for bar in view.bars] == [67, 33, 67]


def test_a_rating_has_a_mean(room: Room, now: datetime) -> None:
    poll_id = opened(room, now, "rating")
    for nickname, stars in (("一", "5"), ("二", "4"), ("三", "4")):
        voting.vote(come_in(room, nickname, now).id, poll_id, [stars], now)
    view = view_of(poll_id)
    assert (view.mean, [bar.votes for bar in view.bars]) == ("4.3", [0, 0, 0, 2, 1])
    with pytest.raises(UserError):
        voting.vote(come_in(room, "四", now).id, poll_id, ["6"], now)


def test_devices_of_one_person_race_for_one_vote(app: Flask, room: Room, now: datetime) -> None:
    poll_id = opened(room, now, "single", "甲", "乙")
    person = come_in(room, "晴空", now).id
    answers: list[voting.Voted] = []
    gate = threading.Barrier(8)

    def press(choice: int) -> None:
        with app.app_context():
            gate.wait()
            answers.append(voting.vote(person, poll_id, [str(choice)], now))

    threads = [threading.Thread(target=press, args=(number % 2,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not answer.again for answer in answers) == 1
    assert len({tuple(answer.choice) for answer in answers}) == 1
    assert view_of(poll_id).voters == 1


def test_who_comes_late_still_votes_while_it_is_open(room: Room, now: datetime) -> None:
    poll_id = opened(room, now, "single", "甲", "乙")
    later = now + timedelta(minutes=30)
    late = come_in(room, "后来", later).id
    assert not voting.vote(late, poll_id, ["1"], later).again
    course.close_poll(room.actor(room.host), room.session_id, poll_id, later)
    with pytest.raises(UserError) as refused:
        voting.vote(come_in(room, "太晚", later).id, poll_id, ["1"], later)
    assert refused.value.code == "closed"
    assert voting.vote(late, poll_id, ["0"], later).choice == [1]  # told what counts


def test_closed_polls_stay_closed_and_opened_ones_unchanged(room: Room, now: datetime) -> None:
    actor, poll_id = room.actor(room.host), opened(room, now, "single", "甲", "乙")
    draft = editing.Draft("single", "别的", ("丙", "丁"))
    for deed in (
        lambda: editing.change(actor, room.session_id, poll_id, draft, now),
        lambda: editing.delete(actor, room.session_id, poll_id, now),
    ):
        with pytest.raises(UserError):
            deed()
    course.close_poll(actor, room.session_id, poll_id, now)
    with pytest.raises(UserError):
        course.open_poll(actor, room.session_id, poll_id, now)
    copied = editing.copy(actor, room.session_id, poll_id, now)
    assert db.session.get_one(Poll, copied).state == "draft"
    editing.delete(actor, room.session_id, copied, now)
    assert db.session.get(Poll, copied) is None


def test_the_share_of_quizzes_of_each_person(room: Room, now: datetime) -> None:
    actor = room.actor(room.host)
    good, half, none = (come_in(room, name, now).id for name in ("甲", "乙", "丙"))
    first = opened(room, now, "quiz", "对", "错", right=(0,))
    second = opened(room, now, "quiz", "对", "也对", "错", right=(0, 1))
    for person, poll_id, chosen in (
        (good, first, ["0"]),
        (good, second, ["1", "0"]),
        (half, first, ["0"]),
        (half, second, ["0"]),
    ):
        voting.vote(person, poll_id, chosen, now)
    assert queries.quiz_share(room.session_id) == {}  # nothing before they are closed
    assert queries.own_votes(room.session_id, good)[str(first)]["right"] is None
    for poll_id in (first, second):
        course.close_poll(actor, room.session_id, poll_id, now)
    assert queries.quiz_share(room.session_id) == {good: Fraction(1), half: Fraction(1, 2)}
    assert none not in queries.quiz_share(room.session_id)
    assert view_of(second).right_voters == 1


def test_the_end_of_the_session_closes_what_is_open(room: Room, now: datetime) -> None:
    poll_id = opened(room, now, "single", "甲", "乙")
    running.end(room.actor(room.host), room.session_id, now)
    assert db.session.get_one(Poll, poll_id).state == "closed"


def test_people_of_another_session_find_no_poll(room: Room, now: datetime) -> None:
    other, key = add_session(room.world.west, now, {room.host: "host"}, key="test-room-0002")
    stranger = come_in(Room(room.world, other, key, room.host, 0, 0), "路人", now).id
    poll_id = opened(room, now, "single", "甲", "乙")
    with pytest.raises(NotFound):
        voting.vote(stranger, poll_id, ["0"], now)
    assert db.session.scalar(sa.select(sa.func.count(Vote.id))) == 0


def test_listed_words_stay_out_of_a_word_cloud(room: Room, now: datetime) -> None:
    poll_id = opened(room, now, "words")
    with write():
        db.session.add(
            Word(
                organisation_id=room.world.west,
                session_id=room.session_id,
                word="坏话",
                action="hold",
                added_at=now,
            )
        )
    with pytest.raises(UserError):
        voting.vote(come_in(room, "晴空", now).id, poll_id, ["好书", "坏 话"], now)
    assert view_of(poll_id).voters == 0


def test_in_a_moderated_session_staff_look_at_words_first(app: Flask, now: datetime) -> None:
    room = make_room(now, moderation="pre")
    poll_id = opened(room, now, "words")
    voting.vote(come_in(room, "晴空", now).id, poll_id, ["好书"], now)
    view = view_of(poll_id)
    assert not view.shown
    assert view.as_state(everything=False) == {"voters": 1}
    assert view.as_state(everything=True)["words"] == [["好书", 1, 1]]
