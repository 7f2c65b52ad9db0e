"""Minutes are kept in batches and add up by the rules; disputes add to them, never alter them."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.live import attendance
from blueprints.classroom.models import (
    Adjustment,
    Broadcast,
    Dispute,
    Participant,
    Poll,
    PollState,
    Stay,
    ViewerCount,
    Vote,
)
from blueprints.classroom.queries.attendance import facts_of, standing_of, standings
from blueprints.classroom.queries.report.wording import rule
from blueprints.classroom.services import attendance as services
from blueprints.classroom.services import checks, running
from blueprints.classroom.services.attendance.keeping import Sample
from store import UserError, db, write
from tests.support.classroom import Room, come_in, make_room
from tests.support.minutes import beats, stay

MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    """Live for five minutes already; 85 % of the time is asked for."""
    return make_room(now, credit_hours=Decimal("1.5"))


def minutes_of(who: Participant, now: datetime) -> int:
    standing = standing_of(who.session_id, who.id, now)
    return standing.minutes if standing else 0


def all_stays() -> list[tuple[int, str]]:
    query = sa.select(Stay).order_by(Stay.since, Stay.id)
    return [(int((s.until - s.since).total_seconds()), s.reason) for s in db.session.scalars(query)]


def test_beats_are_kept_together_in_one_transaction(room: Room, now: datetime) -> None:
    people = [come_in(room, f"网友{n}", now) for n in range(30)]
    for who in people:
        beats(who, now, 0, 30)
    assert all_stays() == []  # a beat writes nothing
    commits: list[object] = []
    listen = commits.append
    sa.event.listen(db.engine, "commit", listen)
    attendance.settle(now + timedelta(seconds=40))
    sa.event.remove(db.engine, "commit", listen)
    assert len(commits) == 1
    assert all_stays() == [(40, "")] * 30


def test_a_stretch_moves_on_in_its_row(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    beats(who, now, 0, 30)
    attendance.settle(now + timedelta(seconds=40))
    beats(who, now, 60)
    attendance.settle(now + timedelta(seconds=70))
    assert all_stays() == [(70, "")]


def test_the_answer_says_what_counts_and_why_not(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    assert beats(who, now, 0, 30, 60)["seconds"] == 60
    assert beats(who, now, 60, state="hidden")["reason"] == "hidden"
    answer = beats(who, now, 90, 120, state="hidden")
    assert (answer["seconds"], answer["reason"]) == (60, "hidden")
    assert beats(who, now, 120, 150)["seconds"] == 90


def test_two_devices_count_once(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    beats(who, now, 0)
    assert beats(who, now, 0, device="laptop-001")["elsewhere"] is True
    beats(who, now, 30)
    assert beats(who, now, 30, 60, device="laptop-001")["seconds"] == 60
    attendance.settle(now + timedelta(seconds=60))
    assert minutes_of(who, now + MINUTE) == 1


def test_nothing_counts_before_and_after(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    who = come_in(room, "晴空", now)
    assert beats(who, now, 0, 30)["reason"] == "not_live"
    running.go_live(room.actor(room.host), room.session_id, now + MINUTE)
    beats(who, now, 60, 90, 120)
    running.end(room.actor(room.host), room.session_id, now + 2 * MINUTE)
    answer = beats(who, now, 150)
    assert (answer["reason"], answer["seconds"]) == ("over", 60)
    attendance.settle(now + 3 * MINUTE)
    assert all_stays() == [(60, "")]


def test_a_restarted_server_knows_what_was_counted(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    beats(who, now, 0, 30, 60)
    attendance.settle(now + timedelta(seconds=65))
    attendance.forget_all()
    assert beats(who, now, 75, 80)["seconds"] == 80
    attendance.settle(now + timedelta(seconds=80))
    assert all_stays() == [(65, ""), (15, "")]  # one after the other


def test_who_fulfils_the_rule_and_who_does_not(room: Room, now: datetime) -> None:
    start = now - 5 * MINUTE
    enough = come_in(room, "海风", now, room.world.clerk)
    guest, late = come_in(room, "晴空", now), come_in(room, "山月", now)
    stay(enough, start, 8.5)
    stay(guest, start, 8.5)
    stay(late, start, 8.499)
    running.end(room.actor(room.host), room.session_id, start + 10 * MINUTE)
    facts = facts_of(room.session_id, now)
    found = {one.nickname: one for one in standings(facts)}
    assert found["海风"].is_fulfilled
    assert found["海风"].hours(facts) == Decimal("1.5")
    assert found["晴空"].is_fulfilled
    assert found["晴空"].hours(facts) == 0  # nobody knows who that is
    assert (found["山月"].share, found["山月"].short_of) == (84, ("minutes",))


def test_a_rehearsal_earns_nothing(room: Room, now: datetime) -> None:
    who = come_in(room, "海风", now, room.world.clerk)
    stay(who, now - 5 * MINUTE, 5)
    with write():
        room.session.rehearsal_of = room.session_id
    facts = facts_of(room.session_id, now)
    assert [one.hours(facts) for one in standings(facts)] == [0]


def test_the_quizzes_are_part_of_the_rule(app: Flask, now: datetime) -> None:
    room = make_room(now, quiz_share=85, minutes_share=0)
    who = come_in(room, "晴空", now)
    stay(who, now - 5 * MINUTE, 5)
    assert standing_of(room.session_id, who.id, now).is_fulfilled  # type: ignore[union-attr]
    _quizzes(room, who, now, right=5, of=6)
    standing = standing_of(room.session_id, who.id, now)
    assert standing is not None
    assert (standing.quiz_percent, standing.short_of) == (83, ("quiz",))
    _quizzes(room, who, now, right=1, of=1)
    standing = standing_of(room.session_id, who.id, now)
    assert standing is not None
    assert (standing.quiz_percent, standing.short_of) == (85, ())


def _quizzes(room: Room, who: Participant, now: datetime, *, right: int, of: int) -> None:
    with write():
        for number in range(of):
            poll = Poll(
                session_id=room.session_id, kind="quiz", question="?", options=["甲", "乙"],
                right=[0], state=PollState.CLOSED, created_at=now,
            )  # fmt: skip
            db.session.add(poll)
            db.session.flush()
            db.session.add(
                Vote(
                    poll_id=poll.id, participant_id=who.id, choice=[0], right=number < right, at=now
                )
            )


def test_staff_are_no_audience(room: Room, now: datetime) -> None:
    stay(come_in(room, "周老师", now, room.host), now - 5 * MINUTE, 5)
    assert standings(facts_of(room.session_id, now)) == []


def test_an_upheld_dispute_adds_minutes_and_alters_no_stretch(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    stay(who, now - 5 * MINUTE, 1)
    dispute_id = services.dispute(who, "网络断了，我一直在看", now)
    services.decide(room.actor(room.host), room.session_id, dispute_id, True, 3, "已核实", now)
    assert minutes_of(who, now) == 4
    assert all_stays() == [(60, "")]
    found = db.session.scalars(sa.select(Adjustment)).one()
    assert (found.seconds, found.dispute_id, found.reason) == (180, dispute_id, "已核实")


def test_a_dismissed_dispute_changes_nothing(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    stay(who, now - 5 * MINUTE, 1)
    dispute_id = services.dispute(who, "少了", now)
    services.decide(room.actor(room.host), room.session_id, dispute_id, False, 0, "记录完整", now)
    assert minutes_of(who, now) == 1
    with pytest.raises(UserError) as refused:
        services.decide(room.actor(room.host), room.session_id, dispute_id, True, 9, "改判", now)
    assert refused.value.status == 409
    assert minutes_of(who, now) == 1


def test_handing_in_twice_is_one_dispute(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    first = services.dispute(who, " 少了 ", now)
    assert services.dispute(who, "少了", now) == first
    with pytest.raises(UserError):
        services.dispute(who, "还是少了", now)
    assert len(db.session.scalars(sa.select(Dispute)).all()) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 401])
def test_a_dispute_says_something(room: Room, now: datetime, text: str) -> None:
    with pytest.raises(UserError):
        services.dispute(come_in(room, "晴空", now), text, now)


@pytest.mark.parametrize(
    ("upheld", "minutes", "answer"), [(True, 0, "好"), (True, 9999, "好"), (False, 0, " ")]
)
def test_a_decision_says_what_and_why(
    room: Room, now: datetime, upheld: bool, minutes: int, answer: str
) -> None:
    dispute_id = services.dispute(come_in(room, "晴空", now), "少了", now)
    with pytest.raises(UserError):
        services.decide(
            room.actor(room.host), room.session_id, dispute_id, upheld, minutes, answer, now
        )
    assert db.session.scalars(sa.select(Adjustment)).all() == []


def test_moderators_decide_no_disputes(room: Room, now: datetime) -> None:
    dispute_id = services.dispute(come_in(room, "晴空", now), "少了", now)
    with pytest.raises(UserError) as refused:
        services.decide(room.actor(room.moderator), room.session_id, dispute_id, True, 3, "好", now)
    assert refused.value.status == 403


def test_viewers_are_counted_once_a_moment_without_staff(room: Room, now: datetime) -> None:
    people = [come_in(room, f"网友{n}", now).id for n in range(3)]
    host = come_in(room, "周老师", now, room.host).id
    for _again in range(2):
        services.sample({room.session_id: Sample(frozenset([*people, host]), 1)}, now)
    (found,) = db.session.scalars(sa.select(ViewerCount))
    assert (found.people, found.stalled, found.at) == (3, 1, now)


def test_waiting_counts_until_there_is_a_picture(room: Room, now: datetime) -> None:
    who = come_in(room, "晴空", now)
    for state in ("waiting", "stalled"):  # nothing is sent: there is nothing to play
        assert beats(who, now, 0, state=state)["reason"] == ""
    assert beats(who, now, 30, state="waiting")["seconds"] == 30
    with write():
        db.session.add(
            Broadcast(session_id=room.session_id, key="b1", source="browser", started_at=now)
        )
    attendance.forget_all()
    assert beats(who, now, 31, state="waiting")["reason"] == "not_started"
    assert beats(who, now, 32, state="stalled")["reason"] == "stalled"
    assert beats(who, now, 33)["reason"] == ""


def test_check_ins_may_be_asked_for(app: Flask, now: datetime) -> None:
    room = make_room(now, sign_ins=2)
    who, other = come_in(room, "晴空", now), come_in(room, "远山", now)
    for one in (who, other):
        stay(one, now - timedelta(minutes=5), 20)
    first = checks.open_check_in(room.actor(room.host), room.session_id, "", 1, now)
    checks.answer(who.id, first, now)
    open_still = standing_of(room.session_id, other.id, now)
    assert open_still is not None and open_still.is_fulfilled  # there is time to check in yet

    def short(one: Participant, at: datetime) -> tuple[str, ...]:
        found = standing_of(room.session_id, one.id, at)
        assert found is not None
        return found.short_of

    later = now + 2 * MINUTE  # one was held: no more than that one is asked for
    assert (short(who, later), short(other, later)) == ((), ("sign_ins",))
    checks.open_check_in(room.actor(room.host), room.session_id, "", 1, later)
    assert short(who, later + 2 * MINUTE) == ("sign_ins",)
    facts = facts_of(room.session_id, later + 2 * MINUTE)
    assert (facts.sign_ins, "2" in rule(facts)) == (2, True)
