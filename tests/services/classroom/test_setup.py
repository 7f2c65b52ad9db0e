"""Setting up by the services: all or nothing, in one's own organisation, on record."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom import panels
from blueprints.classroom.models import ClassSession, Excerpt, Participant, Poll, Staff, Word
from blueprints.classroom.queries.setup.lists import season_choices, seasons_of
from blueprints.classroom.services import excerpts, running, setup
from blueprints.classroom.services.chat import wordlists
from blueprints.classroom.services.polls import course, editing
from blueprints.classroom.services.setup import BookInput, SeasonInput, SessionInput
from store import AuditEntry, NotFound, UserError, db
from tests.support.classroom import Room, come_in, make_room


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def given(now: datetime, **values: object) -> SessionInput:
    plain = {"title": "阅读的力量", "starts_at": now + timedelta(days=1), **values}
    return SessionInput(**plain)  # type: ignore[arg-type]


def test_a_session_stays_in_its_organisations_season(room: Room, now: datetime) -> None:
    east = room.actor(room.world.east_admin)
    theirs = setup.create_season(east, room.world.east, SeasonInput("东区读书季"), now)
    west = room.actor(room.world.west_admin)
    with pytest.raises(UserError) as refused:
        setup.create_session(west, room.world.west, given(now, season_id=theirs), now)
    assert refused.value.code == "season_id"
    with pytest.raises(NotFound):
        setup.create_session(west, room.world.east, given(now), now)
    assert db.session.scalar(sa.select(sa.func.count(ClassSession.id))) == 1


def test_a_book_belongs_to_the_season(room: Room, now: datetime) -> None:
    west = room.actor(room.world.west_admin)
    season_id = setup.create_season(west, room.world.west, SeasonInput("读书季"), now)
    book_id = setup.add_book(west, season_id, BookInput("考工记"), None, now)
    with pytest.raises(UserError) as refused:
        setup.create_session(west, room.world.west, given(now, book_id=book_id), now)
    assert refused.value.code == "book_id"
    made = setup.create_session(
        west, room.world.west, given(now, season_id=season_id, book_id=book_id), now
    )
    setup.remove_book(west, season_id, book_id, now)
    db.session.expire_all()
    assert db.session.get_one(ClassSession, made).book_id is None


def test_registration_and_membership_need_accounts(room: Room, now: datetime) -> None:
    west = room.actor(room.world.west_admin)
    for values in ({"registration": True}, {"visibility": "organisation"}):
        made = setup.create_session(west, room.world.west, given(now, **values), now)
        assert db.session.get_one(ClassSession, made).guests_allowed is False


def test_a_topic_that_was_begun_stays(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    running.begin_topic(host, room.session_id, room.session.topics[1].id, now)
    started = room.session.topics[1].started_at
    begun = {"starts_at": room.session.starts_at}
    with pytest.raises(UserError) as refused:
        setup.update_session(host, room.session_id, given(now, topics=("一",), **begun), now)
    assert refused.value.code == "topics"
    assert room.session.title != "阅读的力量"
    topics = ("一", "二", "三")
    setup.update_session(host, room.session_id, given(now, topics=topics, **begun), now)
    assert [t.title for t in room.session.topics] == ["一", "二", "三"]
    assert room.session.topics[1].started_at == started


def test_no_topic_begins_after_the_end(room: Room, now: datetime) -> None:
    host, topic = room.actor(room.host), room.session.topics[1]
    running.end(host, room.session_id, now)
    assert "/begin" not in panels.html("studio", "course", room.session_id)
    with pytest.raises(UserError):
        running.begin_topic(host, room.session_id, topic.id, now)
    assert room.session.topic_id != topic.id


def test_changed_rules_are_on_record(room: Room, now: datetime) -> None:
    host, begun = room.actor(room.host), room.session.starts_at
    changed = given(now, starts_at=begun, minutes_share=60)
    setup.update_session(host, room.session_id, changed, now)
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "class.session_changed")
    ).one()
    assert entry.detail["minutes_share"] == ["85", "60"]


def test_a_copy_takes_people_and_things_along(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    setup.add_guest(host, room.session_id, setup.GuestInput("赵示一", "车工"), None, now)
    made = setup.copy_session(host, room.session_id, now + timedelta(days=7), now)
    copy = db.session.get_one(ClassSession, made)
    assert (copy.state, copy.went_live_at, copy.ended_at) == ("draft", None, None)
    assert [t.started_at for t in copy.topics] == [None, None]
    assert [g.name for g in copy.guests] == ["赵示一"]
    staff = sa.select(sa.func.count(Staff.id)).where(Staff.session_id == made)
    assert db.session.scalar(staff) == 3


def test_a_copy_brings_what_was_prepared(room: Room, now: datetime) -> None:
    """Polls as drafts without votes, words of the filter, excerpts with their pages."""
    host = room.actor(room.host)
    draft = editing.Draft("single", "何时读书？", ("睡前", "午休"))
    asked = editing.create(host, room.session_id, draft, now)
    editing.create(host, room.session_id, editing.Draft("words", "一个词", ()), now)
    course.open_poll(host, room.session_id, asked, now)
    wordlists.add_words(host, room.session_id, "坏话", "hold", now)
    excerpts.add_text(host, room.session_id, "匆匆", "燕子去了，\n有再来的时候。", now)
    for made in (
        setup.copy_session(host, room.session_id, now + timedelta(days=7), now),
        *setup.repeat_session(host, room.session_id, [now + timedelta(days=14)], now),
    ):
        polls = sa.select(Poll).where(Poll.session_id == made).order_by(Poll.id)
        copied, second = db.session.scalars(polls)
        assert second.question == "一个词"
        assert (copied.question, copied.state, copied.opened_at) == ("何时读书？", "draft", None)
        [word] = db.session.scalars(sa.select(Word).where(Word.session_id == made))
        [text] = db.session.scalars(sa.select(Excerpt).where(Excerpt.session_id == made))
        assert (word.word, text.title) == ("坏话", "匆匆")
        assert "燕子去了" in text.pages[0].text


def test_a_series_is_made_whole_or_not_at_all(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    host = room.actor(room.host)
    dates = [now + timedelta(days=n) for n in (8, 15)]
    setup.repeat_session(host, room.session_id, dates, now)
    with pytest.raises(UserError) as refused:
        setup.repeat_session(host, room.session_id, [now + timedelta(days=22), dates[1]], now)
    assert refused.value.status == 409
    assert db.session.scalar(sa.select(sa.func.count(ClassSession.id))) == 3


def test_what_is_live_is_ended_not_cancelled(room: Room, now: datetime) -> None:
    with pytest.raises(UserError) as refused:
        setup.cancel_session(room.actor(room.host), room.session_id, now)
    assert refused.value.status == 409
    assert room.session.state == "live"


def test_a_role_given_in_the_room_holds_at_once(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    participant = come_in(room, "晴空", now, room.world.clerk)
    setup.add_staff(host, room.session_id, "LI4", "moderator", now)
    assert db.session.get_one(Participant, participant.id).role == "moderator"
    staff = db.session.scalars(sa.select(Staff).where(Staff.account_id == room.world.clerk)).one()
    setup.remove_staff(host, room.session_id, staff.id, now)
    assert db.session.get_one(Participant, participant.id).role == "viewer"


def test_a_cohost_runs_but_does_not_set_up(room: Room, now: datetime) -> None:
    cohost = room.actor(room.cohost)
    for deed in (
        lambda: setup.add_staff(cohost, room.session_id, "li4", "host", now),
        lambda: setup.publish_session(cohost, room.session_id, now),
        lambda: setup.add_guest(cohost, room.session_id, setup.GuestInput("李示四"), None, now),
        lambda: setup.update_session(cohost, room.session_id, given(now), now),
    ):
        with pytest.raises(UserError) as refused:
            deed()
        assert refused.value.status == 403


def test_a_season_is_deleted_while_it_is_empty_and_archived_afterwards(
    room: Room, now: datetime
) -> None:
    actor = room.world.actor(room.world.west_admin)
    empty = setup.create_season(actor, room.world.west, SeasonInput("空"), now)
    used = setup.create_season(actor, room.world.west, SeasonInput("有"), now)
    setup.add_book(actor, empty, BookInput("匆匆"), None, now)
    held = setup.create_session(actor, room.world.west, given(now, season_id=used), now)
    setup.delete_season(actor, empty, now)
    with pytest.raises(UserError) as refused:
        setup.delete_season(actor, used, now)
    assert refused.value.status == 409
    setup.archive_season(actor, used, True, now)
    assert season_choices([room.world.west]) == []
    assert season_choices([room.world.west], used) == [(used, "有")]
    assert [(line.id, line.archived) for line in seasons_of(actor)] == [(used, True)]
    assert db.session.get_one(ClassSession, held).season_id == used
    setup.archive_season(actor, used, False, now)
    assert season_choices([room.world.west]) == [(used, "有")]
