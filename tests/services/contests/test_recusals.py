"""Recusals that are found: proposed to who may know, decided with one tap, by the ledger."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Judge, LedgerKind, LedgerRow
from blueprints.contests.queries.console import console
from blueprints.contests.queries.recusals import Proposal, may_see, proposals
from blueprints.contests.services import codes, recusals
from blueprints.contests.services.ledger import broken_rows
from store import NotFound, UserError, db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging_defended import with_steps


def related(hall: Hall) -> Hall:
    """Judge 1 is of the entrants' unit; judge 2 is the master of the second entrant."""
    with write():
        db.session.get_one(Judge, hall.judges[0].id).unit = "示例精工"
        hall.round.contest.version += 1
    recusals.set_mentorships(SYSTEM, hall.contest_id, "评委示2， 钱示二\n\n无关 人", hall.now)
    return hall


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return related(make_hall(now))


def found(hall: Hall) -> list[Proposal]:
    return proposals(hall.round)


def decide(hall: Hall, entry: int, judge: int, *, recused: bool, reason: str = "") -> None:
    key, judge_id = hall.entry(entry).key, hall.judges[judge].id or 0
    recusals.decide(SYSTEM, hall.round_id, key, judge_id, hall.now, recused=recused, reason=reason)


def test_they_are_proposed_and_confirmed(hall: Hall) -> None:
    assert [(p.label, p.judge.number, p.reasons) for p in found(hall)] == [
        ("A01", 1, ("unit",)),
        ("A02", 1, ("unit",)),
        ("A02", 2, ("mentor",)),
        ("A03", 1, ("unit",)),
    ]
    decide(hall, 1, 1, recused=True)
    assert [p.state for p in found(hall) if p.judge.number == 2] == ["recused"]
    assert console(hall.judges[1].id or 0, hall.round_id).entrants[1].sheet == "recused"
    row = db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.RECUSAL)).one()
    assert row.data == {"found": ["mentor"]}
    with pytest.raises(UserError) as again:
        decide(hall, 1, 1, recused=False)
    assert again.value.code == "decided"
    assert broken_rows(hall.round_id) == []


def test_a_refusal_stands_and_is_kept(hall: Hall) -> None:
    decide(hall, 0, 0, recused=False, reason="同名不同单位")
    (first,) = [p for p in found(hall) if p.label == "A01"]
    assert (first.state, first.note) == ("refused", "同名不同单位")
    assert found(hall)[-1] == first  # open ones come first
    decide(hall, 0, 0, recused=True)  # a second look
    assert [p.state for p in found(hall) if p.label == "A01"] == ["recused"]


def test_a_list_with_a_faulty_line_changes_nothing(hall: Hall, now: datetime) -> None:
    with pytest.raises(UserError, match="2"):
        recusals.set_mentorships(SYSTEM, hall.contest_id, "甲 乙\n丙", now)
    assert any(p.reasons == ("mentor",) for p in found(hall))
    recusals.set_mentorships(SYSTEM, hall.contest_id, "", now)
    assert not any(p.reasons == ("mentor",) for p in found(hall))


def test_who_may_know_and_decide(app: Flask, hall: Hall, now: datetime) -> None:
    staff, key, judge = Staff(app, hall, now), hall.entry(0).key, hall.judges[0].id or 0
    with pytest.raises(UserError) as refused:
        recusals.decide(staff.actor("announcer"), hall.round_id, key, judge, now, recused=True)
    assert refused.value.status == 403
    with pytest.raises(NotFound):
        recusals.decide(staff.actor("stranger"), hall.round_id, key, judge, now, recused=True)
    recusals.decide(staff.actor("scorer"), hall.round_id, key, judge, now, recused=True)


def test_behind_envelopes_the_encryption_referee_alone_decides(app: Flask, now: datetime) -> None:
    hall = related(make_hall(now, blind=True, open_round=False))
    with_steps(hall, "decoding")
    staff = Staff(app, hall, now)
    keeper = staff.actor("encryption_referee")
    judge = hall.judges[0].id or 0
    with pytest.raises(UserError) as early:  # the draw makes entrants anew
        recusals.decide(keeper, hall.round_id, hall.entry(0).key, judge, now, recused=True)
    assert early.value.code == "not_sealed"
    codes.draw_sealed(keeper, hall.round.event_id, "B", "", now)
    assert len(found(hall)) == 4
    for role in ("organiser", "chief_referee", "supervisor"):
        assert not may_see(staff.actor(role), hall.round)
        with pytest.raises(NotFound):
            recusals.decide(
                staff.actor(role), hall.round_id, hall.entry(0).key, judge, now, recused=True
            )
    assert not may_see(SYSTEM, hall.round)
    recusals.decide(keeper, hall.round_id, hall.entry(0).key, judge, now, recused=True)
    assert [p.state for p in found(hall)].count("recused") == 1
