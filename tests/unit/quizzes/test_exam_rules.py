"""Theory exams by their rules: order, clock, points, figures; and what practice asks next."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from blueprints.quizzes.rules import exams, practice
from blueprints.quizzes.rules.drawing import Part
from blueprints.quizzes.rules.exams import Partial, Question, grade

MULTIPLE = {"kind": "multiple", "options": ["甲", "乙", "丙", "丁"], "answer": [0, 2]}
SINGLE = {"kind": "single", "options": ["甲", "乙", "丙"], "answer": [1]}
NOW = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "partial", "points"),
    [
        ([0, 2], Partial.NOTHING, "5"),
        ([0], Partial.NOTHING, "0"),
        ([0], Partial.HALF, "2.5"),
        ([0, 1], Partial.HALF, "0"),
        ([0, 1, 2], Partial.HALF, "0"),
        ([], Partial.HALF, "0"),
    ],
)
def test_partly_right_is_worth_what_the_rule_says(
    given: list[int], partial: Partial, points: str
) -> None:
    assert grade(Question(MULTIPLE, 5), given, None, partial) == Decimal(points)


def test_a_decision_changes_what_is_right() -> None:
    both = Question(SINGLE, 2, {"kind": "key", "answer": [1, 2]})
    assert [grade(both, [one], None, Partial.NOTHING) for one in range(3)] == [0, 2, 2]
    void = Question(SINGLE, 2, {"kind": "void"})
    assert grade(void, [], None, Partial.NOTHING) == 2


def test_an_open_answer_waits_for_its_mark() -> None:
    asked = Question({"kind": "open", "options": [], "answer": ["要点"]}, 10)
    assert grade(asked, ["答"], None, Partial.NOTHING) is None
    assert grade(asked, ["答"], "7.5", Partial.NOTHING) == Decimal("7.5")
    assert grade(asked, [], None, Partial.NOTHING) == 0, "nobody need mark a blank"
    assert exams.total([Decimal(3), None]) is None


def test_a_paper_keeps_its_order_and_differs_from_others() -> None:
    ids = list(range(1, 21))
    assert exams.order_of(7, ids, shuffled=True) == exams.order_of(7, ids, shuffled=True)
    assert exams.order_of(7, ids, shuffled=True) != exams.order_of(8, ids, shuffled=True)
    assert exams.order_of(7, ids, shuffled=False) == ids


def test_options_that_speak_of_the_others_keep_their_places() -> None:
    pointing = {"kind": "single", "options": ["甲", "乙", "丙", "以上都对"], "answer": [3]}
    assert all(
        exams.places_of(seed, 1, pointing, shuffled=True) == [0, 1, 2, 3] for seed in range(20)
    )
    places = exams.places_of(5, 1, MULTIPLE, shuffled=True)
    stored = exams.stored_answer(MULTIPLE, places, [0, 3])
    assert exams.shown_answer(MULTIPLE, places, stored) == [0, 3]
    assert exams.stored_answer(MULTIPLE, places, [4]) is None


def test_the_end_for_everybody_cuts_and_extra_minutes_add() -> None:
    end = NOW + timedelta(minutes=40)
    assert exams.deadline(NOW, 60, end, 0) == end
    assert exams.deadline(NOW, 60, end, 10) == end + timedelta(minutes=10)
    assert exams.deadline(NOW, 60, None, 0) == NOW + timedelta(minutes=60)


def test_figures_tell_how_a_question_did() -> None:
    papers = [(Decimal(total), Decimal(2 if total > 5 else 0), True) for total in range(9)]
    found = exams.figures(2, [*papers, (Decimal(0), Decimal(0), False)])
    assert (found.answered, found.blank) == (9, 1)
    assert found.share == Decimal("0.3")
    assert found.tells == 1
    assert exams.figures(2, papers[:3]).tells is None
    waits = [(None, Decimal(0), True), (None, None, True)]  # for people to mark an open answer
    found = exams.figures(2, [*papers, *waits])
    assert (found.answered, found.share, found.tells) == (11, Decimal("0.3"), 1)


def test_points_are_written_plainly() -> None:
    assert [exams.plain(Decimal(one)) for one in ("100", "8.50", "0")] == ["100", "8.5", "0"]


def test_settings_survive_being_stored() -> None:
    lines = ({"n": 5, "subject": "工会法", "points": 4},)
    settings = exams.ExamSettings(partial=Partial.HALF, lines=lines, grace_s=30)
    assert exams.ExamSettings.of(settings.to_json()) == settings
    assert settings.draw_lines[0].part == Part(n=5, subject="工会法")
    assert settings.full == 20


def test_what_was_never_tried_is_due_first_then_what_went_wrong() -> None:
    done = [
        practice.Done(1, right=True, at=NOW - timedelta(days=3)),
        practice.Done(2, right=False, at=NOW - timedelta(days=1)),
        practice.Done(3, right=True, at=NOW - timedelta(days=2)),
    ]
    assert practice.due([1, 2, 3, 4], done, 1) == 4
    assert practice.due([1, 2, 3], done, 1) == 2
    assert practice.due([1, 3], done, 1) == 1
    assert practice.due([], done, 1) is None
    assert practice.wrong_now(done) == [2]


def test_a_streak_lasts_until_a_day_is_missed() -> None:
    days = {date(2026, 5, day) for day in (8, 10, 11)}
    assert practice.streak(days, date(2026, 5, 12)) == 2
    assert practice.streak(days, date(2026, 5, 11)) == 2
    assert practice.streak(days, date(2026, 5, 13)) == 0
