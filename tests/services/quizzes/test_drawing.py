"""Drawing into a quiz by seed, without repeats, as sealed copies; by hand before the show."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.services import setup as contests
from blueprints.quizzes.models import BankQuestion, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.bank import as_input
from blueprints.quizzes.queries.draws import DRAWN, draw_page
from blueprints.quizzes.rules.drawing import Part
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import preset
from blueprints.quizzes.services import bank, drawing, setup
from blueprints.quizzes.services.bank.cells import to_json
from store import UserError, db, write
from store.actors import SYSTEM
from store.audit import AuditEntry
from tests.support.contests import Hall, make_hall
from tests.support.quizzes import bank_question

LAW, LABOUR = "工会法", "劳动法"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A round of three teams and a bank of 24 questions: half of them about each subject."""
    made = make_hall(now, judges=0, entries=3, open_round=False)
    with write():
        for number in range(1, 25):
            one = bank_question(made.organisation_id, number, now)
            one.subject = LAW if number % 2 else LABOUR
            db.session.add(one)
    return made


@pytest.fixture
def quiz(hall: Hall, now: datetime) -> int:
    return setup.create_quiz(SYSTEM, hall.round_id, now)


def segment(quiz: int, kind: SegmentKind, now: datetime, **rules: object) -> int:
    usual = preset(kind, **rules)
    return setup.add_segment(SYSTEM, quiz, kind, str(kind), usual, now)


def drawn(segment_id: int) -> list[QuizQuestion]:
    return list(
        db.session.scalars(
            sa.select(QuizQuestion)
            .where(QuizQuestion.segment_id == segment_id)
            .order_by(QuizQuestion.position)
            .execution_options(populate_existing=True)
        )
    )


def asked(segment_id: int) -> list[int]:
    return [one.question_id for one in drawn(segment_id)]


def test_a_seed_draws_the_same_again_and_another_one_something_else(
    quiz: int, now: datetime
) -> None:
    buzzer = segment(quiz, SegmentKind.BUZZER, now, questions=5)
    drawing.draw_segment(SYSTEM, buzzer, "骰子六", now)
    first = asked(buzzer)
    assert len(first) == 7
    assert [one.reserve for one in drawn(buzzer)] == [False] * 5 + [True] * 2
    drawing.draw_segment(SYSTEM, buzzer, "骰子五", now, reason="试抽")
    assert asked(buzzer) != first
    drawing.draw_segment(SYSTEM, buzzer, "骰子六", now, reason="正式抽取")
    assert asked(buzzer) == first
    with pytest.raises(UserError) as refused:
        drawing.draw_segment(SYSTEM, buzzer, "骰子一", now)
    assert refused.value.code == "reason"
    entry = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action == "quiz.questions_drawn")
        .order_by(AuditEntry.id)
    ).first()
    assert entry is not None
    assert (entry.detail["seed"], entry.detail["candidates"]) == ("骰子六", 24)


def test_parts_are_kept_and_nothing_is_drawn_twice_in_a_contest(
    hall: Hall, quiz: int, now: datetime
) -> None:
    required = segment(quiz, SegmentKind.REQUIRED, now)
    buzzer = segment(quiz, SegmentKind.BUZZER, now)
    drawing.set_rule(SYSTEM, required, [Part(1, LAW)], now, reserves=2, practice=False)
    rule = [Part(4, LAW), Part(5, LABOUR)]
    drawing.set_rule(SYSTEM, buzzer, rule, now, reserves=2, practice=False)
    drawing.draw_segment(SYSTEM, required, "1", now)
    drawing.draw_segment(SYSTEM, buzzer, "2", now)
    subjects = [one.content["subject"] for one in drawn(required)]
    assert subjects[:3] == [LAW] * 3  # one for each of three teams
    assert [one.content["subject"] for one in drawn(buzzer)][:9] == [LAW] * 4 + [LABOUR] * 5
    assert not set(asked(required)) & set(asked(buzzer))
    extra = segment(quiz, SegmentKind.TIE_BREAK, now, questions=9)
    with pytest.raises(UserError) as refused:
        drawing.draw_segment(SYSTEM, extra, "3", now)
    assert refused.value.code == "too_few"  # 24 less 5 and 11 are 8, wanted are 11
    assert drawn(extra) == []


def test_who_holds_the_bank_can_repeat_a_draw(hall: Hall, quiz: int, now: datetime) -> None:
    with write():
        db.session.scalars(sa.select(BankQuestion)).first().used_count = 3
    buzzer = segment(quiz, SegmentKind.BUZZER, now)
    drawing.draw_segment(SYSTEM, buzzer, "骰子六", now)
    questions = json.loads(bank.export(SYSTEM, hall.organisation_id, "json", now))["questions"]

    def lot(question: dict[str, Any]) -> tuple[bool, str]:
        order = hashlib.sha256(f"骰子六:{question['ref']}".encode()).hexdigest()
        return question["used"] > 0, order

    refs = [one["ref"] for one in sorted(questions, key=lot)]
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == DRAWN)).one()
    assert entry.detail["digest"] == hashlib.sha256("\n".join(refs).encode()).hexdigest()
    known = {one.id: one.ref for one in db.session.scalars(sa.select(BankQuestion))}
    assert [known[one] for one in asked(buzzer)] == refs[:12]


