"""The spot-check of a result: drawn once by a shown seed, worked through, errors amended."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.spot_checks import SpotCheckView, blocker, spot_check
from blueprints.contests.services import progress, spot_checks
from blueprints.contests.services.ledger import broken_rows
from store import NotFound, UserError, db
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging_defended import judge_everything, with_steps

ENTRIES = 14  # ten, and one of the other four
OTHER = Actor("system", 2, "监督")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = with_steps(make_hall(now, entries=ENTRIES), "spot_check")
    judge_everything(hall)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(OTHER, hall.round_id, now)
    return hall


def draw(hall: Hall, number: str = "42", *, key: str | None = None) -> SpotCheckView:
    spot_checks.draw(OTHER, hall.round_id, number, hall.round.head_hash, hall.now, key=key)
    return spot_check(hall.round)


def check(hall: Hall, key: str, found: str, note: str = "") -> None:
    spot_checks.record(OTHER, hall.round_id, key, found, note, hall.now)


def test_all_ok_passes(hall: Hall, now: datetime) -> None:
    assert blocker(hall.round) and spot_check(hall.round).would_check == 11
    head = hall.round.head_hash
    view = draw(hall)
    assert view.seed == f"{head[:16]}-42"
    assert [one.why for one in view.lines] == ["top"] * 10 + ["lot"]
    for one in view.lines:
        assert blocker(hall.round)
        check(hall, one.line.key, "ok")
    assert blocker(hall.round) is None and spot_check(hall.round).state == "passed"
    progress.publish_round(SYSTEM, hall.round_id, now)
    assert broken_rows(hall.round_id) == []


def test_publishing_waits_for_it(hall: Hall, now: datetime) -> None:
    with pytest.raises(UserError) as refused:
        progress.publish_round(SYSTEM, hall.round_id, now)
    assert refused.value.code == "step_blocked"


def test_an_error_above_the_rate_has_everybody_checked_and_corrected(hall: Hall) -> None:
    view = draw(hall)
    wrong = view.lines[0].line.key
    check(hall, wrong, "error", "评委 1 的实操分抄错")
    again = spot_check(hall.round)
    assert again.state == "all" and len(again.lines) == ENTRIES  # one of eleven is over 5 %
    for one in again.lines[1:]:
        check(hall, one.line.key, "ok")
    assert spot_check(hall.round).state == "errors"
    assert "A01" in (blocker(hall.round) or "")
    check(hall, wrong, "ok", "已更正")
    final = spot_check(hall.round)
    assert (final.state, final.sample_errors, len(final.lines)) == ("passed", 1, ENTRIES)


def test_it_is_drawn_once_also_at_the_same_time(app: Flask, hall: Hall, now: datetime) -> None:
    seen = hall.round.head_hash

    def tap(number: int) -> str:
        with app.app_context():
            try:
                spot_checks.draw(OTHER, hall.round_id, str(number), seen, now)
            except UserError as error:
                return error.code
            return "drawn it"

    with ThreadPoolExecutor(3) as hands:
        answers = sorted(hands.map(tap, range(3)))
    assert answers.count("drawn it") == 1
    drawn = sa.select(sa.func.count()).where(LedgerRow.kind == LedgerKind.SPOT_CHECK)
    db.session.rollback()
    assert db.session.scalar(drawn) == 1


def test_who_may_and_when(app: Flask, hall: Hall, now: datetime) -> None:
    staff, head = Staff(app, hall, now), hall.round.head_hash
    with pytest.raises(UserError) as refused:
        spot_checks.draw(staff.actor("scorer"), hall.round_id, "7", head, now)
    assert refused.value.status == 403
    with pytest.raises(UserError) as late:
        spot_checks.draw(OTHER, hall.round_id, "7", "0" * 64, now)
    assert late.value.code == "stale"
    spot_checks.draw(staff.actor("supervisor"), hall.round_id, "7", head, now)
    outside = {hall.entry(n).key for n in range(ENTRIES)} - {
        one.line.key for one in spot_check(hall.round).lines
    }
    with pytest.raises(NotFound):
        check(hall, outside.pop(), "ok")
    with pytest.raises(UserError):
        check(hall, hall.entry(0).key, "error", " ")


def test_judging_again_makes_it_void(hall: Hall, now: datetime) -> None:
    draw(hall)
    progress.reopen_round(SYSTEM, hall.round_id, "漏了一张", now)
    assert spot_check(hall.round).state == "none"
