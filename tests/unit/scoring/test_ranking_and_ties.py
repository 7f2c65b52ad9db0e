"""Places, tie chains and stored decisions."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import Decision, RoundScorer, load
from tests.unit.scoring.files import (
    contest_file,
    desk,
    final,
    judged,
    judges,
    panel_scheme,
    places,
    points_file,
    points_scheme,
)

POINTS = {"A": "9", "B": "8", "C": "8", "D": "7"}


@pytest.mark.parametrize(
    ("sharing", "expected"),
    [
        ("standard", [(1, False, 1), (2, True, 2), (2, True, 2), (4, False, 4)]),
        ("dense", [(1, False, 1), (2, True, 2), (2, True, 2), (3, False, 3)]),
        ("grouped", [(1, False, 1), (2, True, 3), (2, True, 3), (4, False, 4)]),
    ],
)
def test_shared_places(sharing: str, expected: list[tuple[int, bool, int]]) -> None:
    rows = final(points_file(POINTS, points_scheme(places=sharing))).rows
    assert [(row.place, row.tied, row.last_place) for row in rows] == expected


def test_a_tie_break_orders_only_the_tied_and_changes_no_total() -> None:
    order = ["D", "C", "B", "A"]
    decision = {"kind": "tie_break", "order": order, "reason": "加赛"}
    before = final(points_file(POINTS, points_scheme()))
    after = final(points_file(POINTS, points_scheme(), decisions=[decision]))
    assert places(after) == {"A": 1, "C": 2, "B": 3, "D": 4}
    assert {r.entry: r.total for r in after.rows} == {r.entry: r.total for r in before.rows}
    assert after.row("C").decided_by == "tie_break"


def test_a_decision_that_misses_one_of_the_tied_does_not_count() -> None:
    points = {"A": "8", "B": "8", "C": "8"}
    decision = {"kind": "tie_break", "order": ["A", "B"]}
    assert places(final(points_file(points, points_scheme(), decisions=[decision]))) == {
        "A": 1,
        "B": 1,
        "C": 1,
    }


def test_arbitration_settles_what_the_tie_break_left() -> None:
    points = {"A": "8", "B": "8", "C": "8"}
    decisions = [
        {"kind": "tie_break", "order": ["C", ["A", "B"]]},
        {"kind": "arbitration", "order": ["B", "A"], "reason": "faster start"},
    ]
    result = final(points_file(points, points_scheme(), decisions=decisions))
    assert places(result) == {"C": 1, "B": 2, "A": 3}
    assert result.row("A").decided_by == "arbitration"


def test_a_live_decision_parts_the_tied() -> None:
    scorer = RoundScorer(load(points_file(POINTS, points_scheme())), "final")
    assert scorer.standings().row("B").tied
    scorer.add_decision(Decision("tie_break", (("B",), ("C",))))
    assert places(scorer.standings()) == {"A": 1, "B": 2, "C": 3, "D": 4}


MODULES: dict[str, Any] = {
    "id": "modules",
    "items": [
        {"id": "one", "kind": "measured", "max": "10"},
        {"id": "two", "kind": "measured", "max": "10"},
        {"id": "time", "kind": "time"},
    ],
    "parts": [{"id": "total", "kind": "sum", "of": ["one", "two"]}],
    "ties": [{"key": "value", "of": "time"}, {"key": "value", "of": "one"}],
}


def test_less_time_goes_first_then_the_module_then_the_place_is_shared() -> None:
    marks = [
        *desk("A", one="5", two="5", time="1:02"),
        *desk("B", one="5", two="5", time="61.5"),
        *desk("C", one="6", two="4", time="62"),
        *desk("D", one="5", two="5", time="62"),
    ]
    result = final(contest_file(MODULES, marks, ["A", "B", "C", "D"]))
    assert places(result) == {"B": 1, "C": 2, "A": 3, "D": 3}
    assert result.row("A").tied
    assert not result.row("B").tied


def attempts_scheme(tie: str, method: str = "best", **keys: Any) -> dict[str, Any]:
    return {
        "id": "attempts",
        "items": [{"id": "throw", "kind": "measured", "attempts": 3}],
        "parts": [{"id": "total", "kind": "attempts", "of": "throw", "method": method, **keys}],
        "ties": [{"key": tie, "of": "total"}],
    }


def throws(**rows: str) -> list[dict[str, Any]]:
    return [
        {"entry": entry, "item": "throw", "attempt": n, "value": value}
        for entry, row in rows.items()
        for n, value in enumerate(row.split(), start=1)
    ]


def test_count_back_looks_at_the_second_best_attempt() -> None:
    marks = throws(A="60 50 55", B="54 60 56", C="60 56 DNF")
    result = final(contest_file(attempts_scheme("count_back"), marks, ["A", "B", "C"]))
    assert places(result) == {"B": 1, "C": 2, "A": 3}


def test_best_single_attempt_parts_equal_sums() -> None:
    marks = throws(A="10 20 30", B="20 20 20")
    result = final(contest_file(attempts_scheme("best_attempt", "sum"), marks, ["A", "B"]))
    assert places(result) == {"A": 1, "B": 2}


def test_highest_single_mark_parts_equal_means() -> None:
    scheme = {
        **panel_scheme({"method": "mean"}),
        "ties": [{"key": "highest_mark", "of": "total"}],
    }
    marks = judged("A", "mark", "80 90 85") + judged("B", "mark", "84 86 85")
    result = final(contest_file(scheme, marks, ["A", "B"], judges(3)))
    assert places(result) == {"A": 1, "B": 2}


def test_shown_totals_may_be_equal_while_the_exact_ones_are_not() -> None:
    scheme = panel_scheme({"method": "mean"})
    marks = judged("A", "mark", "66 67 67") + judged("B", "mark", "66.666666 66.666666 66.666667")
    result = final(contest_file(scheme, marks, ["A", "B"], judges(3)))
    assert places(result) == {"A": 1, "B": 2}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("unranked", {"A": 1, "B": None, "C": 2}),
        ("last", {"A": 1, "B": 3, "C": 2}),
        ("ranked", {"B": 1, "A": 2, "C": 3}),
    ],
)
@pytest.mark.parametrize("status", ["dns", "dnf", "dq", "forfeit"])
def test_statuses(status: str, policy: str, expected: dict[str, int | None]) -> None:
    scheme = points_scheme(statuses={status: policy})
    document = points_file(
        {"A": "8", "B": "9", "C": "7"}, scheme, statuses=[{"entry": "B", "status": status}]
    )
    result = final(document)
    assert places(result) == expected
    assert result.row("B").status == status


def test_an_entry_without_marks_waits_without_a_place() -> None:
    document = points_file({"A": "8"}, points_scheme())
    document["entries"].append({"id": "B"})
    row = final(document).row("B")
    assert (row.place, row.total, row.status, row.missing) == (None, None, "waiting", 1)
