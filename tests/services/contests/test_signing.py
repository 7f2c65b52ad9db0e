"""Signing for the sheets: when it is asked, what it is for, and what makes it ask again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.console import console
from blueprints.contests.queries.desk.steps import summary
from blueprints.contests.queries.signing import signings, unsigned_judges
from blueprints.contests.services import amending, desk, progress, signing
from blueprints.contests.services.ledger import broken_rows
from store import NotFound, UserError, db
from store.actors import SYSTEM, Actor
from store.files import files
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging_defended import (
    judge_everything,
    sign,
    signature_picture,
    state_of,
    with_steps,
)


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return with_steps(make_hall(now), "signing")


def rows(kind: LedgerKind = LedgerKind.SIGNED) -> list[LedgerRow]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == kind)))


def test_it_is_asked_when_all_sheets_are_locked(hall: Hall) -> None:
    assert state_of(hall, 0) == "marking"
    judge_everything(hall)
    assert {one.state for one in signings(hall.round)} == {"due"}
    receipt = sign(hall, 0)
    assert state_of(hall, 0) == "signed"
    assert [judge.number for judge in unsigned_judges(hall.round)] == [2, 3]
    (row,) = rows()
    assert row.seq == receipt.seq and row.data["result"] == signings(hall.round)[0].result
    assert files().path(row.data["image"]).exists()
    assert broken_rows(hall.round_id) == []


def test_closing_the_round_asks_whoever_gave_a_mark(hall: Hall, now: datetime) -> None:
    hall.mark(0, 0, "performance", "9.25")
    with pytest.raises(UserError, match="锁定"):
        sign(hall, 0)
    progress.close_round(SYSTEM, hall.round_id, now)
    assert state_of(hall, 0) == "due"
    sign(hall, 0)
    assert state_of(hall, 0) == "signed"


def test_a_changed_mark_makes_it_a_signature_for_an_earlier_state(
    hall: Hall, now: datetime
) -> None:
    judge_everything(hall)
    before = signings(hall.round)[0].result
    sign(hall, 0)
    sign(hall, 1)
    entry = hall.entry(0).key
    judge = hall.judges[0].id or 0
    desk.answer_reopening(SYSTEM, hall.round_id, entry, judge, now, granted=True)
    assert state_of(hall, 0) == "marking"
    hall.mark(0, 0, "performance", "8.10")
    hall.lock(0, 0)
    assert [state_of(hall, n) for n in (0, 1)] == ["stale", "signed"]
    with pytest.raises(UserError) as refused:
        sign(hall, 0, seen=before)
    assert refused.value.code == "stale"
    sign(hall, 0)
    assert state_of(hall, 0) == "signed"


def test_an_amendment_asks_for_the_signature_again(app: Flask, hall: Hall, now: datetime) -> None:
    judge_everything(hall)
    for judge in range(3):
        sign(hall, judge)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2, "复核"), hall.round_id, now)
    judge_id = hall.judges[0].id or 0
    change = amending.Change(
        LedgerKind.MARK, hall.entry(0).key, "8.50", judge_id=judge_id, item="performance"
    )
    asked = amending.ask(SYSTEM, hall.round_id, change, "抄录有误", now)
    assert state_of(hall, 0) == "signed"
    amending.approve(Actor("system", 3, "仲裁"), hall.round_id, asked, now)
    assert [state_of(hall, judge) for judge in range(3)] == ["stale", "signed", "signed"]
    assert [one.judge.number for one in summary(hall.round).unsigned] == [1]
    shown = console(judge_id, hall.round_id)
    assert shown.signing == "stale"
    assert [mark.value for mark in shown.entrants[0].marks.values()] == ["8.50"]
    sign(hall, 0)
    assert state_of(hall, 0) == "signed"


def test_the_same_key_signs_once_also_at_the_same_time(app: Flask, hall: Hall) -> None:
    judge_everything(hall)
    seen = signings(hall.round)[0].result

    def tap(_n: int) -> int:
        with app.app_context():
            return sign(hall, 0, key="one-and-the-same", seen=seen).seq

    with ThreadPoolExecutor(4) as hands:
        assert len(set(hands.map(tap, range(4)))) == 1
    assert len(rows()) == 1


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        signature_picture(strokes=0),
        signature_picture(size=(5000, 2000)),
        signature_picture() + b"\0" * (300 * 1024),
    ],
    ids=["nothing", "svg", "broken", "blank", "huge", "heavy"],
)
def test_what_is_no_signature_is_refused(hall: Hall, now: datetime, picture: bytes) -> None:
    judge_everything(hall)
    seen = signings(hall.round)[0].result
    with pytest.raises(UserError):
        signing.sign(hall.judges[0], hall.round_id, picture, seen, "a-key-12345", now)
    assert rows() == []


def test_paper_is_recorded_by_the_desk_with_its_reason(
    app: Flask, hall: Hall, now: datetime
) -> None:
    staff = Staff(app, hall, now)
    judge_everything(hall)
    judge = hall.judges[2].id or 0
    with pytest.raises(UserError):
        signing.record_instead(staff.actor("scorer"), hall.round_id, judge, "paper", " ", now)
    with pytest.raises(UserError) as refused:
        signing.record_instead(
            staff.actor("announcer"), hall.round_id, judge, "paper", "没有手机", now
        )
    assert refused.value.status == 403
    signing.record_instead(staff.actor("scorer"), hall.round_id, judge, "paper", "没有手机", now)
    assert state_of(hall, 2) == "signed"
    assert rows()[0].data.get("paper") and rows()[0].note == "没有手机"


def test_a_refusal_is_recorded_and_holds_for_the_sheets_as_they_stand(
    app: Flask, hall: Hall, now: datetime
) -> None:
    desk_of = Staff(app, hall, now).actor("scorer")
    judge_everything(hall)
    judge = hall.judges[2].id or 0
    for n in (0, 1):
        sign(hall, n)
    progress.close_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError):
        progress.confirm_round(Actor("system", 2, "复核"), hall.round_id, now)
    with pytest.raises(UserError):
        signing.record_instead(desk_of, hall.round_id, judge, "refused", " ", now)
    signing.record_instead(desk_of, hall.round_id, judge, "refused", "对 A01 的评分有异议", now)
    assert [state_of(hall, n) for n in range(3)] == ["signed", "signed", "refused"]
    told = [(one.judge.number, one.signature.reason) for one in summary(hall.round).unsigned]
    assert told == [(3, "对 A01 的评分有异议")]
    progress.confirm_round(Actor("system", 2, "复核"), hall.round_id, now)
    sign(hall, 2)  # and comes round after all
    assert state_of(hall, 2) == "signed" and summary(hall.round).unsigned == ()
    assert broken_rows(hall.round_id) == []


def test_changed_sheets_ask_again_whoever_refused(hall: Hall, now: datetime) -> None:
    judge_everything(hall)
    judge = hall.judges[0].id or 0
    signing.record_instead(SYSTEM, hall.round_id, judge, "refused", "拒绝签字", now)
    entry = hall.entry(0).key
    desk.answer_reopening(SYSTEM, hall.round_id, entry, judge, now, granted=True)
    hall.mark(0, 0, "performance", "8.10")
    hall.lock(0, 0)
    assert state_of(hall, 0) == "due"
    assert 1 in [judge.number for judge in unsigned_judges(hall.round)]


def test_a_contest_without_the_step_asks_nobody(hall: Hall) -> None:
    with_steps(hall)
    judge_everything(hall)
    with pytest.raises(NotFound):
        sign(hall, 0)
