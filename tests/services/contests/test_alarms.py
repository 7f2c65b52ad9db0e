"""Alarms at the desk: live, settled with a reason, marked again with both marks kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests import boards
from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.alarms import alarms_view
from blueprints.contests.queries.console import console
from blueprints.contests.queries.desk.alarms import Alarm
from blueprints.contests.queries.desk.detail import detail
from blueprints.contests.services import alarms, progress
from blueprints.contests.services.alarms import Place
from blueprints.contests.services.ledger import broken_rows
from realtime import rooms
from store import UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

LIMITS = {"performance": {"spread": "1", "deviation": "0.75"}}
WHY = "分差过大，请重看第二段"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """Judge 3 gave the first entrant far less than the others, and all have locked."""
    hall = make_hall(now)
    alarms.set_limits(SYSTEM, hall.round_id, LIMITS, now)
    for judge, mark in enumerate(("9.2", "9.0", "7.5")):
        hall.mark(judge, 0, "performance", mark)
        hall.lock(judge, 0)
    return hall


def found(hall: Hall) -> tuple[Alarm, ...]:
    lines = alarms_view(hall.round).lines
    return lines[0].alarms if lines else ()


def place(hall: Hall, entry: int = 0) -> Place:
    return Place(hall.entry(entry).key, "performance", 1)


def frame(hall: Hall, after: int) -> dict[str, Any]:
    room = f"desk:{hall.round_id}:zh_Hans_CN"
    kind = rooms.find(room)
    assert kind is not None
    return kind.frame_of(room, after, hall.round.seq)


def ask(hall: Hall, *judges: int, key: str | None = None) -> int:
    ids = [hall.judges[judge].id or 0 for judge in judges]
    return alarms.ask_to_remark(SYSTEM, hall.round_id, place(hall), ids, WHY, hall.now, key=key)


def test_spread_and_outlier_are_found(hall: Hall) -> None:
    spread, outlier = found(hall)
    assert (spread.kind, spread.figure, spread.numbers) == ("spread", "1.7", (1, 3))
    assert (outlier.kind, outlier.figure, outlier.numbers) == ("outlier", "1.07", (3,))


def test_the_desk_hears_of_them_live_and_nobody_else_ever(hall: Hall) -> None:
    before = hall.round.seq
    hall.mark(0, 1, "performance", "9.0")
    hall.mark(1, 1, "performance", "6.5")
    sent = frame(hall, before)
    line = next(f["html"] for f in sent["fragments"] if f["target"].startswith("#line-"))
    assert "评委相差 2.5" in line and "data-alarming" in line
    for room in [f"board:{hall.round_id}:{name}" for name in boards.LOCALES]:
        kind = rooms.find(room)
        assert kind is not None
        told = str(kind.frame_of(room, 1, kind.position_of(room)[1]))
        assert "相差" not in told and "apart" not in told


def test_a_settled_alarm_stands_until_a_mark_changes(hall: Hall, now: datetime) -> None:
    spread = found(hall)[0]
    with pytest.raises(UserError):
        alarms.settle(SYSTEM, hall.round_id, place(hall), spread.fingerprint, " ", now)
    alarms.settle(SYSTEM, hall.round_id, place(hall), spread.fingerprint, "看过录像", now)
    assert [bool(one.settled) for one in found(hall)] == [True, False]
    ask(hall, 2)
    hall.mark(2, 0, "performance", "7.6")
    assert [bool(one.settled) for one in found(hall)] == [False, False]
    with pytest.raises(UserError) as refused:
        alarms.settle(SYSTEM, hall.round_id, place(hall), spread.fingerprint, "看过录像", now)
    assert refused.value.code == "stale"
    assert broken_rows(hall.round_id) == []


def test_marking_again_keeps_both_marks_and_the_phone_shows_why(hall: Hall) -> None:
    assert ask(hall, 2) == 1
    judge = hall.judges[2].id or 0
    entrant = console(judge, hall.round_id).entrants[0]
    assert entrant.takes_marks and entrant.remark is not None and entrant.remark.reason == WHY
    assert console(hall.judges[0].id or 0, hall.round_id).asked_again is None
    hall.mark(2, 0, "performance", "8.6")
    hall.lock(2, 0)
    (line,) = detail(hall.round, hall.entry(0).key).remarks
    assert (line.before, line.after, line.answered) == ("7.5", "8.6", True)
    assert console(judge, hall.round_id).asked_again is None
    assert found(hall) == ()
    kept = db.session.scalars(
        sa.select(LedgerRow.value)
        .where(
            LedgerRow.round_id == hall.round_id,
            LedgerRow.judge_id == judge,
            LedgerRow.kind == LedgerKind.MARK,
        )
        .order_by(LedgerRow.seq)
    )
    assert list(kept) == ["7.5", "8.6"]


def test_the_same_form_asks_once_also_at_the_same_time(app: Flask, hall: Hall) -> None:
    def tap(_n: int) -> int:
        with app.app_context():
            return ask(hall, 0, 2, key="one-and-the-same")

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(tap, range(4))) == [0, 0, 0, 2]


def test_what_cannot_be_marked_again_is_refused(app: Flask, hall: Hall, now: datetime) -> None:
    staff = Staff(app, hall, now)
    with pytest.raises(UserError, match="评委 1"):
        alarms.ask_to_remark(
            SYSTEM, hall.round_id, place(hall, 1), [hall.judges[0].id or 0], WHY, now
        )
    with pytest.raises(UserError) as refused:
        alarms.set_limits(staff.actor("announcer"), hall.round_id, {}, now)
    assert refused.value.status == 403
    with pytest.raises(UserError, match="大于零"):
        alarms.set_limits(SYSTEM, hall.round_id, {"performance": {"spread": "0"}}, now)
    progress.close_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError) as closed:
        ask(hall, 2)
    assert closed.value.code == "round_state"


def test_a_levelled_item_alarms_by_its_scheme(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="worldskills")
    item = next(one["id"] for one in _scheme(hall) if one.get("spread"))
    hall.mark(0, 0, item, "1")
    hall.mark(1, 0, item, "2")
    assert found(hall) == ()
    hall.mark(2, 0, item, "3")
    assert [one.kind for one in found(hall)] == ["spread"]


def _scheme(hall: Hall) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = db.session.get_one(Round, hall.round_id).scheme.document["items"]
    return items