def test_what_was_asked_in_another_contest_comes_last(hall: Hall, quiz: int, now: datetime) -> None:
    with write():
        used = list(db.session.scalars(sa.select(BankQuestion).limit(14)))
        for one in used:
            one.used_count, one.used_at = 1, now
        fresh = {one.id for one in db.session.scalars(sa.select(BankQuestion))} - {
            one.id for one in used
        }
    buzzer = segment(quiz, SegmentKind.BUZZER, now, questions=8)
    drawing.draw_segment(SYSTEM, buzzer, "", now)
    assert set(asked(buzzer)) == fresh


def test_a_drawn_question_keeps_its_words_until_the_correction_is_taken(
    hall: Hall, quiz: int, now: datetime
) -> None:
    buzzer = segment(quiz, SegmentKind.BUZZER, now, questions=2)
    drawing.draw_segment(SYSTEM, buzzer, "1", now)
    one = drawn(buzzer)[0]
    with write():
        db.session.get_one(BankQuestion, one.question_id).answer = [2]
    assert drawn(buzzer)[0].content["answer"] == [0]
    page = draw_page(db.session.get_one(Segment, buzzer))
    assert [line.corrected for line in page.questions] == [True, False]
    assert "测试题" not in repr(page)  # nothing of what questions say
    drawing.take_new_wording(SYSTEM, one.id, now)
    assert drawn(buzzer)[0].content["answer"] == [2]


def test_by_hand_before_the_show_and_never_after(hall: Hall, quiz: int, now: datetime) -> None:
    buzzer = segment(quiz, SegmentKind.BUZZER, now, questions=2)
    drawing.draw_segment(SYSTEM, buzzer, "1", now)
    first, _second, reserve, _last = drawn(buzzer)
    drawing.swap(SYSTEM, first.id, now)
    assert next(one.id for one in drawn(buzzer) if not one.reserve) == reserve.id
    assert next(one for one in drawn(buzzer) if one.id == first.id).reserve
    drawing.take_out(SYSTEM, first.id, now)
    left = {one.question_id for one in drawn(buzzer)}
    free = db.session.scalars(
        sa.select(BankQuestion).where(BankQuestion.id.not_in(left)).limit(1)
    ).one()
    drawing.pick(SYSTEM, buzzer, free.ref, now, reserve=True)
    assert drawn(buzzer)[-1].question_id == free.id
    with pytest.raises(UserError):
        drawing.pick(SYSTEM, buzzer, free.ref, now)
    with write():
        db.session.get_one(QuizQuestion, reserve.id).used_at = now
    for change in (drawing.swap, drawing.take_out, drawing.take_new_wording):
        with pytest.raises(UserError) as refused:
            change(SYSTEM, reserve.id, now)
        assert refused.value.status == 409
    assert db.session.get_one(Quiz, quiz).moves > 0


def test_a_reserve_that_is_on_its_way_is_not_swapped_in(
    hall: Hall, quiz: int, now: datetime
) -> None:
    buzzer = segment(quiz, SegmentKind.BUZZER, now, questions=2)
    drawing.draw_segment(SYSTEM, buzzer, "1", now)
    first, _second, replacing, free = drawn(buzzer)
    with write():
        columns = {"number": 1, "teams": [], "question_id": replacing.id}
        db.session.add(Turn(quiz_id=quiz, segment_id=buzzer, **columns))
    drawing.swap(SYSTEM, first.id, now)
    assert db.session.get_one(QuizQuestion, replacing.id).reserve, "its turn waits, not yet shown"
    assert not db.session.get_one(QuizQuestion, free.id).reserve


def test_what_is_drawn_is_not_opened_for_practice_until_it_was_asked(
    hall: Hall, quiz: int, now: datetime
) -> None:
    buzzer = segment(quiz, SegmentKind.BUZZER, now, questions=2)
    drawing.draw_segment(SYSTEM, buzzer, "1", now)
    one = drawn(buzzer)[0]
    given = replace(as_input(db.session.get_one(BankQuestion, one.question_id)), for_practice=True)
    with pytest.raises(UserError) as refused:
        bank.change_question(SYSTEM, one.question_id, given, now)
    assert refused.value.code == "for_practice"
    content = json.dumps({"questions": [to_json(given, "")]}).encode()
    plan = bank.check(SYSTEM, hall.organisation_id, bank.read_json(content))
    assert set(plan.rows[0].faults) == {"practice"}
    with write():
        db.session.get_one(QuizQuestion, one.id).used_at = now
    bank.change_question(SYSTEM, one.question_id, given, now)


def test_another_round_of_the_contest_does_not_ask_the_same(
    hall: Hall, quiz: int, now: datetime
) -> None:
    first = segment(quiz, SegmentKind.BUZZER, now)
    drawing.draw_segment(SYSTEM, first, "1", now)
    round_id = contests.add_round(SYSTEM, hall.round.event_id, "半决赛", "speech", "each", now)
    other = setup.create_quiz(SYSTEM, round_id, now)
    second = segment(other, SegmentKind.BUZZER, now)
    drawing.draw_segment(SYSTEM, second, "1", now)
    assert len(asked(second)) == 12
    assert not set(asked(first)) & set(asked(second))
    taken = db.session.get_one(BankQuestion, asked(first)[0])
    with pytest.raises(UserError) as refused:
        drawing.pick(SYSTEM, second, taken.ref, now)
    assert refused.value.code == "ref"
