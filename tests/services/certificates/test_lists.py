"""Award lists: made from contests and rows, taken over again, changed, counted, audited."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.award_rows import AwardRow, as_given, tidied
from blueprints.certificates.models import AwardList, Certificate, CertificateStatus, Source
from blueprints.certificates.queries.lists.source import Difference, differences
from blueprints.certificates.services import lists
from blueprints.contests.models import RoundState
from blueprints.contests.services import desk
from blueprints.people import services as people
from store import AuditEntry, NotFound, UserError, db, write
from store.actors import SYSTEM, Actor
from tests.support.award_lists import filled_list, issue, prized_hall, rows_of
from tests.support.contests import Hall
from tests.support.people import World, account, make_world

ROWS = [
    AwardRow("赵示一", "同志", "示例机床厂", "一等奖"),
    AwardRow("钱示二", "同志", "示例仪表厂", "二等奖"),
    AwardRow("孙示三", "同志", "示例水泵厂", "二等奖"),
]


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return prized_hall(now)


def told(list_id: int) -> tuple[Difference, ...]:
    return differences(SYSTEM, db.session.get_one(AwardList, list_id))


def names(list_id: int) -> list[str]:
    return [row.name for row in rows_of(list_id)]


def version(list_id: int) -> int:
    return db.session.get_one(AwardList, list_id, populate_existing=True).version


def disqualify(hall: Hall, entry: int) -> None:
    """As a ruling after the publication would."""
    with write():
        hall.round.state = RoundState.REVIEW
    desk.set_status(SYSTEM, hall.round_id, hall.entry(entry).key, "dq", "冒名", hall.now)
    with write():
        hall.round.state = RoundState.PUBLISHED


def test_a_contest_gives_its_prizes_in_ceremony_order(hall: Hall, now: datetime) -> None:
    list_id = lists.list_from_contest(SYSTEM, hall.round_id, now)
    first, second = rows_of(list_id)
    assert (first.name, first.award, first.position) == ("钱示二", "一等奖", 1)
    assert (second.name, second.award, second.position) == ("赵示一", "二等奖", 2)
    assert first.unit == "示例精工工会"
    assert (first.honorific, first.reason) == ("同志", "成绩优异")
    made = db.session.get_one(AwardList, list_id)
    assert (made.source, made.source_id) == (Source.CONTEST, hall.round_id)
    assert made.organisation_id == hall.organisation_id
    assert made.occasion == "示例比武数控铣决赛"
    assert told(list_id) == ()


def test_the_same_round_gives_the_same_list(hall: Hall, now: datetime) -> None:
    first = lists.list_from_contest(SYSTEM, hall.round_id, now)
    assert lists.list_from_contest(SYSTEM, hall.round_id, now) == first
    assert len(rows_of(first)) == 2


def test_a_correction_in_the_contest_is_told_and_taken_over(hall: Hall, now: datetime) -> None:
    list_id = lists.list_from_contest(SYSTEM, hall.round_id, now)
    disqualify(hall, 1)
    kinds = {(one.kind, one.name) for one in told(list_id)}
    assert kinds == {("changed", "赵示一"), ("added", "孙示三"), ("gone", "钱示二")}
    assert names(list_id) == ["钱示二", "赵示一"]
    taken = lists.take_over(SYSTEM, list_id, now)
    assert (taken.added, taken.changed, taken.removed, taken.left) == (1, 1, 1, 0)
    assert [(r.name, r.award, r.position) for r in rows_of(list_id)] == [
        ("赵示一", "一等奖", 1),
        ("孙示三", "二等奖", 2),
    ]
    assert told(list_id) == ()


def test_a_correction_in_the_list_outlives_one_in_the_contest(hall: Hall, now: datetime) -> None:
    list_id = lists.list_from_contest(SYSTEM, hall.round_id, now)
    second = rows_of(list_id)[1]
    spelled = replace(as_given(second), name="赵示怡")
    lists.update_recipient(SYSTEM, list_id, second.id, spelled, now)
    assert told(list_id) == ()
    disqualify(hall, 1)
    lists.take_over(SYSTEM, list_id, now)
    first = rows_of(list_id)[0]
    assert (first.name, first.award) == ("赵示怡", "一等奖")


def test_what_was_issued_is_told_but_not_taken_over(hall: Hall, now: datetime) -> None:
    list_id = lists.list_from_contest(SYSTEM, hall.round_id, now)
    issue([row.id for row in rows_of(list_id)], now)
    disqualify(hall, 1)
    taken = lists.take_over(SYSTEM, list_id, now)
    assert (taken.added, taken.changed, taken.removed, taken.left) == (1, 0, 0, 2)
    assert names(list_id) == ["钱示二", "赵示一", "孙示三"]
    assert {(one.kind, one.name, one.stays, one.issued) for one in told(list_id)} == {
        ("changed", "赵示一", True, True),
        ("gone", "钱示二", True, True),
    }
    zhao = rows_of(list_id)[1]
    lists.update_recipient(SYSTEM, list_id, zhao.id, replace(as_given(zhao), award="一等奖"), now)
    with write():
        db.session.execute(sa.update(Certificate).values(status=CertificateStatus.REVOKED))
    assert told(list_id) == ()


def test_who_is_in_a_batch_and_the_list_it_was_made_from_stay(world: World, now: datetime) -> None:
    list_id = filled_list(world.west, ROWS, now)
    one = rows_of(list_id)[0].id
    issue([one], now)
    with pytest.raises(UserError) as refused:
        lists.remove_recipient(SYSTEM, list_id, one, now)
    assert refused.value.code == "in_batch"
    with pytest.raises(UserError) as refused:
        lists.remove_list(SYSTEM, list_id, now)
    assert refused.value.code == "in_use"
    assert len(rows_of(list_id)) == 3


def test_only_confirmed_prizes_of_ones_own_contests_are_taken(world: World, now: datetime) -> None:
    hall = prized_hall(now, parent_id=world.west)
    stranger = world.actor(world.east_admin)
    with pytest.raises(NotFound):
        lists.list_from_contest(stranger, hall.round_id, now)
    with pytest.raises(NotFound):
        lists.list_from_contest(SYSTEM, 999, now)
    list_id = lists.list_from_contest(world.actor(world.west_admin), hall.round_id, now)
    with pytest.raises(NotFound):
        lists.take_over(stranger, list_id, now)
    with pytest.raises(NotFound):
        lists.take_over(SYSTEM, filled_list(world.west, ROWS, now), now)


def test_a_source_asked_again_is_taken_over_into_its_list(world: World, now: datetime) -> None:
    def take(*rows: AwardRow) -> int:
        return lists.create_from_rows(
            SYSTEM, world.west, Source.ATTENDANCE, 5, "1", "结业", "示例培训", rows, now
        )

    first, second = (replace(row, key=f"k{n}") for n, row in enumerate(ROWS[:2]))
    list_id = take(first, second)
    assert take(first, replace(second, award="三等奖"), replace(ROWS[2], key="k2")) == list_id
    assert [row.award for row in rows_of(list_id)] == ["一等奖", "三等奖", "二等奖"]


def test_a_supervisor_sees_but_does_not_prepare(world: World, now: datetime) -> None:
    looking = account("wu6", "吴示六", world.west, now)
    people.grant_role(SYSTEM, looking, "supervisor", organisation_id=world.west, now=now)
    list_id = filled_list(world.west, ROWS, now)
    with pytest.raises(UserError) as refused:
        lists.add_recipient(world.actor(looking), list_id, ROWS[0], now)
    assert refused.value.status == 403
    with pytest.raises(NotFound):
        lists.add_recipient(world.actor(world.east_admin), list_id, ROWS[0], now)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (AwardRow("  "), "name"),
        (AwardRow("赵" * 121), "name"),
        (AwardRow("赵示一", reason="长" * 401), "reason"),
        (AwardRow("赵示一", official_number="Y12345"), "official_number"),
        (AwardRow("赵示一", values={"x": "y" * 401}), "values"),
        (AwardRow("赵示一", values={f"x{n}": "y" for n in range(31)}), "values"),
    ],
)
def test_a_faulty_row_is_refused_at_its_field(
    world: World, now: datetime, row: AwardRow, field: str
) -> None:
    list_id = lists.create_list(SYSTEM, world.west, "示例名单", "", now)
    with pytest.raises(UserError) as refused:
        lists.add_recipient(SYSTEM, list_id, row, now)
    assert refused.value.code == field
    assert rows_of(list_id) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊・阿卜杜", "买买提·吐尔逊·阿卜杜"),
        ("王\u3000芳", "王芳"),
        ("张三 李四", "张三 李四"),
        ("Anna-Maria • Li", "Anna-Maria • Li"),
    ],
)
def test_a_name_has_one_spelling(typed: str, kept: str) -> None:
    assert tidied(AwardRow(typed)).name == kept


def test_an_official_number_is_kept_in_one_spelling(world: World, now: datetime) -> None:
    row = AwardRow("赵示一", official_number=" y0001 32 000123 26 3 000017 ")
    list_id = filled_list(world.west, [row], now)
    assert rows_of(list_id)[0].official_number == "Y000132000123263000017"


def test_moving_keeps_the_places_without_gaps(world: World, now: datetime) -> None:
    list_id = filled_list(world.west, ROWS, now)
    last = rows_of(list_id)[2].id
    lists.move_recipient(SYSTEM, list_id, last, 1, now)
    assert names(list_id) == ["孙示三", "赵示一", "钱示二"]
    lists.move_recipient(SYSTEM, list_id, last, 99, now)
    assert names(list_id) == ["赵示一", "钱示二", "孙示三"]
    lists.move_recipient(SYSTEM, list_id, last, 2, now)
    lists.remove_recipient(SYSTEM, list_id, rows_of(list_id)[0].id, now)
    assert [(r.name, r.position) for r in rows_of(list_id)] == [("孙示三", 1), ("钱示二", 2)]


def test_every_change_counts_and_is_audited_without_names(world: World, now: datetime) -> None:
    list_id = filled_list(world.west, ROWS, now)
    before = version(list_id)
    one = rows_of(list_id)[0]
    lists.update_recipient(SYSTEM, list_id, one.id, replace(as_given(one), unit="示例电机厂"), now)
    lists.update_recipient(SYSTEM, list_id, one.id, replace(as_given(one), unit="示例电机厂"), now)
    lists.hide_recipient(SYSTEM, list_id, one.id, "本人申请", now)
    lists.show_recipient(SYSTEM, list_id, one.id, now)
    lists.add_recipient(SYSTEM, list_id, AwardRow("周示五"), now)
    lists.remove_recipient(SYSTEM, list_id, one.id, now)
    assert version(list_id) == before + 5
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.subject == f"award_list:{list_id}")
        .order_by(AuditEntry.id)
    ).all()
    assert [entry.action for entry in entries] == [
        "award_list.created",
        "recipient.changed",
        "recipient.hidden",
        "recipient.shown",
        "recipient.added",
        "recipient.removed",
    ]
    assert not any("示" in str(entry.detail) for entry in entries)


def test_withdrawal_from_publication_needs_and_keeps_a_reason(world: World, now: datetime) -> None:
    list_id = filled_list(world.west, ROWS, now)
    one = rows_of(list_id)[0].id
    with pytest.raises(UserError):
        lists.hide_recipient(SYSTEM, list_id, one, "  ", now)
    lists.hide_recipient(SYSTEM, list_id, one, "本人申请", now)
    hidden = rows_of(list_id)[0]
    assert (hidden.hidden_at, hidden.hidden_by, hidden.hidden_reason) == (
        now,
        "system",
        "本人申请",
    )


def test_a_recipient_of_another_list_is_not_found(world: World, now: datetime) -> None:
    one, other = filled_list(world.west, ROWS, now), filled_list(world.west, ROWS, now)
    foreign = rows_of(other)[0].id
    for verb in (lists.remove_recipient, lists.show_recipient):
        with pytest.raises(NotFound):
            verb(SYSTEM, one, foreign, now)


def test_a_list_of_which_nothing_was_made_can_be_removed(world: World, now: datetime) -> None:
    list_id = filled_list(world.west, ROWS, now)
    lists.remove_list(SYSTEM, list_id, now)
    assert db.session.get(AwardList, list_id) is None
    assert rows_of(list_id) == []


def test_a_judge_makes_no_list(world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        lists.create_list(Actor("judge", 1, "评委"), world.west, "名单", "", now)


def test_two_who_take_the_same_prizes_at_once_get_one_list(
    app: Flask, hall: Hall, now: datetime
) -> None:
    def take(_person: int) -> int:
        with app.app_context():
            return lists.list_from_contest(SYSTEM, hall.round_id, now)

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(take, range(4)))
    assert len(made) == 1
    assert len(rows_of(made.pop())) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AwardList)) == 1
