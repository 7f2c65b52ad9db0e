"""Verbs of the desk: calling, rulings, sheets, and that what is odd can't stop a round."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import desk, progress, seats
from blueprints.contests.services.judging import MarkInput, ask_to_reopen
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="theory_practical", judges=3, entries=3)


def kinds(hall: Hall) -> list[str]:
    query = sa.select(LedgerRow.kind).where(LedgerRow.round_id == hall.round_id)
    return list(db.session.scalars(query.order_by(LedgerRow.seq)))


def total(hall: Hall, position: int) -> str | None:
    with reading(hall.round_id, Audience.DESK) as live:
        return live.standings(Audience.DESK).row(hall.entry(position).ref).total


def complete(hall: Hall, position: int) -> None:
    """Every mark of an entrant: 90 theory, 60 + 27 practical."""
    key = hall.entry(position).key
    for item, value in (("theory", "90"), ("measured", "60")):
        given = MarkInput(hall.round_id, key, item, value, f"{item}-{position}-key")
        desk.enter_mark(SYSTEM, given, hall.now)
    for judge in range(3):
        hall.mark(judge, position, "craft", "27")
        hall.lock(judge, position)


def test_the_running_order_is_followed_to_its_end(hall: Hall) -> None:
    called = [desk.call_next(SYSTEM, hall.round_id, hall.now) for _turn in range(4)]
    assert [entry.code if entry else None for entry in called] == ["A01", "A02", "A03", None]
    assert kinds(hall).count(LedgerKind.CALL) == 3


def test_a_call_says_whom_it_saw_on_stage(hall: Hall) -> None:
    keys = [hall.entry(n).key for n in range(3)]
    desk.call_entry(SYSTEM, hall.round_id, keys[0], hall.now, seen="")
    with pytest.raises(UserError) as refused:
        desk.call_entry(SYSTEM, hall.round_id, keys[1], hall.now, seen="")
    assert (refused.value.status, refused.value.code) == (409, "stage_moved")
    desk.call_entry(SYSTEM, hall.round_id, keys[1], hall.now, seen=keys[0])
    desk.call_entry(SYSTEM, hall.round_id, keys[1], hall.now, seen=keys[0])
    assert kinds(hall).count(LedgerKind.CALL) == 2


def test_nothing_is_called_before_the_round_is_open(app: Flask, now: datetime) -> None:
    draft = make_hall(now, open_round=False)
    with pytest.raises(UserError) as refused:
        desk.call_next(SYSTEM, draft.round_id, now)
    assert refused.value.code == "round_state"


def test_an_entrant_of_another_round_is_not_found(hall: Hall, now: datetime) -> None:
    stranger = make_hall(now).entry(0).key
    for verb in (
        lambda: desk.call_entry(SYSTEM, hall.round_id, stranger, now),
        lambda: desk.set_status(SYSTEM, hall.round_id, stranger, "dns", "", now),
        lambda: desk.deduct(SYSTEM, hall.round_id, stranger, "1", "x", "key-12345678", now),
    ):
        with pytest.raises(NotFound):
            verb()


def test_deductions_count_until_they_are_withdrawn(hall: Hall) -> None:
    complete(hall, 0)
    before, key = total(hall, 0), hall.entry(0).key
    receipt = desk.deduct(SYSTEM, hall.round_id, key, "0.5", "超时", "key-12345678", hall.now)
    again = desk.deduct(SYSTEM, hall.round_id, key, "0.5", "超时", "key-12345678", hall.now)
    assert (again.seq, again.repeated) == (receipt.seq, True)
    assert float(total(hall, 0) or 0) == pytest.approx(float(before or 0) - 0.5)
    for _click in range(2):
        desk.withdraw_deduction(SYSTEM, hall.round_id, receipt.seq, "录错", hall.now)
    assert total(hall, 0) == before
    assert kinds(hall).count(LedgerKind.DEDUCTION_WITHDRAWN) == 1


@pytest.mark.parametrize("points", ["0", "-1", "NaN", "abc", "1e5", "", "9" * 500])
def test_odd_deductions_are_refused(hall: Hall, points: str) -> None:
    with pytest.raises(UserError) as refused:
        desk.deduct(
            SYSTEM, hall.round_id, hall.entry(0).key, points, "超时", "key-12345678", hall.now
        )
    assert refused.value.status == 422
    assert LedgerKind.DEDUCTION not in kinds(hall)


def test_a_judge_who_sits_elsewhere_cannot_be_recused_here(hall: Hall, now: datetime) -> None:
    elsewhere = make_hall(now).judges[0].id
    with pytest.raises(NotFound):
        desk.excuse_judge(
            SYSTEM, hall.round_id, hall.entry(0).key, elsewhere or 0, "recused", "", now
        )
    complete(hall, 0)
    assert total(hall, 0) is not None


def test_a_recused_judge_is_not_waited_for(hall: Hall) -> None:
    key, judge_id = hall.entry(0).key, hall.judges[2].id or 0
    desk.excuse_judge(SYSTEM, hall.round_id, key, judge_id, "recused", "师徒", hall.now)
    with pytest.raises(UserError) as refused:
        hall.mark(2, 0, "craft", "27")
    assert refused.value.code == "recused"
    for _click in range(2):
        desk.excuse_judge(SYSTEM, hall.round_id, key, judge_id, "back", "", hall.now)
    assert kinds(hall).count(LedgerKind.RECUSAL) == 2
    hall.mark(2, 0, "craft", "27")


def test_a_judge_who_leaves_is_absent_for_whom_they_have_not_marked(hall: Hall) -> None:
    complete(hall, 0)
    hall.mark(1, 1, "craft", "25")
    judge_id = hall.judges[1].id or 0
    count = desk.excuse_from_here(SYSTEM, hall.round_id, judge_id, "身体不适", hall.now)
    assert count == 1
    with reading(hall.round_id, Audience.DESK) as live:
        excused = [live.book.excuse(hall.entry(n).id, judge_id) for n in range(3)]
    assert excused == [None, None, "absent"]
    assert desk.excuse_from_here(SYSTEM, hall.round_id, judge_id, "", hall.now) == 0


def test_a_sheet_is_given_back_and_refused(hall: Hall) -> None:
    complete(hall, 0)
    key, judge = hall.entry(0).key, hall.judges[0]
    answer = (SYSTEM, hall.round_id, key, judge.id or 0, hall.now)
    with pytest.raises(UserError) as refused:
        desk.answer_reopening(*answer, granted=False)
    assert refused.value.code == "sheet_state"
    ask_to_reopen(judge, hall.round_id, key, "按错", "ask-12345", hall.now)
    desk.answer_reopening(*answer, granted=False)
    desk.answer_reopening(*answer, granted=True)
    hall.mark(0, 0, "craft", "26")
    with pytest.raises(UserError) as refused:
        desk.answer_reopening(*answer, granted=True)
    assert refused.value.status == 409


def test_desk_verbs_end_with_the_confirmation(hall: Hall, app: Flask) -> None:
    staff = Staff(app, hall, hall.now)
    progress.close_round(staff.actor("scorer"), hall.round_id, hall.now)
    progress.confirm_round(staff.actor("supervisor"), hall.round_id, hall.now)
    key, judge_id = hall.entry(0).key, hall.judges[0].id or 0
    for verb in (
        lambda: desk.deduct(SYSTEM, hall.round_id, key, "1", "x", "key-12345678", hall.now),
        lambda: desk.set_status(SYSTEM, hall.round_id, key, "dns", "", hall.now),
        lambda: desk.excuse_judge(SYSTEM, hall.round_id, key, judge_id, "absent", "", hall.now),
        lambda: desk.call_next(SYSTEM, hall.round_id, hall.now),
    ):
        with pytest.raises(UserError) as refused:
            verb()
        assert refused.value.code == "round_state"


def test_seats_remember_when_a_device_was_heard_of(hall: Hall, now: datetime) -> None:
    device = seats.active_device(hall.judges[0].id or 0)
    assert device is not None
    later = now.replace(hour=now.hour + 1)
    seats.note_contact(device.id, later)
    seats.note_contact(device.id, now)
    db.session.rollback()
    assert device.seen_at == later


def test_a_form_gone_back_to_and_filled_in_anew_is_not_answered_as_saved(hall: Hall) -> None:
    """The key of the first sending says something else: "saved" would not be true."""
    first, second = hall.entry(0).key, hall.entry(1).key
    desk.deduct(SYSTEM, hall.round_id, first, "2", "超时", "one-form-key", hall.now)
    again = desk.deduct(SYSTEM, hall.round_id, first, "2", "超时", "one-form-key", hall.now)
    assert again.repeated
    for entry, points in ((first, "3"), (second, "2")):
        with pytest.raises(UserError) as refused:
            desk.deduct(SYSTEM, hall.round_id, entry, points, "超时", "one-form-key", hall.now)
        assert refused.value.status == 409
    assert kinds(hall).count("deduction") == 1
