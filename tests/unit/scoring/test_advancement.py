"""Who goes on, and how certain it is while marks are missing."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import RoundScorer, compute, load, scorers
from tests.unit.scoring.files import (
    contest_file,
    final,
    judged,
    judges,
    panel_scheme,
    points_file,
    points_scheme,
)

POINTS = {"A": "9", "B": "8", "C": "8", "D": "7", "E": "6"}


def advanced(points: dict[str, str], rule: dict[str, Any], **keys: Any) -> list[str]:
    result = final(points_file(points, points_scheme(**keys), advancement=rule))
    return [one.entry for one in result.advanced]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"method": "top", "count": 3}, ["A", "B", "C"]),
        ({"method": "top", "count": 2}, ["A", "B", "C"]),
        ({"method": "top", "count": 2, "boundary": "cut"}, ["A"]),
        ({"method": "top", "count": 0}, []),
        ({"method": "top", "count": 99}, ["A", "B", "C", "D", "E"]),
        ({"method": "percent", "percent": "75"}, ["A", "B", "C"]),
        ({"method": "percent", "percent": "75", "rounding": "ceiling"}, ["A", "B", "C", "D"]),
        ({"method": "score", "threshold": "7"}, ["A", "B", "C", "D"]),
    ],
)
def test_methods(rule: dict[str, Any], expected: list[str]) -> None:
    assert advanced(POINTS, rule) == expected


def test_only_those_who_passed() -> None:
    keys = {"pass": [{"of": "points", "at_least": "7"}]}
    assert advanced(POINTS, {"method": "top", "count": 5, "only_passed": True}, **keys) == [
        "A",
        "B",
        "C",
        "D",
    ]


def test_a_quota_for_every_zone() -> None:
    rule = {"method": "zones", "quotas": {"north": 1, "south": 2}}
    document = points_file(POINTS, points_scheme(), advancement=rule)
    document["zones"] = [{"id": "north"}, {"id": "south"}]
    document["units"] = [{"id": "u", "zone": "south"}]
    for entry, zone in zip(document["entries"], ["north", "north", "south"], strict=False):
        entry["zone"] = zone
    for entry in document["entries"][3:]:
        entry["unit"] = "u"
    assert [one.entry for one in final(document).advanced] == ["A", "C", "D"]


def live_round(marks: list[dict[str, Any]], entries: list[str], count: int) -> RoundScorer:
    document = contest_file(
        panel_scheme({"method": "mean"}, maximum="10"),
        marks,
        entries,
        judges(2),
        advancement={"method": "top", "count": count},
    )
    return RoundScorer(load(document), "final")


def certainty(scorer: RoundScorer) -> dict[str, bool]:
    return {one.entry: one.certain for one in scorer.standings().advanced}


def test_certain_means_no_missing_mark_can_change_it() -> None:
    marks = (
        judged("A", "mark", "10 9")
        + judged("B", "mark", "8 8")
        + judged("C", "mark", "5 -")
        + judged("D", "mark", "4 4")
    )
    scorer = live_round(marks, ["A", "B", "C", "D"], 2)
    # C can still reach 7.5: nobody that advances is in danger.
    assert certainty(scorer) == {"A": True, "B": True}
    scorer.set_mark("C", "mark", "6.5", "J1")
    # Now C could reach 8.25 and pass B.
    assert certainty(scorer) == {"A": True, "B": False}
    scorer.set_mark("C", "mark", "1", "J2")
    assert certainty(scorer) == {"A": True, "B": True}


def test_who_has_no_mark_yet_is_a_rival() -> None:
    scorer = live_round(judged("A", "mark", "9 9"), ["A", "B"], 1)
    assert certainty(scorer) == {"A": False}
    scorer.set_status("B", "dns")
    assert certainty(scorer) == {"A": True}


def test_a_stored_promotion_stays_whatever_is_corrected_later() -> None:
    decision = {"kind": "advancement", "entries": ["A", "D"], "reason": "published"}
    rule = {"method": "top", "count": 2}
    document = points_file(POINTS, points_scheme(), advancement=rule, decisions=[decision])
    assert [one.entry for one in final(document).advanced] == ["A", "D"]


def two_rounds() -> dict[str, Any]:
    document = points_file(
        {"A": "9", "B": "8", "C": "7"},
        points_scheme(),
        advancement={"method": "top", "count": 2},
    )
    document["schemes"].append(
        {
            "id": "with-carried",
            "items": [{"id": "points", "kind": "measured", "min": "-1000"}],
            "parts": [
                {"id": "before", "kind": "carried", "round": "final"},
                {
                    "id": "total",
                    "kind": "sum",
                    "of": [{"of": "before", "factor": "0.4"}, {"of": "points", "factor": "0.6"}],
                },
            ],
        }
    )
    document["rounds"].append(
        {
            "id": "super",
            "scheme": "with-carried",
            "advanced_from": "final",
            "marks": [
                {"entry": "A", "item": "points", "value": "5"},
                {"entry": "B", "item": "points", "value": "10"},
            ],
        }
    )
    return document


def test_the_next_round_holds_who_advanced_and_carries_totals() -> None:
    rows = compute(load(two_rounds())).round("super").rows
    assert [(row.entry, row.total) for row in rows] == [("B", "9.2"), ("A", "6.6")]


def test_a_correction_in_an_earlier_round_is_noticed() -> None:
    live = scorers(load(two_rounds()))
    assert {row.entry for row in live["super"].standings().rows} == {"A", "B"}
    live["final"].set_mark("C", "points", "8.5")
    rows = live["super"].standings().rows
    assert {row.entry for row in rows} == {"A", "C"}
    assert live["super"].standings().row("C").status == "incomplete"
    live["final"].set_mark("B", "points", "12")
    assert live["super"].standings().row("B").total == "10.8"


def test_totals_carried_from_another_file() -> None:
    document = two_rounds()
    document["rounds"] = [
        {
            "id": "super",
            "scheme": "with-carried",
            "carried": [{"round": "final", "entry": "A", "value": "10"}],
            "marks": [{"entry": "A", "item": "points", "value": "5"}],
        }
    ]
    assert compute(load(document)).round("super").row("A").total == "7"
