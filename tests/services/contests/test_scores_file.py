"""Scores from a machine's file: all or none, nothing twice, every fault at its cell."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import ledger
from blueprints.contests.services.desk import scores
from store import UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="theory_practical", entries=3, judges=5)


def table(hall: Hall, *rows: tuple[str, ...]) -> list[list[str]]:
    return [scores.score_heads(hall.round), *(list(row) for row in rows)]


def width(hall: Hall) -> int:
    return len(scores.score_heads(hall.round)) - 1


def marks(hall: Hall) -> list[tuple[str, str]]:
    query = sa.select(LedgerRow.item, LedgerRow.value).where(
        LedgerRow.round_id == hall.round_id, LedgerRow.kind == LedgerKind.MARK
    )
    return [tuple(row) for row in db.session.execute(query.order_by(LedgerRow.seq))]


def test_the_whole_file_enters_a_sound_ledger_once(hall: Hall, now: datetime) -> None:
    values = ("60",) * width(hall)
    given = table(hall, *((f"A{n:02d}", *values) for n in (1, 2, 3)))
    assert scores.check_scores(hall.round, given).new == 3 * width(hall)
    count = scores.import_scores(SYSTEM, hall.round_id, given, "sim.csv", now, key="file-0001")
    assert count == 3 * width(hall)
    again = scores.import_scores(SYSTEM, hall.round_id, given, "sim.csv", now, key="file-0001")
    other = scores.import_scores(SYSTEM, hall.round_id, given, "sim.csv", now, key="file-0002")
    assert (again, other, len(marks(hall))) == (0, 0, count)
    assert ledger.broken_rows(hall.round_id) == []
    with reading(hall.round_id, Audience.DESK) as live:
        assert live.book.seq == hall.round.seq


def test_a_corrected_file_enters_what_changed_as_a_new_version(hall: Hall, now: datetime) -> None:
    values = ("60",) * width(hall)
    first = table(hall, ("A01", *values), ("A02", *values))
    scores.import_scores(SYSTEM, hall.round_id, first, "sim.csv", now, key="file-0001")
    second = table(hall, ("A01", "61", *values[1:]), ("A02", *("",) * width(hall)))
    count = scores.import_scores(SYSTEM, hall.round_id, second, "sim.csv", now, key="file-0002")
    assert count == 1
    with reading(hall.round_id, Audience.DESK) as live:
        kept = live.book.marks_of(hall.entry(0).id)
        assert max(mark.versions for mark in kept.values()) == 2
        assert len(live.book.marks_of(hall.entry(1).id)) == width(
            hall
        )  # empty cells change nothing


def test_every_fault_is_at_its_cell_and_nothing_is_entered(hall: Hall, now: datetime) -> None:
    values = ("60",) * (width(hall) - 1)
    given = table(
        hall,
        ("A01", "101", *values),
        ("A09", "60", *values),
        ("A02", "viel", *values),
        ("A02", "60", *values),
    )
    plan = scores.check_scores(hall.round, given)
    assert [sorted(row.faults) for row in plan.rows] == [[1], [0], [1], [0]]
    with pytest.raises(UserError):
        scores.import_scores(SYSTEM, hall.round_id, given, "sim.csv", now, key="file-0001")
    db.session.rollback()
    assert marks(hall) == []


@pytest.mark.parametrize(
    "head", [[], ["姓名", "理论"], ["编号"], ["编号", "没有这一项"], ["编号", "理论", "理论"]]
)
def test_a_head_that_is_not_understood_is_refused(hall: Hall, head: list[str]) -> None:
    with pytest.raises(UserError):
        scores.check_scores(hall.round, [head, ["A01", "80", "80"]])


def test_a_sealed_result_takes_no_file(hall: Hall, now: datetime) -> None:
    hall.round.state = "published"
    db.session.commit()
    given = table(hall, ("A01", *("60",) * width(hall)))
    with pytest.raises(UserError):
        scores.import_scores(SYSTEM, hall.round_id, given, "sim.csv", now, key="file-0001")
