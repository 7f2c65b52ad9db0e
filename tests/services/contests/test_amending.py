"""Amendments after the lock: two people, one decision, both rows kept, the result derived anew."""

import threading
from datetime import datetime

import pytest
from flask import Flask

import scoring
from blueprints.contests.models import LedgerKind
from blueprints.contests.queries import standings
from blueprints.contests.queries.amendments import amendments_of, undecided
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.prizes import confirmed_prizes
from blueprints.contests.queries.results import result_view
from blueprints.contests.services import amending, desk, progress
from blueprints.contests.services.amending import Change
from blueprints.contests.services.ledger import broken_rows
from store import NotFound, UserError, db, write
from store.actors import SYSTEM
from tests.support.contests import make_hall
from tests.support.defended import PRIZES, Defended, defended

WHY = "评委一把 9.90 误写成 9.00"


@pytest.fixture
def case(app: Flask, now: datetime) -> Defended:
    return defended(app, now, ())


def ask(case: Defended, role: str = "scorer", key: str | None = None) -> int:
    actor = case.staff.actor(role)
    return amending.ask(actor, case.hall.round_id, case.slip(), WHY, case.now, key=key)


def approve(case: Defended, seq: int, role: str = "supervisor", key: str | None = None) -> None:
    amending.approve(case.staff.actor(role), case.hall.round_id, seq, case.now, key=key)


def test_an_approved_amendment_changes_the_published_result(case: Defended) -> None:
    assert case.winner == case.hall.entry(1).ref
    seq = ask(case)
    assert case.winner == case.hall.entry(1).ref and undecided(case.hall.round_id) == 1
    approve(case, seq)
    assert case.winner == case.hall.entry(0).ref and undecided(case.hall.round_id) == 0
    assert broken_rows(case.hall.round_id) == []
    [told] = result_view(case.hall.round_id, Audience.PUBLIC).amendments
    assert (told.old, told.new, told.reason) == ("9.00", "9.90", WHY)
    assert (told.asked_by, told.decided_by) == ("示例scorer", "示例supervisor")


def test_the_first_mark_stays_and_a_restart_reads_the_same(case: Defended) -> None:
    approve(case, ask(case))
    marks = case.rows(LedgerKind.MARK)
    assert marks[0].value == "9.00"
    standings.forget()
    assert case.winner == case.hall.entry(0).ref


def test_who_asked_can_not_approve(case: Defended) -> None:
    seq = ask(case, "chief_referee")
    with pytest.raises(UserError) as refused:
        approve(case, seq, "chief_referee")
    assert refused.value.code == "second_person"
    approve(case, seq, "organiser")


def test_it_is_decided_once(case: Defended) -> None:
    seq = ask(case)
    approve(case, seq)
    for decide in (
        lambda: approve(case, seq, "organiser"),
        lambda: amending.refuse(SYSTEM, case.hall.round_id, seq, "不予更正", case.now),
    ):
        with pytest.raises(UserError) as refused:
            decide()
        assert refused.value.code == "decided"
    assert len(case.rows(LedgerKind.AMENDMENT)) == 1


