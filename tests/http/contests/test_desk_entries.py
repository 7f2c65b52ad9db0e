"""One entrant at the desk over HTTP: values, deductions, statuses, judges."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.services import desk
from blueprints.contests.services.judging import ask_to_reopen
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

pytestmark = pytest.mark.usefixtures("stopped_clock")

KEY = "key-12345678"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="theory_practical", judges=5, entries=4)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


@pytest.fixture
def address(hall: Hall) -> str:
    return f"/contests/rounds/{hall.round_id}/desk"


def rows_of(kind: LedgerKind) -> list[LedgerRow]:
    db.session.rollback()
    query = sa.select(LedgerRow).where(LedgerRow.kind == kind)
    return list(db.session.scalars(query.order_by(LedgerRow.seq)))


def call(hall: Hall, position: int) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(position).key, hall.now)


def test_a_desk_value_is_entered_once_and_checked_at_the_field(
    hall: Hall, staff: Staff, address: str
) -> None:
    browser, entry = staff.browser("scorer"), hall.entry(0).key
    target = f"{address}/entries/{entry}/marks"
    fields = {"item": "theory", "attempt": "1"}
    for _click in range(2):
        sent = browser.post(target, value="８８．５", key=KEY, **fields)
        assert (sent.status_code, sent.location) == (303, f"{address}?entry={entry}")
    marks = rows_of(LedgerKind.MARK)
    assert [(row.value, row.judge_id) for row in marks] == [("88.5", None)]
    wrong = browser.post(target, htmx=True, value="101", key="key-another1", **fields)
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert 'value="101"' in wrong.text
    whole = browser.post(target, value="abc", key="key-another2", **fields)
    assert whole.status_code == 422
    assert 'value="abc"' in whole.text
    assert 'id="value-theory-1-error"' in whole.text
    assert len(rows_of(LedgerKind.MARK)) == 1


@pytest.mark.parametrize("value", ["NaN", "1e9", "9" * 1000, "-1", "88.5.5", "<b>"])
def test_odd_values_are_refused(hall: Hall, staff: Staff, address: str, value: str) -> None:
    target = f"{address}/entries/{hall.entry(0).key}/marks"
    fields = {"item": "theory", "attempt": "1", "value": value, "key": KEY}
    assert staff.browser("scorer").post(target, **fields).status_code == 422
    assert rows_of(LedgerKind.MARK) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"item": "craft", "attempt": "1"},
        {"item": "nothing", "attempt": "1"},
        {"item": "theory", "attempt": "2"},
        {"item": "theory", "attempt": "x"},
        {},
    ],
)
def test_the_desk_enters_only_its_own_items(
    hall: Hall, staff: Staff, address: str, fields: dict[str, str]
) -> None:
    target = f"{address}/entries/{hall.entry(0).key}/marks"
    answer = staff.browser("scorer").post(target, value="5", key=KEY, **fields)
    assert answer.status_code == 422
    assert rows_of(LedgerKind.MARK) == []


def test_deductions_are_entered_and_withdrawn(hall: Hall, staff: Staff, address: str) -> None:
    browser, entry = staff.browser("scorer"), hall.entry(0).key
    target = f"{address}/entries/{entry}/deductions"
    bare = browser.post(target, htmx=True, points="0.5", reason=" ", key=KEY)
    assert (bare.status_code, 'id="deduct-reason-error"' in bare.text) == (422, True)
    assert 'value="0.5"' in bare.text
    nought = browser.post(target, htmx=True, points="0", reason="超时", key=KEY)
    assert (nought.status_code, 'id="deduct-points-error"' in nought.text) == (422, True)
    for _click in range(2):
        browser.post(target, points="0.5", reason="超时", key=KEY)
    (row,) = rows_of(LedgerKind.DEDUCTION)
    assert "超时" in browser.get(f"{address}?entry={entry}").text
    page = browser.get(f"{target}/{row.seq}/withdrawal").text
    assert "撤回扣分" in page
    for click in range(2):
        again = {"reason": "录错", "key": f"key-000{click}"}
        sent = browser.post(f"{target}/{row.seq}/withdrawal", **again)
        assert sent.status_code == 303
    assert len(rows_of(LedgerKind.DEDUCTION_WITHDRAWN)) == 1
    assert browser.post(f"{target}/999/withdrawal", key=KEY).status_code == 404
    assert browser.get(f"{address}?entry={entry}").status_code == 200


def test_statuses_need_their_reasons(hall: Hall, staff: Staff, address: str) -> None:
    browser, entry = staff.browser("chief_referee"), hall.entry(0).key
    target = f"{address}/entries/{entry}/status"
    bare = browser.post(target, htmx=True, status="dq", reason="", key=KEY)
    assert (bare.status_code, 'id="status-reason-error"' in bare.text) == (422, True)
    assert browser.post(target, status="dead", reason="", key=KEY).status_code == 422
    assert browser.post(target, status="dq", reason="替赛", key=KEY).status_code == 303
    page = browser.get(address).text
    assert "取消资格" in page.split(f'id="line-{entry}"')[1].split("</tr>")[0]
    browser.post(target, status="ok", reason="", key="key-another1")
    page = browser.get(address).text
    assert "取消资格" not in page.split(f'id="line-{entry}"')[1].split("</tr>")[0]


def test_requests_stand_at_the_top_and_are_answered_once(
    hall: Hall, staff: Staff, address: str
) -> None:
    hall.mark(1, 0, "craft", "26.5")
    hall.lock(1, 0)
    entry, judge = hall.entry(0).key, hall.judges[1]
    ask_to_reopen(judge, hall.round_id, entry, "按错一格", "ask-12345", hall.now)
    browser = staff.browser("chief_referee")
    assert "评委 2 申请退回 A01 的评分表" in browser.get(address).text
    target = f"{address}/entries/{entry}/requests"
    fields = {"judge": str(judge.id), "answer": "grant", "key": KEY}
    for _click in range(2):
        assert browser.post(target, **fields).status_code == 303
    assert len(rows_of(LedgerKind.REOPEN)) == 1
    assert "申请退回 A01" not in browser.get(address).text
    late = browser.post(target, **{**fields, "answer": "refuse", "key": "key-another1"})
    assert late.status_code == 409
    for odd in ("", "x", "99999999999999999999"):
        assert browser.post(target, **{**fields, "judge": odd}).status_code == 422


def test_a_judge_is_recused_and_comes_back(hall: Hall, staff: Staff, address: str) -> None:
    browser, entry = staff.browser("chief_referee"), hall.entry(0).key
    call(hall, 0)
    target = f"{address}/entries/{entry}/judges"
    judge = str(hall.judges[1].id)
    sent = browser.post(target, judge=judge, what="recused", reason="选手的师傅", key=KEY)
    assert sent.status_code == 303
    assert "等待评委 1、3、4、5" in browser.get(address).text
    browser.post(target, judge=judge, what="back", reason="", key="key-another1")
    assert "等待评委 1、2、3、4、5" in browser.get(address).text
    assert browser.post(target, judge=judge, what="gone", key="key-another2").status_code == 422


def test_a_judge_of_another_contest_is_not_recused_here(
    hall: Hall, staff: Staff, address: str, now: datetime
) -> None:
    other = make_hall(now)
    target = f"{address}/entries/{hall.entry(0).key}/judges"
    judge = str(other.judges[0].id)
    answer = staff.browser("chief_referee").post(target, judge=judge, what="recused", key=KEY)
    assert answer.status_code == 404
    assert rows_of(LedgerKind.RECUSAL) == []
