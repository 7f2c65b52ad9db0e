"""What staff do: the queue, deleting, pinning, sanctions, complaints, lists, reactions."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from blueprints.classroom.access import is_banned
from blueprints.classroom.models import Complaint, Message, Sanction, Word
from blueprints.classroom.queries.chat import desks, lines, log
from blueprints.classroom.services.chat import (
    complaints,
    moderating,
    ordering,
    reacting,
    sanctions,
    wordlists,
)
from realtime.models import LiveItem
from store import AuditEntry, NotFound, UserError, db
from tests.support.chatting import say, staff_member, viewers
from tests.support.classroom import Room, add_session, come_in, make_room


@pytest.fixture
def room(app, now) -> Room:
    return make_room(now)


def told(room_name: str) -> list[str]:
    query = sa.select(LiveItem.kind).where(LiveItem.room == room_name).order_by(LiveItem.seq)
    return list(db.session.scalars(query))


def audited() -> list[str]:
    return [
        action
        for action in db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id))
        if action.startswith("class.")
    ]


def hold(room: Room, now) -> Message:
    who = come_in(room, "晴空", now)
    rules = ordering.Rules(True, True, 0, True, True)
    ordering.set_rules(room.actor(room.host), room.session_id, rules, now)
    return say(who, "等一等", now)


def test_an_approved_message_is_shown_and_its_sender_hears_of_it(room, now) -> None:
    message = hold(room, now)
    assert desks.queue_panel(room.session_id)["waiting"] == 1
    moderator = room.actor(room.moderator)
    later = now + timedelta(seconds=20)
    moderating.approve(moderator, room.session_id, message.id, later)
    moderating.approve(moderator, room.session_id, message.id, later)  # two clicks
    assert (message.state, message.shown_at) == ("shown", later)
    assert told(f"viewer:{message.participant_id}") == ["chat.approved"]
    assert told(f"class:{room.session_id}").count("chat.message") == 1
    assert audited().count("class.message_approved") == 1
    with pytest.raises(UserError):
        moderating.refuse(moderator, room.session_id, message.id, later)


def test_a_refused_message_is_never_shown(room, now) -> None:
    message = hold(room, now)
    moderating.refuse(room.actor(room.moderator), room.session_id, message.id, now)
    assert told(f"viewer:{message.participant_id}") == ["chat.refused"]
    assert "chat.message" not in told(f"class:{room.session_id}")
    assert lines.latest(room.session_id) == []
    assert "等一等" in [kept.text for kept in log.content_log(room.session_id)]


def test_held_messages_are_told_to_the_studio_alone(room, now) -> None:
    hold(room, now)
    assert "queue.held" in told(f"studio:{room.session_id}")
    assert "queue.held" not in told(f"class:{room.session_id}")


def test_a_deleted_message_stays_in_the_content_log(room, now) -> None:
    message = say(come_in(room, "晴空", now), "收回", now)
    moderating.pin(room.actor(room.host), room.session_id, message.id, now)
    moderating.delete(room.actor(room.moderator), room.session_id, message.id, now)
    assert lines.latest(room.session_id) == lines.pinned(room.session_id) == []
    (kept,) = log.content_log(room.session_id)
    assert (kept.text, kept.state, kept.decided_by) == (
        "收回",
        "deleted",
        f"account:{room.moderator}",
    )


def test_pinning_and_announcing(room, now) -> None:
    host = room.actor(room.host)
    message = say(come_in(room, "晴空", now), "看这里", now)
    moderating.pin(host, room.session_id, message.id, now)
    assert [line.text for line in lines.pinned(room.session_id)] == ["看这里"]
    moderating.unpin(host, room.session_id, message.id, now)
    assert lines.pinned(room.session_id) == []
    moderating.announce(host, room.session_id, "第一条", now)
    moderating.announce(host, room.session_id, " 第二条\u202e ", now)
    found = lines.announcement(room.session_id)
    assert found is not None and found.text == "第二条"
    assert [line.text for line in lines.latest(room.session_id)] == ["看这里"]


def test_a_ban_puts_out_with_all_messages_and_can_be_undone(room, now) -> None:
    who = come_in(room, "晴空", now)
    say(who, "一", now), say(who, "二", now)
    host = room.actor(room.host)
    given = sanctions.ban(host, room.session_id, who.id, "广告", now, with_messages=True)
    assert is_banned(who.id, now)
    assert lines.latest(room.session_id) == []
    assert [g.reason for g in desks.sanctions_panel(room.session_id)["given"]] == ["广告"]
    sanctions.undo(host, room.session_id, given, now)
    assert not is_banned(who.id, now)
    assert audited()[-2:] == ["class.banned", "class.sanction_undone"]


@pytest.mark.parametrize("actor", ["moderator", "cohost"])
@pytest.mark.parametrize("target", ["host", "cohost"])
def test_nobody_acts_against_who_stands_above(room, now, actor: str, target: str) -> None:
    person = staff_member(room, getattr(room, target), now)
    message = say(person, "我是主持", now)
    me = room.actor(getattr(room, actor))
    with pytest.raises(UserError) as caught:
        sanctions.ban(me, room.session_id, person.id, "", now)
    assert caught.value.status == 403
    if target == "host":
        with pytest.raises(UserError):
            moderating.delete(me, room.session_id, message.id, now)
    assert db.session.scalars(sa.select(Sanction)).all() == []


def test_an_organiser_in_the_room_as_a_viewer_stands_above_moderators(room, now) -> None:
    who = come_in(room, "晴空", now, room.world.west_admin)
    with pytest.raises(UserError):
        sanctions.mute(room.actor(room.moderator), room.session_id, who.id, 10, "", now)


def test_viewers_and_strangers_keep_no_order(room, now) -> None:
    message = say(come_in(room, "晴空", now), "你好", now)
    for account_id in (room.world.clerk, room.world.east_admin):
        with pytest.raises(NotFound):
            moderating.delete(room.actor(account_id), room.session_id, message.id, now)


def test_a_message_of_another_session_is_not_there(room, now) -> None:
    message = say(come_in(room, "晴空", now), "你好", now)
    other, _key = add_session(room.world.west, now, {room.host: "host"}, key="another-room-01")
    with pytest.raises(NotFound):
        moderating.delete(room.actor(room.host), other, message.id, now)


def test_complaints_of_many_are_one_row_and_one_decision(room, now) -> None:
    author, *others = viewers(room, 4, now)
    message = say(author, "广告", now)
    for other in others:
        complaints.complain(other, message.id, "广告", now)
        complaints.complain(other, message.id, "再说一次", now)
    (row,) = desks.complaints_panel(room.session_id)["grievances"]
    assert (row.count, row.text, row.reason) == (3, "广告", "广告")
    moderator = room.actor(room.moderator)
    complaints.decide(moderator, room.session_id, row.id, upheld=True, now=now)
    assert message.state == "deleted"
    assert set(db.session.scalars(sa.select(Complaint.decision))) == {"upheld"}
    assert [told(f"viewer:{other.id}") for other in others] == [["complaint.decided"]] * 3


def test_nobody_complains_about_a_message_of_their_own(room, now) -> None:
    (author,) = viewers(room, 1, now)
    with pytest.raises(UserError) as refusal:
        complaints.complain(author, say(author, "手滑了", now).id, "广告", now)
    assert refusal.value.status == 409
    assert desks.complaints_panel(room.session_id)["grievances"] == []


def test_a_dismissed_complaint_keeps_the_message(room, now) -> None:
    author, other = viewers(room, 2, now)
    message = say(author, "没问题", now)
    complaints.complain(other, message.id, "", now)
    complaint_id = db.session.scalars(sa.select(Complaint.id)).one()
    moderator = room.actor(room.moderator)
    complaints.decide(moderator, room.session_id, complaint_id, upheld=False, now=now)
    assert message.state == "shown"
    with pytest.raises(UserError):
        complaints.decide(moderator, room.session_id, complaint_id, upheld=True, now=now)


def test_a_list_can_be_pasted_and_words_change_what_they_do(room, now) -> None:
    host = room.actor(room.host)
    count = wordlists.add_words(host, room.session_id, "甲词\n\n乙 词\n乙词\n  \n", "hold", now)
    assert count == 2
    assert wordlists.add_words(host, room.session_id, "乙·词", "refuse", now) == 0
    assert dict(db.session.execute(sa.select(Word.word, Word.action)).all()) == {
        "甲词": "hold",
        "乙词": "refuse",
    }


@pytest.mark.parametrize("text", ["", " \n\u200b\n", "…！？", "长" * 61, "字\n" * 5001])
def test_a_senseless_list_is_refused_as_a_whole(room, now, text: str) -> None:
    with pytest.raises(UserError):
        wordlists.add_words(room.actor(room.host), room.session_id, text, "hold", now)
    assert db.session.scalars(sa.select(Word)).all() == []


def test_lists_are_edited_by_who_may(room, now) -> None:
    for account_id, for_all in ((room.moderator, False), (room.host, True)):
        with pytest.raises(UserError) as caught:
            wordlists.add_words(
                room.actor(account_id), room.session_id, "词", "hold", now, for_all=for_all
            )
        assert caught.value.status == 403


def test_people_are_found_by_nickname_and_name(room, now) -> None:
    come_in(room, "晴空_1", now), come_in(room, "海风", now)
    clerk = come_in(room, "小李", now, room.world.clerk)
    found, total = desks.people(room.session_id, {clerk.id}, "")
    assert (found[0].nick, found[0].name, found[0].is_here, total) == ("小李", "李示四", True, 3)
    for search, nicks in (("晴", ["晴空_1"]), ("李示", ["小李"]), ("_", ["晴空_1"]), ("%", [])):
        assert [p.nick for p in desks.people(room.session_id, set(), search)[0]] == nicks


def test_reactions_are_kept_in_sums(room) -> None:
    assert reacting.counted({"heart": "3", "like": "9999", "boo": "1", "applause": "-2"}) == {
        "heart": 3,
        "like": reacting.MOST_AT_ONCE,
    }
    reacting.add_to_totals(room.session_id, {"heart": 3})
    assert reacting.add_to_totals(room.session_id, {"heart": 2, "like": 1}) == {
        "heart": 5,
        "like": 1,
    }
