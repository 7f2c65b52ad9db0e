"""What the announcer may see: with the hall's eyes, or with the desk's when the desk lets them."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.models import EntryPortrait
from blueprints.contests.queries.announcer import AnnouncerView, announcer_view
from blueprints.contests.services import announcing, desk, freezing
from realtime import ANONYMOUS, Identity, rooms
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.award_lists import prized_hall
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

ROOM = "announcer:{}:zh_Hans_CN"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = make_hall(now, release="together")
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    return hall


def view(hall: Hall) -> AnnouncerView:
    return announcer_view(hall.round)


def judge(hall: Hall, entry: int, *marks: str) -> None:
    for number, mark in enumerate(marks):
        hall.mark(number, entry, "performance", mark)
        hall.lock(number, entry)


def frame(hall: Hall) -> str:
    room = ROOM.format(hall.round_id)
    kind = rooms.find(room)
    assert kind is not None
    return str(kind.frame_of(room, 1, hall.round.seq))


def test_stage_next_and_the_sentence_once_it_is_released(hall: Hall, now: datetime) -> None:
    key = hall.entry(0).key
    announcing.set_pronunciations(SYSTEM, hall.round_id, {key: "zhào shì yī"}, now)
    with write():
        db.session.add(EntryPortrait(entry_id=hall.entry(0).id, line="三代铣工", changed_at=now))
    hall.mark(0, 0, "performance", "9.0")
    seen = view(hall)
    assert seen.on_stage is not None and seen.upcoming is not None
    assert (seen.on_stage.name, seen.on_stage.pronunciation, seen.on_stage.line) == (
        "赵示一",
        "zhào shì yī",
        "三代铣工",
    )
    assert seen.upcoming.name == "钱示二" and seen.spoken is None
    hall.lock(0, 0)
    for number in (1, 2):
        hall.mark(number, 0, "performance", "9.0")
        hall.lock(number, 0)
    spoken = view(hall).spoken
    assert spoken is not None and (spoken.total, spoken.place) == ("9.000", 1)
    assert "赵示一（示例精工工会），得分 9.000，暂列第 1 名" in frame(hall)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(1).key, now)
    before = view(hall).before
    assert before is not None and before.card.name == "赵示一"


def test_behind_a_freeze_nothing_new_is_told_unless_the_desk_lets_it(
    hall: Hall, now: datetime
) -> None:
    freezing.freeze(SYSTEM, hall.round_id, "等待复核", now)
    judge(hall, 0, "9.7", "9.7", "9.7")
    seen = view(hall)
    assert seen.on_stage is not None and seen.on_stage.name == "赵示一"  # the hall sees who it is
    assert seen.spoken is None and "9.7" not in frame(hall) and "等待复核" in frame(hall)
    announcing.let_see(SYSTEM, hall.round_id, now, everything=True)
    assert view(hall).spoken is not None and "9.700" in frame(hall)
    announcing.let_see(SYSTEM, hall.round_id, now, everything=False)
    assert view(hall).spoken is None


def test_names_stay_hidden_while_a_contest_is_blind(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    assert view(hall).on_stage is not None and "赵示一" not in frame(hall)
    with pytest.raises(UserError):
        announcing.set_pronunciations(SYSTEM, hall.round_id, {hall.entry(0).key: "zhào"}, now)


def test_prizes_are_read_from_the_lowest_up(app: Flask, now: datetime) -> None:
    seen = announcer_view(prized_hall(now, None).round)
    assert [prize.title for prize in seen.prizes][-1] == "一等奖"
    assert seen.on_stage is None


def test_who_may_join_and_who_decides(app: Flask, hall: Hall, now: datetime) -> None:
    staff, room = Staff(app, hall, now), ROOM.format(hall.round_id)
    assert rooms.allowed(Identity("account", staff.account("announcer")), room)
    for identity in (
        ANONYMOUS,
        Identity("account", staff.account("stranger")),
        Identity("account", staff.account("scorer")),
        Identity("device", hall.judges[0].device_id),
    ):
        assert not rooms.allowed(identity, room)
    with pytest.raises(UserError) as refused:
        announcing.let_see(staff.actor("announcer"), hall.round_id, now, everything=True)
    assert refused.value.status == 403
    announcing.let_see(staff.actor("scorer"), hall.round_id, now, everything=True)
