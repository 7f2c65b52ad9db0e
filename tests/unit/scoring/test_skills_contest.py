"""The small skills contest worked out by hand, and the traps beside it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.scoring.files import (
    SKILLS_SCHEME,
    contest_file,
    desk,
    final,
    judged,
    judges,
    places,
)

# code, theory, measured, judges, judged, practical, total, passed
TABLE = [
    ("A07", "88", "61.5", "26.5 27 25.5 26 28.5", "26.50", "88.00", "88.00", True),
    ("A05", "79", "64", "26.5 27.5 27 26 27.5", "27.00", "91.00", "87.40", True),
    ("A12", "92", "60", "25 26 24.5 25.5 25.5", "25.33", "85.33", "87.33", True),
    ("A03", "81", "64", "26 26.5 25.5 26 26", "26.00", "90.00", "87.30", True),
    ("A15", "84", "62", "27 26.5 26 28 26.5", "26.67", "88.67", "87.27", True),
    ("A01", "58", "66", "28 28 27.5 29 28.5", "28.17", "94.17", "83.32", False),
    ("A11", "70", "45", "20 21 19.5 20.5 22", "20.50", "65.50", "66.85", True),
    ("A09", "76", "41.5", "18 18.5 17 19 18.5", "18.33", "59.83", "64.68", False),
]


def skills_file(**round_keys: Any) -> dict[str, Any]:
    marks = []
    for code, theory, measured, craft, *_rest in TABLE:
        marks += desk(code, theory=theory, measured=measured) + judged(code, "craft", craft)
    entries = [row[0] for row in reversed(TABLE)]
    return contest_file(SKILLS_SCHEME, marks, entries, judges(5), **round_keys)


def test_every_row_of_the_table() -> None:
    result = final(skills_file())
    found = [
        (r.entry, r.parts["judged"], r.parts["practical"], r.total, r.passed) for r in result.rows
    ]
    assert found == [(row[0], *row[4:]) for row in TABLE]
    assert [row.place for row in result.rows] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_prizes_pass_over_whoever_missed_a_pass_line() -> None:
    tiers = [{"id": "1", "count": 1}, {"id": "2", "count": 2}, {"id": "3", "count": 5}]
    awards = final(skills_file(prizes={"tiers": tiers})).prizes
    assert [award.entries for award in awards] == [
        ("A07",),
        ("A05", "A12"),
        ("A03", "A15", "A11"),
    ]


def two_parts(theory: str, practical: str, entry: str) -> list[dict[str, Any]]:
    return desk(entry, theory=theory, practical=practical)


TWO_PARTS: dict[str, Any] = {
    "id": "two",
    "items": [
        {"id": "theory", "kind": "measured", "max": "100"},
        {"id": "practical", "kind": "measured", "max": "100"},
    ],
    "parts": [
        {
            "id": "total",
            "kind": "sum",
            "of": [{"of": "theory", "factor": "0.3"}, {"of": "practical", "factor": "0.7"}],
            "rounding": {"places": 2},
        }
    ],
    "ties": [{"key": "value", "of": "practical"}, {"key": "value", "of": "theory"}],
    "pass": [{"of": "theory", "at_least": "60"}],
}


def test_equal_totals_are_parted_by_practical_first() -> None:
    marks = two_parts("90", "86", "A") + two_parts("83", "89", "B")
    result = final(contest_file(TWO_PARTS, marks, ["A", "B"]))
    assert [(r.entry, r.place, r.tied, r.total) for r in result.rows] == [
        ("B", 1, False, "87.20"),
        ("A", 2, False, "87.20"),
    ]
    assert {row.decided_by for row in result.rows} == {"value:practical"}


@pytest.mark.parametrize(("rounded_first", "total"), [(False, "64.74"), (True, "64.75")])
def test_where_the_practical_score_is_rounded_changes_the_total(
    rounded_first: bool, total: str
) -> None:
    """Practical is 601/9: a mean of nine judges."""
    scheme = {
        "id": "ninths",
        "items": [
            {"id": "theory", "kind": "measured", "max": "100"},
            {"id": "work", "kind": "judged", "max": "100"},
        ],
        "parts": [
            {"id": "practical", "kind": "panel", "items": ["work"], "panel": {"method": "mean"}},
            TWO_PARTS["parts"][0],
        ],
    }
    if rounded_first:
        scheme["parts"][0] = {**scheme["parts"][0], "rounding": {"places": 2}}  # type: ignore[index]
    marks = desk("A", theory="60") + judged("A", "work", "66 67 67 67 67 67 67 67 66")
    assert final(contest_file(scheme, marks, ["A"], judges(9))).row("A").total == total


def test_a_pass_line_is_not_reached_by_rounding_up() -> None:
    marks = two_parts("59.5", "90", "A") + two_parts("60", "60", "B")
    result = final(
        contest_file(TWO_PARTS, marks, ["A", "B"], prizes={"tiers": [{"id": "1", "count": 1}]})
    )
    assert places(result) == {"A": 1, "B": 2}
    assert not result.row("A").passed
    assert result.prizes[0].entries == ("B",)
