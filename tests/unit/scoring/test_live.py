"""A round while it runs."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import MarkError, RoundScorer, load, scorers
from tests.unit.scoring.files import contest_file, final, judged, judges, panel_scheme, places
from tests.unit.scoring.test_advancement import two_rounds
from tests.unit.scoring.test_parts import DEDUCTED
from tests.unit.scoring.test_skills_contest import skills_file


def live(document: dict[str, Any]) -> RoundScorer:
    return RoundScorer(load(document), "final")


def three_judges(**keys: Any) -> dict[str, Any]:
    marks = judged("A", "mark", "9 8 7") + judged("B", "mark", "6 6 9")
    return contest_file(panel_scheme({"method": "mean"}), marks, ["A", "B"], judges(3), **keys)


def test_rows_that_did_not_change_are_the_same_objects() -> None:
    scorer = live(skills_file())
    before = {row.entry: row for row in scorer.standings().rows}
    assert scorer.standings() is scorer.standings()
    scorer.set_mark("A09", "theory", "77")
    after = {row.entry: row for row in scorer.standings().rows}
    assert [entry for entry in after if after[entry] is not before[entry]] == ["A09"]


def test_a_mark_is_returned_as_it_is_stored() -> None:
    assert live(three_judges()).set_mark("A", "mark", "９．５０", "J1") == "9.50"


@pytest.mark.parametrize(
    ("entry", "item", "value", "judge", "attempt", "reason"),
    [
        ("Z", "mark", "1", "J1", 1, "“Z” is not in this round"),
        ("A", "speed", "1", "J1", 1, "“speed” is not an item of the scheme"),
        ("A", "mark", "1", "J9", 1, "“J9” is not a judge of this round"),
        ("A", "mark", "1", None, 1, "“” is not a judge of this round"),
        ("A", "mark", "1", "J1", 2, "there are only 1 attempts"),
        ("A", "mark", "101", "J1", 1, "must be from 0 to 100"),
    ],
)
def test_marks_that_are_refused_change_nothing(
    entry: str, item: str, value: str, judge: str | None, attempt: int, reason: str
) -> None:
    scorer = live(three_judges())
    before = scorer.standings()
    with pytest.raises(MarkError) as caught:
        scorer.set_mark(entry, item, value, judge, attempt)
    assert str(caught.value) == reason
    assert scorer.standings() is before


def test_a_removed_mark_is_missing_again() -> None:
    scorer = live(three_judges())
    scorer.remove_mark("A", "mark", "J1")
    row = scorer.standings().row("A")
    assert (row.total, row.status, row.missing) == ("7.5", "incomplete", 1)
    for judge in ("J2", "J3", "J3"):
        scorer.remove_mark("A", "mark", judge)
    row = scorer.standings().row("A")
    assert (row.total, row.status, row.place, row.missing) == (None, "waiting", None, 3)


def test_recusals_come_and_go() -> None:
    scorer = live(three_judges())
    scorer.set_recusal("J3", "A")
    assert scorer.standings().row("A").total == "8.5"
    assert scorer.standings().row("B").total == "7"
    scorer.set_recusal("J1", None, "absent")
    assert scorer.standings().row("A").total == "8"
    assert scorer.standings().row("B").total == "7.5"
    assert len(scorer.standings().row("A").notes) == 2
    scorer.clear_recusal("J1", None)
    scorer.clear_recusal("J3", "A")
    expected = final(three_judges())
    assert scorer.standings().to_json() == expected.to_json()


def test_deductions_come_and_go() -> None:
    scorer = live(contest_file(DEDUCTED, [], ["A"]))
    scorer.set_mark("A", "fault", "10")
    scorer.add_deduction("d1", "A", "2", "work", "late")
    scorer.add_deduction("d2", "A", "1.5")
    assert scorer.standings().row("A").total == "86.5"
    scorer.add_deduction("d2", "A", "0.5")
    assert scorer.standings().row("A").total == "87.5"
    scorer.remove_deduction("d1")
    scorer.remove_deduction("unknown")
    assert scorer.standings().row("A").total == "89.5"
    with pytest.raises(MarkError, match="must be at least 0"):
        scorer.add_deduction("d3", "A", "-1")


def test_statuses_come_and_go() -> None:
    scorer = live(three_judges())
    scorer.set_status("A", "dq")
    assert places(scorer.standings()) == {"B": 1, "A": None}
    scorer.set_status("A", None)
    assert places(scorer.standings()) == {"A": 1, "B": 2}
    with pytest.raises(MarkError):
        scorer.set_status("A", "late")


def test_marks_of_who_dropped_out_return_with_them() -> None:
    rounds = scorers(load(two_rounds()))
    first, second = rounds["final"], rounds["super"]
    second.set_mark("B", "points", "7")
    assert second.standings().row("B").total == "7.4"
    first.set_mark("C", "points", "8.5")
    assert {row.entry for row in second.standings().rows} == {"A", "C"}
    first.set_mark("C", "points", "1")
    assert second.standings().row("B").total == "7.4"


def test_only_rounds_that_are_looked_back_at_are_linked() -> None:
    document = two_rounds()
    document["rounds"].insert(1, {"id": "other", "scheme": "points"})
    rounds = scorers(load(document))
    assert set(rounds["super"].earlier) == {"final"}
    before = rounds["super"].standings()
    rounds["other"].set_mark("A", "points", "1")
    assert rounds["super"].standings() is before


def test_deductions_alone_do_not_start_an_entry() -> None:
    """Nobody has marked: a full mark less nothing is not a result yet."""
    scheme = {
        "id": "s",
        "items": [
            {"id": "fault", "kind": "deduction"},
            {"id": "speed", "kind": "measured"},
        ],
        "parts": [
            {"id": "safety", "kind": "deductions", "from": "10", "of": ["fault"]},
            {"id": "total", "kind": "sum", "of": ["safety", "speed"]},
        ],
    }
    scorer = live(contest_file(scheme, [], ["A"]))
    assert scorer.standings().row("A").status == "waiting"
    scorer.set_mark("A", "fault", "1")
    row = scorer.standings().row("A")
    assert (row.total, row.status) == ("9", "incomplete")
