"""Playing a quiz from the desk: turns, rulings, points in the ledger."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.quizzes.models import BankQuestion, Phase, QuizQuestion, Ruling, Turn
from blueprints.quizzes.queries.desk import ties_of
from blueprints.quizzes.services.play import rulings, turns
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.quiz_play import BUZZER, REQUIRED, TIE, Desk, refused
from tests.support.quizzes import Show, make_show


@pytest.fixture
def show(app, now: datetime) -> Show:
    return make_show(now)


@pytest.fixture
def desk(show: Show, now: datetime) -> Desk:
    return Desk(show, now)


def test_required_questions_go_round_the_teams_and_reach_the_ledger(desk: Desk) -> None:
    desk.begin(REQUIRED)
    for team, kind in enumerate(("right", "wrong", "right")):
        turn = desk.ask()
        assert (turn.entry_id, turn.seat) == (desk.show.entry_ids[team], 1)
        assert turn.deadline_at == desk.now + timedelta(seconds=20)
        desk.rule(kind)
        assert desk.turn.phase == Phase.RULED
        turns.reveal(SYSTEM, desk.turn_id, desk.now)
    assert desk.board() == [110, 100, 110]
    with refused("all_had"):
        desk.next()


def test_a_question_is_marked_as_used_when_it_is_shown(desk: Desk) -> None:
    desk.begin(REQUIRED)
    turn = desk.next()
    assert turn.question.used_at is None
    turns.show(SYSTEM, desk.turn_id, desk.now)
    kept = db.session.get(BankQuestion, desk.turn.question.question_id)
    assert (kept.used_count, kept.used_at) == (1, desk.now)


def test_a_double_click_decides_once_and_two_desks_don_t_decide_twice(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.word(0)
    desk.rule("right", 0, key="the-same-key")
    desk.rule("right", 0, key="the-same-key")
    with refused("stage_moved"):
        desk.rule("wrong", 0)
    assert desk.board() == [110, 100, 100]


def test_next_is_not_pressed_twice_by_two_desks(desk: Desk) -> None:
    desk.begin(BUZZER)
    first = desk.ask()
    again = turns.next_turn(SYSTEM, desk.show.quiz_id, desk.now, key="key-000001")
    assert again == first.id
    turns.void(SYSTEM, first.id, desk.now)
    second = desk.next(seen=first.id)
    desk.next(seen=first.id)
    assert desk.turn_id == second.id
    turns.show(SYSTEM, second.id, desk.now)
    turns.void(SYSTEM, second.id, desk.now)
    with refused("stage_moved"):
        desk.next(seen=first.id)


def test_undo_takes_points_back_and_the_turn_to_where_it_stood(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.word(1)
    desk.rule("wrong")
    assert desk.board() == [100, 90, 100]
    desk.undo()
    turn = desk.turn
    assert (turn.phase, turn.entry_id, turn.paused_ms) == (
        "answering",
        desk.show.entry_ids[1],
        10_000,
    )
    assert desk.board() == [100, 100, 100]
    desk.rule("right")
    assert desk.board() == [100, 110, 100]


def test_undo_comes_back_to_the_question_while_the_next_is_only_ready(desk: Desk) -> None:
    desk.begin(BUZZER)
    first = desk.ask()
    desk.word(1)
    desk.rule("wrong")
    ready = desk.next()
    desk.undo()
    assert desk.show.quiz.turn_id == first.id
    desk.turn_id = first.id
    desk.rule("right")
    assert desk.next().id == ready.id, "the question that was ready is not lost"


def test_the_desk_sees_which_decision_it_takes_back(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.word(1)
    desk.rule("wrong")
    with refused("stage_moved"):
        rulings.undo(SYSTEM, desk.show.quiz_id, desk.now, key=desk.key(), seq=7)


def test_a_question_is_thrown_out_replaced_and_everything_is_scored_anew(desk: Desk) -> None:
    desk.change_rules(BUZZER, early="first_free")
    desk.begin(BUZZER)
    first = desk.ask()
    desk.rule("foul", 0)
    desk.word(1)
    desk.rule("right", 1)
    desk.ask()
    desk.rule("foul", 0)
    desk.word(2)
    desk.rule("wrong", 2)
    assert desk.board() == [90, 110, 90], "the first foul was free, the second costs"
    rulings.throw_out(SYSTEM, first.id, "题目有误", desk.now, key=desk.key())
    assert desk.board() == [100, 100, 90], "the second foul has become the first"
    replacement = desk.next()
    assert replacement.question.reserve
    rulings.restore(SYSTEM, first.id, "申诉不成立", desk.now, key=desk.key())
    assert desk.board() == [90, 110, 90]


def test_the_replacement_comes_on_air_at_once_for_the_same_team(desk: Desk) -> None:
    desk.begin(REQUIRED)
    turn = desk.ask()
    rulings.throw_out(SYSTEM, turn.id, "题目有误", desk.now, key=desk.key())
    quiz = desk.show.quiz
    made = db.session.get(Turn, quiz.turn_id)
    assert (made.entry_id, made.seat, made.phase) == (turn.entry_id, 1, Phase.READY)
    assert made.question.reserve
    assert made.id != turn.id


def test_the_referee_sets_points_with_a_reason(desk: Desk) -> None:
    desk.begin(BUZZER)
    turn = desk.ask()
    desk.word(0)
    desk.rule("wrong")
    entry_id = desk.show.entry_ids[0]
    with refused("reason"):
        rulings.override(SYSTEM, turn.id, entry_id, 10, " ", desk.now, key=desk.key())
    rulings.override(SYSTEM, turn.id, entry_id, 10, "改判正确", desk.now, key=desk.key())
    assert desk.board() == [110, 100, 100]
    row = db.session.scalars(
        sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.MARK).order_by(LedgerRow.seq.desc())
    ).first()
    assert "改判正确" in row.note
    assert row.data["question"] == turn.question.content_hash
    desk.undo()
    assert desk.board() == [90, 100, 100]


@pytest.mark.parametrize(("second", "phase"), [("nobody", Phase.RULED), ("reopen", Phase.SHOWN)])
def test_what_follows_a_miss_is_a_setting(desk: Desk, second: str, phase: Phase) -> None:
    desk.change_rules(BUZZER, second=second, second_right=5)
    desk.begin(BUZZER)
    desk.ask()
    desk.word(0)
    desk.rule("wrong")
    assert desk.turn.phase == phase
    if phase == Phase.SHOWN:
        turns.open_turn(SYSTEM, desk.turn_id, desk.now)
        desk.word(1)
        desk.rule("right")
        assert desk.board() == [90, 105, 100]


def test_running_out_of_time_costs_nothing_unless_the_rules_say_so(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.word(0)
    desk.rule("pass")
    desk.change_rules(BUZZER, pass_is_wrong=True)
    desk.ask()
    desk.word(1)
    desk.rule("pass")
    assert desk.board() == [100, 90, 100]


def test_a_tie_break_orders_and_changes_no_total(desk: Desk) -> None:
    desk.begin(REQUIRED)
    desk.ask()
    desk.rule("right")
    desk.begin(TIE)
    with refused("teams"):
        desk.next()
    teams = desk.show.entry_ids[1:]
    desk.ask(teams=teams)
    desk.word(2)
    desk.rule("right")
    assert desk.ask().teams == teams
    turns.void(SYSTEM, desk.turn_id, desk.now)
    rulings.decide_tie(
        SYSTEM, desk.show.quiz_id, [teams[1], teams[0]], "加赛", desk.now, key=desk.key()
    )
    assert desk.board() == [110, 100, 100]
    with reading(desk.show.hall.round_id, Audience.DESK) as live:
        places = live.places(Audience.DESK)
    assert places[teams[1]] < places[teams[0]]


def test_another_order_takes_the_place_of_one_that_was_decided(desk: Desk) -> None:
    desk.begin(REQUIRED)
    desk.ask()
    desk.rule("right")
    first, second = desk.show.entry_ids[1:]
    desk.begin(TIE)
    desk.ask(teams=[first, second])
    desk.word(1)
    desk.rule("right")

    def decide(*order: int) -> list[int | None]:
        rulings.decide_tie(SYSTEM, desk.show.quiz_id, list(order), "加赛", desk.now, key=desk.key())
        with reading(desk.show.hall.round_id, Audience.DESK) as live:
            return [live.places(Audience.DESK)[one] for one in (first, second)]

    assert [one.decided for one in ties_of(desk.show.quiz)] == [False]
    assert decide(first, second) == [2, 3]
    desk.undo()  # the ruling of the tie-break was wrong
    tie = ties_of(desk.show.quiz)[0]
    assert (tie.decided, tie.place, set(tie.entry_ids)) == (True, 2, {first, second})
    assert decide(second, first) == [3, 2]


def test_an_objection_waits_until_it_is_decided(desk: Desk) -> None:
    desk.begin(BUZZER)
    turn = desk.ask()
    desk.word(0)
    desk.rule("right")
    about = desk.show.entry_ids[1]
    rulings.object_(SYSTEM, turn.id, about, "答案不全", desk.now, key=desk.key())
    rulings.rule_objection(SYSTEM, turn.id, True, "成立", desk.now, key=desk.key())
    with refused("stage_moved"):
        rulings.rule_objection(SYSTEM, turn.id, True, "成立", desk.now, key=desk.key())
    desk.undo()
    kinds = db.session.scalars(sa.select(Ruling.kind).order_by(Ruling.seq)).all()
    assert kinds == ["right", "objection", "objection_ruled", "undo"]


def test_nothing_is_played_while_the_round_is_not_open(desk: Desk) -> None:
    with write():
        desk.show.quiz.round.state = "paused"
    with refused("round_state"):
        desk.begin(BUZZER)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Turn)) == 0
    assert db.session.scalar(sa.select(QuizQuestion.used_at).limit(1)) is None


def test_two_desks_that_decide_in_one_moment_decide_once(app: Flask, desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.word(0)
    entry_id, ready, refusals = desk.show.entry_ids[0], Barrier(2), []

    def decide(kind: str) -> None:
        with app.app_context():
            ready.wait()
            try:
                rulings.rule(
                    SYSTEM, desk.turn_id, kind, desk.now, key=f"desk-of-{kind}", entry_id=entry_id
                )
            except UserError as error:
                refusals.append(error.code)

    threads = [Thread(target=decide, args=(kind,)) for kind in ("right", "wrong")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()  # look anew
    assert refusals == ["stage_moved"]
    assert desk.board()[0] in (90, 110)
