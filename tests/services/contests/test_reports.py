"""Reports of units: versions by link, verified into marks, reported beside verified."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import AppealLink, Report, ReportStage
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reports import Board, board_of, plan_of
from blueprints.contests.sealing import unseal
from blueprints.contests.services import appeals, ledger, progress, reports, setup
from blueprints.contests.services.reports import ReportInput, StageInput
from store import NotFound, UserError, db
from store.actors import SYSTEM, Actor
from store.audit import AuditEntry
from tests.support.contests import Hall, make_hall

STRANGER = Actor("account", 99, "somebody")
FIGURES = {"baseline": "100", "target": "80", "actual": "85"}


def hall_with_plan(
    now: datetime,
    *,
    measure: str = "元/吨",
    themes: tuple[str, ...] = (),
    stages: int = 1,
    prizes: list[tuple[str, int]] | None = None,
) -> Hall:
    hall = make_hall(now, preset="benchmark", entries=2, judges=1, open_round=False)
    names = [StageInput(None, f"第{n + 1}阶段", f"2026-0{n + 5}-01") for n in range(stages)]
    reports.set_plan(SYSTEM, hall.round_id, measure, themes, names, now)
    setup.set_prizes(SYSTEM, hall.round_id, prizes or [], now)
    progress.open_round(SYSTEM, hall.round_id, now)
    appeals.make_links(SYSTEM, hall.round_id, now)
    return hall


def token(hall: Hall, entry: int) -> str:
    return unseal(db.session.get_one(AppealLink, hall.entry(entry).id).token)


def stage(hall: Hall, number: int = 0) -> int:
    query = sa.select(ReportStage.id).where(ReportStage.round_id == hall.round_id)
    return db.session.scalars(query.order_by(ReportStage.position)).all()[number]


def board(hall: Hall, audience: Audience = Audience.DESK) -> Board:
    plan = plan_of(hall.round_id)
    assert plan is not None
    return board_of(hall.round, plan, date(2026, 6, 15), audience)


def given(**changed: object) -> ReportInput:
    values: dict[str, object] = {"project": "余热回收", "benefit": "1200000.50", **FIGURES}
    return ReportInput(**{**values, **changed})  # type: ignore[arg-type]


def test_what_is_verified_becomes_a_mark_and_what_was_reported_stays(
    app: Flask, now: datetime
) -> None:
    hall = hall_with_plan(now)
    report = reports.hand_in(token(hall, 0), stage(hall), given(), now)
    assert board(hall).lines[0].degree is None  # a report alone moves nothing
    reports.decide(SYSTEM, report.id, verified=True, benefit="1000000", note="", now=now)
    line = board(hall).lines[0]
    assert line.degree == "75.00"  # from 100 towards 80, 85 reached
    assert (line.reported, line.verified) == (Decimal("1200000.50"), Decimal(1000000))
    assert ledger.broken_rows(hall.round_id) == []


def test_a_returned_report_is_handed_in_again_as_a_version(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now)
    first = reports.hand_in(token(hall, 0), stage(hall), given(), now)
    with pytest.raises(UserError):
        reports.decide(SYSTEM, first.id, verified=False, benefit="", note=" ", now=now)
    reports.decide(SYSTEM, first.id, verified=False, benefit="", note="请补充凭证", now=now)
    second = reports.hand_in(token(hall, 0), stage(hall), given(seen=1, actual="84"), now)
    assert (second.version, second.state) == (2, "handed_in")
    with pytest.raises(UserError):  # the older version can't be verified any more
        reports.decide(SYSTEM, first.id, verified=True, benefit="", note="", now=now)
    reports.decide(SYSTEM, second.id, verified=True, benefit="", note="", now=now)
    assert board(hall).lines[0].degree == "80.00"
    with pytest.raises(UserError):
        reports.hand_in(token(hall, 0), stage(hall), given(seen=2), now)
    assert len(db.session.scalars(sa.select(Report)).all()) == 2


def verify(report: Report, now: datetime, *, verified: bool = True) -> None:
    reports.decide(SYSTEM, report.id, verified=verified, benefit="", note="核对台账", now=now)


def test_a_verified_report_that_is_given_back_no_longer_counts(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now)
    report = reports.hand_in(token(hall, 0), stage(hall), given(), now)
    verify(report, now)
    verify(report, now, verified=False)
    assert board(hall).lines[0].degree is None
    again = reports.hand_in(token(hall, 0), stage(hall), given(seen=1, actual="84"), now)
    verify(again, now)
    assert board(hall).lines[0].degree == "80.00"
    assert ledger.broken_rows(hall.round_id) == []
    deeds = sa.select(AuditEntry.action).where(
        AuditEntry.action.in_(("round.report_verified", "round.report_returned"))
    )
    assert db.session.scalars(deeds.order_by(AuditEntry.id)).all() == [
        "round.report_verified",
        "round.report_returned",
        "round.report_verified",
    ]


def test_the_last_verified_stage_counts_whichever_was_verified_last(
    app: Flask, now: datetime
) -> None:
    hall = hall_with_plan(now, stages=2)
    first = reports.hand_in(token(hall, 0), stage(hall), given(actual="90"), now)
    last = reports.hand_in(token(hall, 0), stage(hall, 1), given(), now)
    verify(last, now)
    verify(first, now)
    assert board(hall).lines[0].degree == "75.00"
    verify(last, now, verified=False)
    assert board(hall).lines[0].degree == "50.00"
    verify(first, now, verified=False)
    assert board(hall).lines[0].degree is None


def test_a_published_benefit_stays_where_reports_give_no_marks(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=1, judges=1, open_round=False)
    reports.set_plan(SYSTEM, hall.round_id, "", (), [StageInput(None, "结题")], now)
    appeals.make_links(SYSTEM, hall.round_id, now)
    report = reports.hand_in(token(hall, 0), stage(hall), ReportInput("余热回收"), now)
    verify(report, now)  # while the round is set up: it bears on no mark
    progress.open_round(SYSTEM, hall.round_id, now)
    hall.mark(0, 0, "performance", "9.00")
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2, "another person"), hall.round_id, now)
    with pytest.raises(UserError) as refused:
        verify(report, now, verified=False)
    assert refused.value.code == "round_state"


def test_two_windows_do_not_overwrite_each_other(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now)
    reports.hand_in(token(hall, 0), stage(hall), given(), now)
    with pytest.raises(UserError) as refused:
        reports.hand_in(token(hall, 0), stage(hall), given(project="另一窗口"), now)
    assert refused.value.code == "seen"


def test_a_link_is_for_its_own_entrant_and_its_own_rounds(app: Flask, now: datetime) -> None:
    hall, other = hall_with_plan(now), hall_with_plan(now)
    with pytest.raises(NotFound):
        reports.hand_in(token(hall, 0), stage(other), given(), now)
    with pytest.raises(NotFound):
        reports.hand_in("no-such-token", stage(hall), given(), now)
    report = reports.hand_in(token(hall, 0), stage(hall), given(), now)
    with pytest.raises(NotFound):
        reports.decide(STRANGER, report.id, verified=True, benefit="", note="", now=now)


def test_stages_show_who_is_late_and_the_public_sees_verified_ones(
    app: Flask, now: datetime
) -> None:
    hall = hall_with_plan(now, stages=3)
    late = datetime(2026, 5, 20, tzinfo=now.tzinfo)
    report = reports.hand_in(token(hall, 0), stage(hall), given(), late)
    reports.hand_in(token(hall, 0), stage(hall, 2), given(story="内部草稿"), late)
    seen = board(hall)
    assert [(c.state, c.late) for c in seen.lines[0].cells] == [
        ("handed_in", True),
        ("", True),
        ("handed_in", False),
    ]
    assert (seen.handed_in, seen.due) == (2, 6)
    reports.decide(SYSTEM, report.id, verified=True, benefit="1", note="", now=late)
    public = board(hall, Audience.PUBLIC)
    assert public.lines[0].verified == Decimal(1)
    assert public.lines[0].story == ""


def test_reports_end_with_the_round(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now)
    progress.close_round(SYSTEM, hall.round_id, now + timedelta(days=1))
    with pytest.raises(UserError):
        reports.hand_in(token(hall, 0), stage(hall), given(), now)


def test_a_stage_with_reports_stays_in_the_plan(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now, stages=2)
    reports.hand_in(token(hall, 0), stage(hall), given(), now)
    with pytest.raises(UserError):
        reports.set_plan(
            SYSTEM, hall.round_id, "", (), [StageInput(stage(hall, 1), "第二阶段")], now
        )


@pytest.mark.parametrize(
    "changed",
    [
        {"project": " "},
        {"baseline": "viel"},
        {"baseline": "80"},
        {"actual": ""},
        {"benefit": "-1"},
        {"benefit": "1.005"},
        {"benefit": "1e9"},
        {"benefit": "9" * 15},
        {"theme": "没有这个"},
    ],
)
def test_what_means_nothing_is_refused_and_nothing_kept(
    app: Flask, now: datetime, changed: dict[str, object]
) -> None:
    hall = hall_with_plan(now, themes=("节能",))
    with pytest.raises(UserError):
        reports.hand_in(token(hall, 0), stage(hall), given(**{"theme": "节能", **changed}), now)
    db.session.rollback()
    assert db.session.scalars(sa.select(Report)).all() == []
