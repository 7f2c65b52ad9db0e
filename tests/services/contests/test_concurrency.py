"""Many judges at once: one chain, no mark lost, none twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow, Round, RoundEntry, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import progress, promotion
from blueprints.contests.services.ledger import broken_rows
from blueprints.contests.services.promotion import RuleInput
from store import UserError, db, write
from store.actors import SYSTEM
from tests.services.contests.test_promotion import hall_with_rule, publish
from tests.support.contests import Hall, make_hall

JUDGES, ENTRIES = 6, 4
ITEMS = ("content", "skill", "effect")


def _hall(now: datetime) -> Hall:
    return make_hall(now, preset="five_judges_trimmed", judges=JUDGES, entries=ENTRIES)


def _mark_rows(hall: Hall) -> list[LedgerRow]:
    db.session.rollback()
    return list(
        db.session.scalars(
            sa.select(LedgerRow).where(
                LedgerRow.round_id == hall.round_id, LedgerRow.kind == LedgerKind.MARK
            )
        )
    )


def test_judges_marking_at_once_share_one_sound_chain(app: Flask, now: datetime) -> None:
    hall = _hall(now)

    def judge_everybody(judge: int) -> None:
        with app.app_context():
            for entry in range(ENTRIES):
                for item in ITEMS:
                    hall.mark(judge, entry, item, str(judge + entry))
                hall.lock(judge, entry)

    with ThreadPoolExecutor(JUDGES) as pool:
        list(pool.map(judge_everybody, range(JUDGES)))
    assert len(_mark_rows(hall)) == JUDGES * ENTRIES * len(ITEMS)
    assert broken_rows(hall.round_id) == []
    with reading(hall.round_id, Audience.DESK) as live:
        rows = live.standings(Audience.PUBLIC).rows
    assert [row.status for row in rows] == ["ok"] * ENTRIES


def test_the_same_key_sent_at_once_is_entered_once(app: Flask, now: datetime) -> None:
    hall, key = _hall(now), str(uuid.uuid4())

    def send(_time: int) -> tuple[int, str]:
        with app.app_context():
            receipt = hall.mark(0, 0, "content", "7", key=key)
            return receipt.seq, receipt.hash

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(send, range(16)))
    assert len(receipts) == 1
    assert len(_mark_rows(hall)) == 1


def test_a_round_known_before_the_lock_is_read_anew_under_it(app: Flask, now: datetime) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("the write gate lets nobody in between")
    hall = _hall(now)

    def mark_elsewhere() -> None:
        with app.app_context():
            hall.mark(0, 0, "content", "7")

    with write():
        known = db.session.get_one(Round, hall.round_id)
        before = known.seq
        other = Thread(target=mark_elsewhere)
        other.start()
        other.join()
        progress.close_round(SYSTEM, hall.round_id, now)
        assert known.seq == before + 2
    assert broken_rows(hall.round_id) == []


def test_nobody_is_sent_into_a_round_that_is_opened_meanwhile(app: Flask, now: datetime) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("the write gate lets nobody in between")
    above = make_hall(now, open_round=False)
    hall = hall_with_rule(now, RuleInput("top", count=2, target_id=above.round_id))
    publish(hall)

    def open_elsewhere() -> None:
        with app.app_context():
            progress.open_round(SYSTEM, above.round_id, now)

    with pytest.raises(UserError), write():
        known = db.session.get_one(Round, above.round_id)
        assert known.state == RoundState.DRAFT
        other = Thread(target=open_elsewhere)
        other.start()
        other.join()
        promotion.promote(SYSTEM, hall.round_id, now)
    seated = sa.select(sa.func.count()).where(RoundEntry.round_id == above.round_id)
    assert db.session.scalar(seated) == 3
