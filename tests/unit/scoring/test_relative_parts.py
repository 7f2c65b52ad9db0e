"""Values relative to the other entries: placings, z-scores, scales, units."""

from __future__ import annotations

from scoring import compute, load
from tests.unit.scoring.files import contest_file, desk, final, judged, judges, places


def test_points_for_places() -> None:
    scheme = {
        "id": "league",
        "items": [{"id": "points", "kind": "measured"}],
        "parts": [
            {
                "id": "same",
                "kind": "place_points",
                "of": "points",
                "points": ["10", "8", "6"],
                "rest": "1",
            },
            {
                "id": "mean",
                "kind": "place_points",
                "of": "points",
                "points": ["10", "8", "6"],
                "rest": "1",
                "shared": "mean",
            },
        ],
        "total": "same",
    }
    values = {"A": "50", "B": "40", "C": "40", "D": "30"}
    marks = [mark for entry, value in values.items() for mark in desk(entry, points=value)]
    rows = {r.entry: r for r in final(contest_file(scheme, marks, list(values))).rows}
    assert {e: r.parts["same"] for e, r in rows.items()} == {
        "A": "10",
        "B": "8",
        "C": "8",
        "D": "1",
    }
    assert {e: r.parts["mean"] for e, r in rows.items()} == {
        "A": "10",
        "B": "7",
        "C": "7",
        "D": "1",
    }


def test_z_scores_make_a_strict_and_a_lenient_judge_comparable() -> None:
    """Each judge saw different entries; J1 is 20 stricter but parts them alike."""
    scheme = {
        "id": "z",
        "items": [{"id": "mark", "kind": "judged", "max": "100"}],
        "parts": [
            {
                "id": "total",
                "kind": "zscore",
                "items": ["mark"],
                "centre": "50",
                "points": "10",
                "rounding": {"places": 2},
            }
        ],
    }
    marks = [
        {"entry": entry, "judge": judge, "item": "mark", "value": value}
        for judge, row in {"J1": {"A": "50", "B": "70"}, "J2": {"C": "70", "D": "90"}}.items()
        for entry, value in row.items()
    ]
    document = contest_file(
        scheme,
        marks,
        ["A", "B", "C", "D"],
        judges(2),
        panels=[
            {"judges": ["J1"], "entries": ["A", "B"]},
            {"judges": ["J2"], "entries": ["C", "D"]},
        ],
    )
    result = final(document)
    assert {row.entry: row.total for row in result.rows} == {
        "A": "40.00",
        "B": "60.00",
        "C": "40.00",
        "D": "60.00",
    }
    assert result.complete


def test_on_the_standardised_scale_the_median_has_700() -> None:
    scheme = {
        "id": "scale",
        "items": [{"id": "points", "kind": "measured"}],
        "parts": [
            {"id": "raw", "kind": "sum", "of": ["points"]},
            {"id": "total", "kind": "standardised", "of": "raw", "rounding": {"places": 0}},
        ],
    }
    values = {"A": "90", "B": "80", "C": "70"}
    marks = [mark for entry, value in values.items() for mark in desk(entry, points=value)]
    rows = final(contest_file(scheme, marks, list(values))).rows
    # The population deviation of 90, 80, 70 is 8.165; ten points are 1.2247 deviations.
    assert {row.entry: row.total for row in rows} == {"A": "761", "B": "700", "C": "639"}


def test_judges_marks_as_placings() -> None:
    scheme = {
        "id": "s",
        "items": [{"id": "mark", "kind": "judged", "max": "100"}],
        "parts": [{"id": "total", "kind": "placings", "items": ["mark"], "source": "marks"}],
    }
    marks = (
        judged("A", "mark", "90 90 10")
        + judged("B", "mark", "80 80 95")
        + judged("C", "mark", "5 5 5")
    )
    assert places(final(contest_file(scheme, marks, ["A", "B", "C"], judges(3)))) == {
        "A": 1,
        "B": 2,
        "C": 3,
    }


def test_units_are_ranked_by_the_places_of_their_entries() -> None:
    scheme = {
        "id": "own",
        "items": [{"id": "points", "kind": "measured"}],
        "parts": [{"id": "total", "kind": "sum", "of": ["points"]}],
    }
    values = {"A": "9", "B": "8", "C": "7"}
    marks = [mark for entry, value in values.items() for mark in desk(entry, points=value)]
    document = contest_file(scheme, marks, list(values))
    document["units"] = [{"id": "u"}, {"id": "v"}]
    for entry, unit in zip(document["entries"], "uvv", strict=True):
        entry["unit"] = unit
    document["unit_rankings"] = [
        {"id": "best", "rounds": ["final"], "points": ["5", "3", "2"], "taking_part": "1"}
    ]
    rows = compute(load(document)).units["best"]
    assert [(row.unit, row.place, row.points) for row in rows] == [("v", 1, "7"), ("u", 2, "6")]
