"""The history of a round: paged, checked, and exported without formulas."""

import csv
import io
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.services import desk, promotion
from blueprints.contests.services.ledger import append
from blueprints.contests.services.promotion import RuleInput
from store import write
from store.actors import SYSTEM
from tests.services.contests.test_promotion import hall_with_rule, publish
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.tampering import tamper


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    made = make_hall(now)
    desk.call_entry(SYSTEM, made.round_id, made.entry(0).key, now)
    made.mark(0, 0, "performance", "9.5")
    desk.deduct(SYSTEM, made.round_id, made.entry(0).key, "0.5", "=1+2", "key-12345678", now)
    return made


def test_the_chain_is_said_to_be_sound(app: Flask, hall: Hall, now: datetime) -> None:
    browser = Staff(app, hall, now).browser("supervisor")
    page = browser.get(f"/contests/rounds/{hall.round_id}/ledger")
    assert "哈希链完整：4 条" in page.text
    assert hall.round.head_hash in page.text
    assert "扣 0.5 分" in page.text


def test_a_row_changed_behind_our_back_is_found(app: Flask, hall: Hall, now: datetime) -> None:
    tamper(sa.update(LedgerRow).where(LedgerRow.seq == 3).values(value="9.9"))
    browser = Staff(app, hall, now).browser("supervisor")
    page = browser.get(f"/contests/rounds/{hall.round_id}/ledger")
    assert "哈希链不成立：3" in page.text


def test_the_export_holds_every_row_and_no_formula(app: Flask, hall: Hall, now: datetime) -> None:
    address = f"/contests/rounds/{hall.round_id}/ledger.csv"
    answer = Staff(app, hall, now).browser("supervisor").get(address)
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert rows[4][5] == "'=1+2"
    assert rows[3][4].endswith("：9.5")


def test_it_says_who_was_sent_on(app: Flask, now: datetime) -> None:
    hall = hall_with_rule(now, RuleInput("top", count=2))
    publish(hall)
    promotion.promote(SYSTEM, hall.round_id, now)
    said = "晋级：A01 赵示一、A02 钱示二"
    browser = Staff(app, hall, now).browser("supervisor")
    address = f"/contests/rounds/{hall.round_id}/ledger"
    assert said in browser.get(address).text
    assert said in browser.get(f"{address}.csv").text


def test_it_says_who_stays_tied_by_a_decision(app: Flask, hall: Hall, now: datetime) -> None:
    """A contest file may leave some of the tied on one place; the desk's form never does."""
    first, second, third = (hall.entry(position).ref for position in range(3))
    decided = {"kind": "arbitration", "order": [third, [first, second]]}
    with write():
        append(hall.round, LedgerKind.DECISION, SYSTEM, now, data=decided, note="裁定")
    page = (
        Staff(app, hall, now).browser("supervisor").get(f"/contests/rounds/{hall.round_id}/ledger")
    )
    assert "仲裁：A03 孙示三 → A01 赵示一 = A02 钱示二" in page.text


def test_long_histories_come_in_pages(app: Flask, hall: Hall, now: datetime) -> None:
    for n in range(110):
        desk.call_entry(SYSTEM, hall.round_id, hall.entry(n % 2 + 1).key, now)
    browser = Staff(app, hall, now).browser("supervisor")
    first = browser.get(f"/contests/rounds/{hall.round_id}/ledger").text
    assert first.count("<code") == 100
    assert browser.get(f"/contests/rounds/{hall.round_id}/ledger?page=2").text.count("<code") == 14
