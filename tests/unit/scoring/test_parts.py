"""Attempts, deductions, teams, benchmarks and values relative to the others."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import compute, load
from scoring.presets import PRESETS
from tests.unit.scoring.files import contest_file, desk, final, places

AO5: dict[str, Any] = {
    "id": "ao5",
    "items": [{"id": "time", "kind": "time", "attempts": 5}],
    "parts": [
        {
            "id": "total",
            "kind": "attempts",
            "of": "time",
            "method": "middle",
            "rounding": {"places": 2},
            "format": "minutes",
        }
    ],
    "ties": [{"key": "best_attempt", "of": "total"}],
}


def timed(entry: str, times: str) -> list[dict[str, Any]]:
    return [
        {"entry": entry, "item": "time", "attempt": n, "value": time}
        for n, time in enumerate(times.split(), start=1)
    ]


@pytest.mark.parametrize(
    ("times", "total", "status"),
    [
        ("10 11 12 13 14", "0:12.00", "ok"),
        ("10 11 12 13 DNF", "0:12.00", "ok"),
        ("10 11 12 DNF DNF", "DNF", "dnf"),
        ("59.99 60.01 60.02 70 50", "1:00.01", "ok"),
        ("10.00 10.00 10.01 10.00 10.01", "0:10.00", "ok"),
        ("10.00 10.01 10.01 10.00 10.01", "0:10.01", "ok"),
    ],
)
def test_average_of_five(times: str, total: str, status: str) -> None:
    row = final(contest_file(AO5, timed("A", times), ["A"])).row("A")
    assert (row.total, row.status) == (total, status)


def test_who_did_not_finish_comes_after_all_and_is_parted_by_the_best_single() -> None:
    marks = timed("A", "9 9 9 DNF DNF") + timed("B", "90 90 90 90 90") + timed("C", "8 9 9 DNF DNF")
    result = final(contest_file(AO5, marks, ["A", "B", "C"]))
    assert places(result) == {"B": 1, "C": 2, "A": 3}


def attempts(method: str, values: str, **keys: Any) -> str | None:
    scheme = {
        "id": "s",
        "items": [{"id": "run", "kind": "measured", "attempts": 4}],
        "parts": [{"id": "total", "kind": "attempts", "of": "run", "method": method, **keys}],
    }
    marks = [
        {"entry": "A", "item": "run", "attempt": n, "value": value}
        for n, value in enumerate(values.split(), start=1)
    ]
    return final(contest_file(scheme, marks, ["A"])).row("A").total


@pytest.mark.parametrize(
    ("method", "keys", "expected"),
    [
        ("sum", {}, "22"),
        ("mean", {}, "5.5"),
        ("best", {}, "8"),
        ("best", {"better": "less"}, "3"),
        ("last", {}, "5"),
        ("best_k", {"count": 2}, "14"),
        ("best_k", {"count": 2, "result": "mean"}, "7"),
        ("middle", {}, "5.5"),
        ("middle", {"drop_best": 0, "drop_worst": 1, "result": "sum"}, "19"),
    ],
)
def test_ways_to_combine_attempts(method: str, keys: dict[str, Any], expected: str) -> None:
    assert attempts(method, "3 6 8 5", **keys) == expected


def test_each_product_is_rounded_before_it_is_added() -> None:
    """0.335 × 10.1 = 3.3835 twice: 3.38 + 3.38 = 6.76, but 6.767 rounded once is 6.77."""
    items = [{"id": name, "kind": "measured", "max": "100"} for name in ("a", "b")]
    rounded = {"factor": "0.335", "rounding": {"places": 2}}
    totals = []
    for term in (rounded, {"factor": "0.335"}):
        part = {
            "id": "total",
            "kind": "sum",
            "of": [{"of": "a", **term}, {"of": "b", **term}],
            "rounding": {"places": 2},
        }
        scheme = {"id": "s", "items": items, "parts": [part]}
        marks = desk("A", a="10.1", b="10.1")
        totals.append(final(contest_file(scheme, marks, ["A"])).row("A").total)
    assert totals == ["6.76", "6.77"]


DEDUCTED: dict[str, Any] = {
    "id": "deducted",
    "items": [{"id": "fault", "kind": "deduction", "max": "50"}],
    "parts": [
        {"id": "work", "kind": "deductions", "from": "100", "of": ["fault"], "min": "0"},
        {"id": "total", "kind": "sum", "of": ["work"]},
    ],
}


def test_deductions_from_a_full_mark_from_a_part_and_from_the_total() -> None:
    document = contest_file(
        DEDUCTED,
        desk("A", fault="12.5"),
        ["A", "B", "C"],
        deductions=[
            {"entry": "A", "part": "work", "points": "2", "reason": "late"},
            {"entry": "A", "points": "5", "reason": "dress"},
            {"entry": "C", "part": "work", "points": "999"},
        ],
    )
    result = final(document)
    assert {row.entry: row.total for row in result.rows} == {"A": "80.5", "B": "100", "C": "0"}
    assert result.row("A").parts["work"] == "85.5"
    assert [str(n) for n in result.row("A").notes] == ["deduction 2: late", "deduction 5: dress"]


def test_a_penalty_is_added_where_less_is_better() -> None:
    document = contest_file(
        AO5,
        timed("A", "10 10 10 10 10"),
        ["A"],
        deductions=[{"entry": "A", "points": "2.5"}],
    )
    assert final(document).row("A").total == "0:12.50"


BENCHMARK: dict[str, Any] = {
    "id": "benchmark",
    "items": [
        {"id": "baseline", "kind": "imported"},
        {"id": "target", "kind": "imported"},
        {"id": "actual", "kind": "imported"},
        {"id": "verified", "kind": "measured", "max": "1", "default": "0"},
    ],
    "parts": [
        {
            "id": "total",
            "kind": "benchmark",
            "baseline": "baseline",
            "target": "target",
            "actual": "actual",
            "verified": "verified",
            "full": "100",
            "max": "120",
            "rounding": {"places": 2},
        }
    ],
}


def test_a_benchmark_counts_once_it_is_verified() -> None:
    marks = [
        *desk("A", baseline="380", target="350", actual="360", verified="1"),
        *desk("B", baseline="200", target="300", actual="500", verified="1"),
        *desk("C", baseline="200", target="300", actual="500"),
        *desk("D", baseline="5", target="5", actual="5", verified="1"),
    ]
    result = final(contest_file(BENCHMARK, marks, ["A", "B", "C", "D"]))
    totals = {row.entry: row.total for row in result.rows}
    assert totals == {"A": "66.67", "B": "120.00", "C": None, "D": None}


def team_file(part: dict[str, Any]) -> dict[str, Any]:
    marks = [
        mark
        for entry, value in {"a1": "9", "a2": "8", "a3": "1", "b1": "7", "b2": "7"}.items()
        for mark in desk(entry, points=value)
    ]
    scheme = {
        "id": "own",
        "items": [{"id": "points", "kind": "measured"}],
        "parts": [{"id": "total", "kind": "sum", "of": ["points"]}],
    }
    members = ["a1", "a2", "a3", "b1", "b2", "b3"]
    document = contest_file(
        scheme,
        marks,
        members,
        statuses=[{"entry": "b3", "status": "dns"}],
    )
    document["rounds"][0].update(id="individual", entries=members)
    document["entries"] += [
        {"id": "A", "members": [{"name": n, "entry": n} for n in ("a1", "a2", "a3")]},
        {"id": "B", "members": [{"name": n, "entry": n} for n in ("b1", "b2", "b3")]},
    ]
    document["schemes"].append(
        {"id": "team", "items": [], "parts": [{"id": "total", "kind": "team", **part}]}
    )
    document["rounds"].append({"id": "final", "scheme": "team", "entries": ["A", "B"]})
    return document


@pytest.mark.parametrize(
    ("part", "totals"),
    [
        ({"round": "individual"}, {"A": "18", "B": "14"}),
        ({"round": "individual", "method": "best_k", "count": 2}, {"A": "17", "B": "14"}),
        ({"round": "individual", "method": "mean"}, {"A": "6", "B": "7"}),
    ],
)
def test_teams(part: dict[str, Any], totals: dict[str, str]) -> None:
    result = final(team_file(part))
    assert {row.entry: row.total for row in result.rows} == totals
    assert all(row.status == "ok" for row in result.rows)


def test_products_of_products_do_not_explode() -> None:
    parts: list[dict[str, Any]] = [{"id": "p0", "kind": "product", "of": ["x"] * 100}]
    parts += [{"id": f"p{n}", "kind": "product", "of": [f"p{n - 1}"] * 100} for n in range(1, 50)]
    scheme = {"id": "s", "items": [{"id": "x", "kind": "measured"}], "parts": parts}
    row = final(contest_file(scheme, desk("A", x="999999999999"), ["A"])).row("A")
    assert (row.total, row.status) == (None, "waiting")


def test_a_run_without_its_time_is_not_the_fastest() -> None:
    """A penalty is nought until it is given; a run is known only once its time is."""
    document = PRESETS["timed"].document()
    contest = load(
        {
            "format": "guildhall-contest/1",
            "title": "t",
            "schemes": [document],
            "entries": [{"id": "A"}, {"id": "B"}],
            "rounds": [
                {
                    "id": "r",
                    "scheme": document["id"],
                    "marks": [
                        {"entry": "A", "item": "time", "value": "75.5"},
                        {"entry": "B", "item": "time", "value": "80"},
                        {"entry": "B", "item": "time", "attempt": 2, "value": "70"},
                    ],
                }
            ],
        }
    )
    rows = compute(contest).rounds[0].rows
    assert [(row.entry, row.place, row.total) for row in rows] == [
        ("B", 1, "1:10.00"),
        ("A", 2, "1:15.50"),
    ]
