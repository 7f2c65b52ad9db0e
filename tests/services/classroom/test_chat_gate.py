"""The one gate: who may write, how often, and what becomes of it."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from blueprints.classroom.live import redaction
from blueprints.classroom.models import Message, Question, SessionState, Word
from blueprints.classroom.services.chat import (
    gate,
    moderating,
    ordering,
    sanctions,
    sending,
    wordlists,
    words,
)
from realtime.models import LiveItem
from store import UserError, db, write
from tests.support.chatting import say, staff_member, viewers
from tests.support.classroom import Room, come_in, make_room


def refused(who, text: str, now: datetime) -> UserError:
    before = db.session.scalar(sa.select(sa.func.count(Message.id)))
    with pytest.raises(UserError) as caught:
        say(who, text, now)
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == before
    return caught.value


def rules(**values: object) -> ordering.Rules:
    usual = {"chat_open": True, "danmaku": True, "slow_seconds": 0, "auto_slow": True, "pre": False}
    return ordering.Rules(**{**usual, **values})


def run_by(room: Room, now: datetime, **values: object) -> None:
    ordering.set_rules(room.actor(room.host), room.session_id, rules(**values), now)


def logged(room: Room, kind: str) -> list[dict]:
    query = sa.select(LiveItem).where(
        LiveItem.room == f"class:{room.session_id}", LiveItem.kind == kind
    )
    return [item.payload for item in db.session.scalars(query.order_by(LiveItem.seq))]


def test_a_message_is_shown_and_told_to_the_room(app, now) -> None:
    room = make_room(now)
    message = say(come_in(room, "晴空", now), "这段写得真好", now)
    assert (message.state, message.shown_at) == ("shown", now)
    (payload,) = logged(room, "chat.message")
    assert (payload["id"], payload["nick"], payload["text"]) == (message.id, "晴空", "这段写得真好")


def test_sending_again_changes_nothing(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    first = say(who, "一次", now, "the-same-key")
    again = say(who, "一次", now + timedelta(seconds=1), "the-same-key")
    assert first.id == again.id
    assert len(logged(room, "chat.message")) == 1


@pytest.mark.parametrize("key", ["", "short", "with space in it", "x" * 41, "键键键键键键键键键"])
def test_a_strange_key_is_refused(app, now, key: str) -> None:
    who = come_in(make_room(now), "晴空", now)
    with pytest.raises(UserError):
        sending.send_message(who, "你好", key, now)


@pytest.mark.parametrize("state", ["draft", "scheduled", "ended", "cancelled"])
def test_one_writes_while_the_session_is_live(app, now, state: str) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    with write():
        room.session.state = SessionState(state)
    assert refused(who, "你好", now).code == "closed"


def test_a_closed_chat_is_open_to_staff(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    run_by(room, now, chat_open=False)
    assert refused(who, "你好", now).code == "closed"
    assert say(staff_member(room, room.moderator, now), "稍等", now).state == "shown"


def test_five_in_ten_seconds_and_then_a_countdown(app, now) -> None:
    room = make_room(now)
    who, other = viewers(room, 2, now)
    for number in range(gate.MOST):
        say(who, f"第{number}句", now + timedelta(seconds=number))
    refusal = refused(who, "再一句", now + timedelta(seconds=6.5))
    assert isinstance(refusal, gate.TooSoon)
    assert (refusal.status, refusal.seconds) == (429, 4)
    say(other, "我还可以", now + timedelta(seconds=6.5))
    say(who, "又可以了", now + timedelta(seconds=10.1))


def test_questions_count_like_messages(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    with write():
        for number in range(gate.MOST):
            db.session.add(
                Question(
                    session_id=room.session_id,
                    participant_id=who.id,
                    client_key=f"question-{number}",
                    text="为什么？",
                    asked_at=now,
                )
            )
    assert refused(who, "你好", now + timedelta(seconds=1)).code == "too_soon"


def test_slow_mode_counts_down_and_spares_guests_and_staff(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    run_by(room, now, slow_seconds=30)
    say(who, "一", now)
    assert refused(who, "二", now + timedelta(seconds=12)).seconds == 18
    say(who, "三", now + timedelta(seconds=30))
    host = staff_member(room, room.host, now)
    say(host, "一", now)
    say(host, "二", now)


def test_slow_mode_comes_by_itself_and_goes_again(app, now) -> None:
    room = make_room(now)
    crowd = viewers(room, 21, now)
    for number in range(100):
        say(crowd[number % 20], f"{number}", now + timedelta(seconds=number * 0.09))
    busy = now + timedelta(seconds=9)
    assert room.session.calm_until is not None
    assert logged(room, "order.calmed") == [{}]
    late = crowd[20]
    say(late, "一", busy)
    assert refused(late, "二", busy + timedelta(seconds=3)).seconds == 7
    after = room.session.calm_until + timedelta(seconds=1)
    say(late, "三", after)
    say(late, "四", after + timedelta(seconds=1))


def test_a_mute_stops_writing_until_it_ends_or_is_undone(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    host = room.actor(room.host)
    sanctions.mute(host, room.session_id, who.id, 10, "", now)
    assert refused(who, "你好", now + timedelta(minutes=9)).code == "muted"
    say(who, "回来了", now + timedelta(minutes=10))
    given = sanctions.mute(host, room.session_id, who.id, 0, "", now)
    assert refused(who, "你好", now + timedelta(hours=5)).code == "muted"
    sanctions.undo(host, room.session_id, given, now)
    say(who, "谢谢", now + timedelta(hours=5))


def test_a_listed_word_holds_or_refuses(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    host = room.actor(room.host)
    wordlists.add_words(host, room.session_id, "加微信", "hold", now)
    wordlists.add_words(host, room.session_id, "坏词", "refuse", now)
    held = say(who, "请 加・微 信", now)
    assert (held.state, held.held_for, held.shown_at) == ("held", "加微信", None)
    assert logged(room, "chat.message") == []
    assert refused(who, "加微信看壞詞", now).code == "word"


def test_words_of_the_organisation_hold_in_all_sessions_below(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    boss = room.actor(room.world.administrator)
    wordlists.add_words(boss, room.session_id, "spam", "hold", now, for_all=True)
    assert say(who, "Ｓ p a m !", now).state == "held"
    assert say(who, "spammer", now).state == "shown"  # a longer word


def test_a_word_taken_off_the_list_holds_no_more(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    host = room.actor(room.host)
    wordlists.add_words(host, room.session_id, "加微信", "hold", now)
    assert say(who, "加微信", now).state == "held"
    word_id = db.session.scalars(sa.select(Word.id)).one()
    wordlists.remove_word(host, room.session_id, word_id, now)
    assert say(who, "加微信", now).state == "shown"


def test_pre_moderation_holds_viewers_and_trusts_staff(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    run_by(room, now, pre=True)
    assert (say(who, "你好", now).state, say(who, "好", now).held_for) == ("held", "pre")
    assert say(staff_member(room, room.cohost, now), "欢迎", now).state == "shown"


def test_deleted_messages_are_not_served_from_the_log(app, now) -> None:
    room = make_room(now)
    who = come_in(room, "晴空", now)
    kept, gone = say(who, "留下", now), say(who, "删除", now)
    moderating.delete(room.actor(room.host), room.session_id, gone.id, now)
    items = [
        {"kind": item.kind, "payload": item.payload}
        for item in db.session.scalars(
            sa.select(LiveItem).where(LiveItem.room == f"class:{room.session_id}")
        )
    ]
    assert len(items) == 3
    served = redaction.redact(items)
    assert [item["kind"] for item in served] == ["chat.message", "chat.deleted"]
    assert served[0]["payload"]["id"] == kept.id


def test_a_list_that_changed_is_another_one_even_with_the_same_length(app, now) -> None:
    room = make_room(now)
    host = room.actor(room.host)
    wordlists.add_words(host, room.session_id, "坏话", "hold", now)
    assert words.find(room.session, "坏话").action == "hold"
    wordlists.add_words(host, room.session_id, "坏话", "refuse", now)
    assert words.find(room.session, "坏话").action == "refuse"
    wordlists.remove_word(host, room.session_id, db.session.scalar(sa.select(Word.id)), now)
    wordlists.add_words(host, room.session_id, "恶语", "hold", now)
    assert words.find(room.session, "坏话") is None
    assert words.find(room.session, "恶语") is not None
