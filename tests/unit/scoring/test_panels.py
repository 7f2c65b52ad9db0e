"""Ways to combine the marks of a panel."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import RoundScorer, load
from tests.unit.scoring.files import contest_file, final, judged, judges, panel_scheme


def total(panel: dict[str, Any], marks: str, **part: Any) -> str | None:
    scheme = panel_scheme(panel, **part)
    document = contest_file(scheme, judged("A", "mark", marks), ["A"], judges(len(marks.split())))
    return final(document).row("A").total


@pytest.mark.parametrize(
    ("panel", "marks", "expected"),
    [
        ({"method": "mean"}, "80 90 85", "85"),
        ({"method": "sum"}, "80 90 85", "255"),
        ({"method": "median"}, "80 90 85", "85"),
        ({"method": "median"}, "80 90 85 86", "85.5"),
        ({"method": "trimmed"}, "80 90 85 86 70", "83.666667"),
        ({"method": "trimmed", "low": 2, "high": 2}, "80 90 85 86 70 88 91", "86.333333"),
        ({"method": "trimmed", "low": 1, "high": 0}, "80 90 85", "87.5"),
        ({"method": "trimmed", "result": "sum"}, "8 9 8.5 8 9.5", "25.5"),
        ({"method": "trimmed"}, "90 90 90 90 90", "90"),
    ],
)
def test_methods(panel: dict[str, Any], marks: str, expected: str) -> None:
    assert total(panel, marks) == expected


def test_rounding_the_mean_before_clipping_changes_the_result() -> None:
    """Marks 80 81 81 96, limit 5: the mean 84.5 clips 96 to 89.5; 85 clips it to 90."""
    exact = {"method": "clip", "limit": "5"}
    rounded = {**exact, "mean_rounding": {"places": 0, "mode": "half_up"}}
    assert total(exact, "80 81 81 96") == "82.875"
    assert total(rounded, "80 81 81 96") == "83"


def test_one_high_mark_of_several_equal_ones_is_dropped() -> None:
    contest = load(
        contest_file(
            panel_scheme({"method": "trimmed"}),
            judged("A", "mark", "9 9 8 7"),
            ["A"],
            judges(4),
        )
    )
    tiles = RoundScorer(contest, "final").tiles("A")["total"][0].tiles
    assert [tile.used for tile in tiles].count(False) == 2
    assert [tile.used for tile in tiles][2:] == [True, False]


def test_dropped_marks_are_known_only_once_all_have_come() -> None:
    contest = load(
        contest_file(
            panel_scheme({"method": "trimmed"}),
            judged("A", "mark", "9 8 7"),
            ["A"],
            judges(4),
        )
    )
    scorer = RoundScorer(contest, "final")
    view = scorer.tiles("A")["total"][0]
    assert not view.settled
    assert [tile.text for tile in view.tiles] == ["9", "8", "7", None]
    assert scorer.standings().row("A").status == "incomplete"
    scorer.set_mark("A", "mark", "6", "J4")
    view = scorer.tiles("A")["total"][0]
    assert [tile.used for tile in view.tiles] == [False, True, True, False]
    assert scorer.standings().row("A").status == "ok"


def test_trimming_each_item_differs_from_trimming_the_judges_totals() -> None:
    items = [{"id": name, "kind": "judged", "max": "10"} for name in ("a", "b")]
    marks = judged("A", "a", "10 6 7") + judged("A", "b", "5 9 9")
    totals = {}
    for over in ("judge_total", "each_item"):
        part = {
            "id": "total",
            "kind": "panel",
            "items": ["a", "b"],
            "over": over,
            "panel": {"method": "trimmed"},
        }
        scheme = {"id": "s", "items": items, "parts": [part]}
        totals[over] = final(contest_file(scheme, marks, ["A"], judges(3))).row("A").total
    assert totals == {"judge_total": "15", "each_item": "16"}


def test_recused_judge_makes_the_row_say_how_many_marked() -> None:
    document = contest_file(
        panel_scheme({"method": "trimmed"}),
        judged("A", "mark", "9 8 7 6 1") + judged("B", "mark", "9 8 7 6 1"),
        ["A", "B"],
        judges(5),
        recusals=[{"judge": "J5", "entry": "A", "reason": "teacher"}],
    )
    result = final(document)
    assert result.row("A").total == "7.5"
    assert result.row("B").total == "7"
    assert [str(note) for note in result.row("A").notes] == [
        "J5 is recused; 4 judges mark this entry"
    ]
    assert result.row("B").notes == ()


def test_an_absent_judge_is_missing_for_everybody() -> None:
    document = contest_file(
        panel_scheme({"method": "mean"}),
        judged("A", "mark", "9 7 -"),
        ["A"],
        judges(3),
        absences=[{"judge": "J3"}],
    )
    row = final(document).row("A")
    assert (row.total, row.status) == ("8", "ok")
    assert [str(note) for note in row.notes] == ["J3 is absent; 2 judges mark this entry"]


def test_too_few_judges_give_no_total() -> None:
    document = contest_file(
        panel_scheme({"method": "trimmed", "minimum": 4}),
        judged("A", "mark", "9 8 7 6"),
        ["A"],
        judges(4),
        recusals=[{"judge": "J4", "entry": "A"}],
    )
    row = final(document).row("A")
    assert (row.total, row.place, row.status) == (None, None, "waiting")
    assert str(row.notes[-1]) == "only 3 judges may mark this entry; 4 are needed"


LEVELLED: dict[str, Any] = {
    "id": "levels",
    "items": [
        {
            "id": "finish",
            "kind": "judged",
            "title": "Finish",
            "levels": ["poor", "fair", "good", "excellent"],
            "worth": "2",
            "spread": "1",
        }
    ],
    "parts": [
        {
            "id": "total",
            "kind": "panel",
            "items": ["finish"],
            "panel": {"method": "mean"},
            "rounding": {"places": 2},
        }
    ],
}


def test_levels_are_worth_their_share() -> None:
    row = final(contest_file(LEVELLED, judged("A", "finish", "3 2 2"), ["A"], judges(3))).row("A")
    assert row.total == "1.56"  # 7/9 of 2
    assert row.notes == ()


def test_a_wide_spread_is_marked_again_and_both_marks_are_kept() -> None:
    marks = judged("A", "finish", "3 1 2")
    document = contest_file(LEVELLED, marks, ["A"], judges(3))
    alarm = final(document).row("A").notes
    assert [str(note) for note in alarm] == [
        "Finish: the marks are 2 apart; discuss and mark again"
    ]
    again = {**marks[1], "value": "2", "version": 2}
    document["rounds"][0]["marks"].insert(0, again)
    row = final(document).row("A")
    assert (row.total, row.notes) == ("1.56", ())
    assert len(load(document).round("final").marks) == 4


def test_item_factors_are_exact() -> None:
    scheme = {
        "id": "factors",
        "items": [
            {"id": "a", "kind": "judged", "max": "10", "factor": "1.5"},
            {"id": "b", "kind": "judged", "max": "10"},
        ],
        "parts": [
            {"id": "total", "kind": "panel", "items": ["a", "b"], "panel": {"method": "mean"}}
        ],
    }
    marks = judged("A", "a", "7.3 8") + judged("A", "b", "6 6")
    assert final(contest_file(scheme, marks, ["A"], judges(2))).row("A").total == "17.475"
