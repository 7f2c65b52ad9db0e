"""Theory exams: drawn, written, handed in by hand or clock, graded, entered into the round."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.values import mark_now
from blueprints.quizzes.models import BankQuestion, ExamAnswer, ExamState
from blueprints.quizzes.queries.exam_figures import exam_figures
from blueprints.quizzes.queries.exam_paper import asked_on
from blueprints.quizzes.queries.exam_points import graded
from blueprints.quizzes.rules.exams import ExamSettings, Partial
from blueprints.quizzes.services import exams
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.exams import Theory, make_theory

MULTIPLE = {
    "kind": "multiple",
    "text": "哪些是正确的？",
    "options": ["甲", "乙", "丙", "丁"],
    "answer": [0, 2],
}
FILL_IN = {"kind": "fill_in", "text": "应当不少于＿＿人。", "answer": [["25", "二十五"]]}
OPEN = {"kind": "open", "text": "试述安全操作规程。", "answer": ["要点：防护、检查、停机"]}


def _refused(code: str, act: Any, *given: Any, **more: Any) -> None:
    with pytest.raises(UserError) as refusal:
        act(*given, **more)
    assert refusal.value.code == code


def test_points_reach_the_ledger_as_values_of_the_desk(app: Flask, now: datetime) -> None:
    theory = make_theory(now, questions=4, extra=(MULTIPLE, FILL_IN), partial=Partial.HALF)
    first, second, _third = theory.sit(0), theory.sit(1), theory.sit(2)
    for question in theory.questions:
        right = {"single": [0], "multiple": [2, 0], "fill_in": [" ２５ "]}
        part = {"single": [1], "multiple": [2], "fill_in": ["二十五"]}
        first.save(question, right[question.content["kind"]], 1)
        second.save(question, part[question.content["kind"]], 1)
    first.hand_in()
    assert exams.close_exam(SYSTEM, theory.exam_id, now) == 2
    assert exams.enter_points(SYSTEM, theory.exam_id, now) == 3
    values = [
        mark_now(theory.hall.round_id, theory.paper(n).entry_id, None, "theory", 1)
        for n in range(3)
    ]
    assert values == ["30", "7.5", "0"]  # a blank paper that was begun is worth nought
    assert exams.enter_points(SYSTEM, theory.exam_id, now) == 0, "entered twice"
    rows = db.session.scalars(
        sa.select(LedgerRow).where(
            LedgerRow.round_id == theory.hall.round_id, LedgerRow.kind == LedgerKind.MARK
        )
    ).all()
    assert len(rows) == 3
    assert {row.data["exam_paper"] for row in rows} == set(theory.paper_ids)


def test_versions_decide_which_answer_is_kept(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    taker, question = theory.sit(0), theory.questions[0]
    assert taker.save(question, [1], 1).kept == {question.id: 1}
    assert taker.save(question, [2], 3).kept == {question.id: 3}
    assert taker.save(question, [2], 3).kept == {question.id: 3}, "sent twice"
    late = taker.save(question, [1], 2)  # came over a slower way
    assert (late.kept, late.newer) == ({}, {question.id: 3})
    other_tab = taker.save(question, [0], 3)
    assert other_tab.newer == {question.id: 3}
    assert taker.kept() == {question.id: [2]}
    assert taker.save(question, [], 4).kept == {question.id: 4}
    assert taker.kept() == {question.id: []}


def test_another_device_goes_on_and_puts_the_first_out(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    first, question = theory.sit(0), theory.questions[0]
    first.save(question, [2], 1)
    before = asked_on(first.paper_id)
    _refused("taken", theory.sit, 0)
    second = theory.sit(0, take_over=True)
    assert asked_on(second.paper_id) == before, "the same order, and what was written"
    _refused("replaced", first.save, question, [1], 2)
    assert second.save(question, [3], 2).kept == {question.id: 2}
    assert theory.paper(0).started_at == now, "the clock runs on"


def test_papers_differ_in_order_and_tell_no_answer(app: Flask, now: datetime) -> None:
    theory = make_theory(now, questions=12)  # 12! orders: no two papers have the same by chance
    papers = [asked_on(theory.paper_ids[n]) for n in range(3)]
    assert len({tuple(one.id for one in paper) for paper in papers}) == 3
    assert len({tuple(one.options for one in paper) for paper in papers}) == 3
    assert not [name for name in vars(papers[0][0]) if name in ("answer", "explanation", "source")]


def test_the_clock_hands_in_after_the_grace(app: Flask, now: datetime) -> None:
    theory = make_theory(now, grace_s=20)
    taker, question = theory.sit(0), theory.questions[0]
    theory.sit(1)
    end = now + timedelta(minutes=60)
    taker.save(question, [1], 1, end + timedelta(seconds=19))
    assert exams.hand_in_overdue(end + timedelta(seconds=20)) == 0
    assert exams.hand_in_overdue(end + timedelta(seconds=21)) == 2
    paper = theory.paper(0)
    assert (paper.handed_in_at, paper.handed_in_by) == (end, "clock")
    _refused("over", taker.save, question, [2], 2, end + timedelta(seconds=22))
    assert taker.kept() == {question.id: [1]}
    assert theory.exam.state == ExamState.OPEN, "one has not begun, and there is no end for all"


def test_minutes_given_on_top_reopen_a_paper(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    taker, question = theory.sit(0), theory.questions[0]
    late = now + timedelta(minutes=61)
    _refused("over", taker.save, question, [1], 1, late)
    exams.give_minutes(SYSTEM, theory.exam_id, taker.paper_id, 10, "停电", late)
    taker.save(question, [1], 1, late + timedelta(minutes=9))
    assert theory.paper(0).note == "停电"
    exams.close_exam(SYSTEM, theory.exam_id, late)
    _refused("invalid", exams.give_minutes, SYSTEM, theory.exam_id, taker.paper_id, 5, "x", late)


def test_open_answers_wait_for_somebody_to_mark_them(app: Flask, now: datetime) -> None:
    theory = make_theory(now, questions=2, extra=(OPEN,))
    taker, question = theory.sit(0), theory.questions[-1]
    taker.save(question, ["先检查防护"], 1)
    exams.close_exam(SYSTEM, theory.exam_id, now)
    _refused("unmarked", exams.enter_points, SYSTEM, theory.exam_id, now)
    assert mark_now(theory.hall.round_id, theory.paper(0).entry_id, None, "theory", 1) is None
    answer = _answer_id(taker.paper_id, question.id)
    for wrong in ("5.1", "6", "-1", "x", "NaN", "2.25"):
        _refused("points", exams.mark_answer, SYSTEM, theory.exam_id, answer, wrong, now)
    exams.mark_answer(SYSTEM, theory.exam_id, answer, "3.5", now)
    assert exams.enter_points(SYSTEM, theory.exam_id, now) == 1
    assert mark_now(theory.hall.round_id, theory.paper(0).entry_id, None, "theory", 1) == "3.5"


def test_a_decision_about_a_question_grades_all_anew(app: Flask, now: datetime) -> None:
    theory = make_theory(now, questions=3)
    first, second = theory.sit(0), theory.sit(1)
    wrong, void, _fine = theory.questions
    first.save(wrong, [3], 1)
    second.save(wrong, [0], 1)
    _refused("exam_state", exams.throw_out, SYSTEM, theory.exam_id, void.id, "有歧义", now)
    exams.close_exam(SYSTEM, theory.exam_id, now)
    exams.correct_key(SYSTEM, theory.exam_id, wrong.id, [3], [], "答案有误", now)
    exams.throw_out(SYSTEM, theory.exam_id, void.id, "有歧义", now)
    assert _totals(theory) == [10, 5]
    exams.enter_points(SYSTEM, theory.exam_id, now)
    exams.take_back(SYSTEM, theory.exam_id, void.id, now)
    assert exams.enter_points(SYSTEM, theory.exam_id, now) == 2, "entered anew"
    assert _totals(theory) == [5, 0]
    found = exam_figures(theory.exam).questions[0]
    assert [choice.picked for choice in found.choices] == [1, 0, 0, 1]
    assert (found.figures.answered, found.figures.share) == (2, Decimal("0.5"))


def test_what_cannot_be_entered_is_not_opened(app: Flask, now: datetime) -> None:
    theory = make_theory(now, questions=3, points=50, is_open=False)  # 150; the scheme takes 100
    _refused("points", exams.open_exam, SYSTEM, theory.exam_id, now)
    assert theory.exam.state == ExamState.DRAFT
    _refused("too_few", _redraw, theory, 99)
    assert len(theory.questions) == 0, "other lines put back what was drawn"
    used = db.session.scalars(sa.select(BankQuestion.used_count)).all()
    assert set(used) == {0}


def test_only_begun_papers_take_answers_of_their_own_questions(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    taker, question = theory.sit(0, begin=False), theory.questions[0]
    _refused("not_begun", taker.save, question, [1], 1)
    exams.begin(taker.paper_id, taker.token, now)
    for bad in ([9], [-1], [0, 1], ["x"], [True], [0, 0]):
        with pytest.raises(UserError):
            exams.save(taker.paper_id, taker.token, [exams.Given(question.id, bad, 1)], now)
    _refused("bad_request", exams.save, taker.paper_id, taker.token,
             [exams.Given(question.id + 99, [0], 1)], now)  # fmt: skip
    assert taker.kept() == {}
    with pytest.raises(NotFound):
        exams.save(99_999, taker.token, [], now)


def _redraw(theory: Theory, many: int) -> None:
    exam = theory.exam
    settings = exam.settings | {"lines": [{"n": many, "kind": "single", "points": 1}]}
    given = exams.ExamInput(exam.title, exam.item, 60, None, None, ExamSettings.of(settings))
    exams.update_exam(SYSTEM, theory.exam_id, given, theory.now)
    exams.draw_questions(SYSTEM, theory.exam_id, "", theory.now)


def _totals(theory: Theory) -> list[int]:
    return [int(one.points or 0) for one in graded(theory.exam).papers]


def _answer_id(paper_id: int, question_id: int) -> int:
    return db.session.scalars(
        sa.select(ExamAnswer.id).where(
            ExamAnswer.paper_id == paper_id, ExamAnswer.question_id == question_id
        )
    ).one()