def test_two_people_approve_at_once_and_one_of_them_counts(case: Defended) -> None:
    seq, told = ask(case), []
    actors = [case.staff.actor(role) for role in ("supervisor", "organiser", "chief_referee")]

    def decide(n: int) -> None:
        with case.app.app_context():
            try:
                amending.approve(actors[n], case.hall.round_id, seq, case.now)
                told.append("approved")
            except UserError as refused:
                told.append(refused.code)
            db.session.remove()

    threads = [threading.Thread(target=decide, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(told) == ["approved", "decided", "decided"]
    assert len(case.rows(LedgerKind.AMENDMENT)) == 1


def test_forms_sent_twice_count_once(case: Defended) -> None:
    assert ask(case, key="ask-form-1") == ask(case, key="ask-form-1")
    [one] = amendments_of(case.hall.round)
    for _twice in range(2):
        approve(case, one.seq, key="approve-form-1")
    assert len(case.rows(LedgerKind.AMENDMENT)) == 1


def test_a_refused_one_changes_nothing_and_is_kept(case: Defended) -> None:
    seq = ask(case)
    supervisor = case.staff.actor("supervisor")
    with pytest.raises(UserError, match=r"why|理由"):
        amending.refuse(supervisor, case.hall.round_id, seq, " ", case.now)
    amending.refuse(supervisor, case.hall.round_id, seq, "录像证实为 9.00", case.now)
    assert case.winner == case.hall.entry(1).ref
    [one] = amendments_of(case.hall.round)
    assert (one.state, one.remark) == ("refused", "录像证实为 9.00")
    assert result_view(case.hall.round_id, Audience.PUBLIC).amendments == ()


def test_statuses_and_deductions_are_amended_too(case: Defended) -> None:
    key = case.hall.entry(1).key
    dq = Change(LedgerKind.STATUS, key, "dq")
    approve(case, amending.ask(SYSTEM, case.hall.round_id, dq, "资格不符", case.now))
    assert case.winner == case.hall.entry(0).ref
    back = Change(LedgerKind.STATUS, key, "ok")
    approve(case, amending.ask(SYSTEM, case.hall.round_id, back, "资格核实", case.now))
    points = Change(LedgerKind.DEDUCTION, key, "1")
    approve(case, amending.ask(SYSTEM, case.hall.round_id, points, "超时", case.now))
    assert case.winner == case.hall.entry(0).ref
    [row] = [r for r in case.rows(LedgerKind.AMENDMENT) if r.data["change"] == "deduction"]
    undo = Change(LedgerKind.DEDUCTION_WITHDRAWN, key, seq=row.seq)
    approve(case, amending.ask(SYSTEM, case.hall.round_id, undo, "计时器故障", case.now))
    assert case.winner == case.hall.entry(1).ref


def tied(case: Defended) -> tuple[str, ...]:
    """An amendment ties the first two; there is one first prize, and a tie for it is decided."""
    with write():
        case.hall.round.document = {
            **case.hall.round.document,
            "prizes": {**PRIZES, "boundary": "cut"},
        }
        case.hall.round.contest.version += 1
    for judge in range(3):
        change = case.slip("9.30", judge=judge)
        approve(case, amending.ask(SYSTEM, case.hall.round_id, change, WHY, case.now))
    return tuple(case.hall.entry(n).key for n in (0, 1))


def order(*keys: str) -> Change:
    return Change(LedgerKind.DECISION, value="tie_break", order=keys)


def test_a_tie_that_an_amendment_made_is_decided_by_another(case: Defended) -> None:
    first, second = tied(case)
    with pytest.raises(UserError) as refused:
        progress.confirm_prizes(SYSTEM, case.hall.round_id, case.now)
    assert refused.value.code == "step_blocked"
    assert "一等奖" in str(refused.value.message) and "赵示一" in str(refused.value.message)
    late = amending.ask(SYSTEM, case.hall.round_id, order(first, second), "笔误", case.now)
    seq = amending.ask(SYSTEM, case.hall.round_id, order(second, first), "加赛", case.now)
    approve(case, seq)
    with pytest.raises(UserError) as refused:
        approve(case, late)
    assert refused.value.code == "changed"
    amending.refuse(SYSTEM, case.hall.round_id, late, "已有加赛结果", case.now)
    standings.forget()
    assert case.winner == case.hall.entry(1).ref
    told = result_view(case.hall.round_id, Audience.PUBLIC).amendments[-1]
    assert (told.what, told.reason, told.entry) == ("加赛", "加赛", "")
    assert told.new.index("钱示二") < told.new.index("赵示一")
    progress.confirm_prizes(SYSTEM, case.hall.round_id, case.now)
    names = [one.name for one in confirmed_prizes(SYSTEM, case.hall.round_id).prizes]
    assert names == ["钱示二", "赵示一"]
    [result] = scoring.compute(
        scoring.load(contest_file(case.hall.round.contest, Audience.PUBLIC))
    ).rounds
    assert result.rows[0].entry == case.hall.entry(1).ref
    assert broken_rows(case.hall.round_id) == []


def test_only_everybody_who_is_tied_is_put_in_order(case: Defended) -> None:
    first, second = tied(case)
    third = case.hall.entry(2).key
    for keys in ((first,), (first, third), (first, second, third), (first, first)):
        with pytest.raises(UserError):
            amending.ask(SYSTEM, case.hall.round_id, order(*keys), "加赛", case.now)
    assert undecided(case.hall.round_id) == 0


def test_the_contest_file_computes_to_the_amended_result(case: Defended) -> None:
    approve(case, ask(case))
    key = case.hall.entry(1).key
    points = Change(LedgerKind.DEDUCTION, key, "0.5")
    approve(case, amending.ask(SYSTEM, case.hall.round_id, points, "超时", case.now))
    for audience in Audience:
        document = contest_file(case.hall.round.contest, audience)
        [result] = scoring.compute(scoring.load(document)).rounds
        rows = {row.entry: row.total for row in result.rows}
        assert rows[case.hall.entry(0).ref] == "9.500"
        assert rows[case.hall.entry(1).ref] == "8.800"


def test_what_was_changed_meanwhile_has_to_be_asked_for_anew(case: Defended) -> None:
    first, second = ask(case), ask(case, "organiser")
    approve(case, first)
    with pytest.raises(UserError) as refused:
        approve(case, second)
    assert refused.value.code == "changed"


def test_confirmed_prizes_are_derived_anew(case: Defended) -> None:
    progress.confirm_prizes(SYSTEM, case.hall.round_id, case.now)
    before = confirmed_prizes(SYSTEM, case.hall.round_id)
    approve(case, ask(case))
    after = confirmed_prizes(SYSTEM, case.hall.round_id)
    assert [one.name for one in before.prizes] == [case.hall.entry(n).name for n in (1, 0)]
    assert [one.name for one in after.prizes] == [case.hall.entry(n).name for n in (0, 1)]
    assert before.state != after.state


@pytest.mark.parametrize("value", ["9.00", "", "99", "abc"])
def test_a_value_that_is_none_is_refused_and_nothing_is_written(case: Defended, value: str) -> None:
    before = case.hall.round.seq
    with pytest.raises(UserError):
        amending.ask(SYSTEM, case.hall.round_id, case.slip(value), WHY, case.now)
    assert case.hall.round.seq == before


def test_before_the_confirmation_sheets_are_opened_instead(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    hall.mark(0, 0, "performance", "9.00")
    change = Change(LedgerKind.MARK, hall.entry(0).key, "9.10", hall.judges[0].id, "performance")
    with pytest.raises(UserError) as refused:
        amending.ask(SYSTEM, hall.round_id, change, WHY, now)
    assert refused.value.code == "round_state"


def test_open_requests_keep_a_result_from_being_published(app: Flask, now: datetime) -> None:
    case = defended(app, now, (), upto="confirmed")
    seq = ask(case)
    with pytest.raises(UserError) as refused:
        progress.publish_round(SYSTEM, case.hall.round_id, now)
    assert refused.value.code == "step_blocked"
    amending.refuse(SYSTEM, case.hall.round_id, seq, "无据", now)
    progress.publish_round(SYSTEM, case.hall.round_id, now)


@pytest.mark.parametrize(
    ("role", "asks", "decides"),
    [("scorer", True, False), ("announcer", False, False), ("supervisor", True, True)],
)
def test_who_may(case: Defended, role: str, asks: bool, decides: bool) -> None:
    other = ask(case, "organiser")
    for verb, expected in (
        (lambda: ask(case, role), asks),
        (lambda: approve(case, other, role), decides),
    ):
        try:
            verb()
            status = 200
        except UserError as refused:
            status = refused.status
        assert (status == 200) is expected and status in (200, 403)


def test_a_stranger_finds_nothing(case: Defended) -> None:
    for verb in (lambda: ask(case, "stranger"), lambda: approve(case, ask(case), "stranger")):
        with pytest.raises(NotFound):
            verb()


def test_the_desk_may_not_touch_a_sealed_round_otherwise(case: Defended) -> None:
    with pytest.raises(UserError):
        desk.deduct(
            SYSTEM, case.hall.round_id, case.hall.entry(0).key, "1", "超时", "k" * 12, case.now
        )
