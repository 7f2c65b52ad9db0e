"""Every official result we have must come out exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from scoring import compute, load, scorers
from scoring.placings import final_places, majority_places
from tests import official
from tests.official import needs_official_results

pytestmark = needs_official_results


@pytest.mark.parametrize("event", official.DIVING_EVENTS)
def test_diving_places_are_the_official_ones(event: str) -> None:
    result = compute(load(official.diving_contest_file(event)))
    for name in official.DIVING_ROUNDS:
        places = {row.entry: row.place for row in result.round(name).rows}
        assert places == official.diving_ranks(event, name)


def test_diving_covers_every_published_rank() -> None:
    ranks = [
        official.diving_ranks(event, name)
        for event in official.DIVING_EVENTS
        for name in official.DIVING_ROUNDS
    ]
    assert sum(map(len, ranks)) == 295


def test_a_tie_for_the_last_place_that_advances_takes_both() -> None:
    document = official.diving_contest_file("W3mSB", ("Prelim",))
    document["rounds"][0]["advancement"] = {"method": "top", "count": 18, "boundary": "extend"}
    advanced = compute(load(document)).round("Prelim").advanced
    assert {one.entry for one in advanced} == set(official.diving_ranks("W3mSB", "Semi"))
    assert len(advanced) == 19


def test_cubing_best_average_and_ranking() -> None:
    contest = load(official.cubing_contest_file())
    live = scorers(contest)
    checked = 0
    for event in official.cubing()["events"]:
        for one in event["rounds"]:
            result = live[one["id"]].standings()
            for row in one["results"]:
                found = result.row(str(row["personId"]))
                assert found.parts["best"] == official.centiseconds(row["best"])
                assert found.total == official.centiseconds(row["average"])
                assert found.place == row["ranking"]
                checked += 1
            assert len(result.rows) == len(one["results"])
    assert checked == 134


def test_cubing_who_advances_is_who_was_in_the_next_round() -> None:
    result = compute(load(official.cubing_contest_file()))
    for event in official.cubing()["events"]:
        for one, following in zip(event["rounds"], event["rounds"][1:], strict=False):
            advanced = {entry.entry for entry in result.round(one["id"]).advanced}
            assert advanced == {str(row["personId"]) for row in following["results"]}


def _placings(example: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, int]]:
    if "by_couple" in example:
        placings = {c: [str(p) for p in row] for c, row in example["by_couple"].items()}
        return placings, example["official_by_couple"]
    couples = [str(couple) for couple in example["couples"]]
    placings = {
        couple: [str(row[n]) for row in example["judges"].values()]
        for n, couple in enumerate(couples)
    }
    return placings, dict(zip(couples, example["official"], strict=True))


def _dance_file(dances: dict[str, dict[str, list[str]]]) -> dict[str, Any]:
    """A round in which every dance is an item and judges enter places."""
    couples = list(next(iter(dances.values())))
    count = len(next(iter(dances.values()))[couples[0]])
    judges = [f"J{n}" for n in range(1, count + 1)]
    parts: list[dict[str, Any]] = [
        {"id": f"{dance} place", "kind": "placings", "items": [dance]} for dance in dances
    ]
    parts.append({"id": "final", "kind": "final_placings", "of": [p["id"] for p in parts]})
    return {
        "format": "guildhall-contest/1",
        "title": "Skating System",
        "judges": [{"id": judge} for judge in judges],
        "entries": [{"id": couple} for couple in couples],
        "schemes": [
            {
                "id": "skating",
                "items": [
                    {"id": dance, "kind": "judged", "min": "1", "max": "20", "step": "1"}
                    for dance in dances
                ],
                "parts": parts,
            }
        ],
        "rounds": [
            {
                "id": "final",
                "scheme": "skating",
                "judges": judges,
                "marks": [
                    {"entry": couple, "judge": judge, "item": dance, "value": value}
                    for dance, placings in dances.items()
                    for couple, row in placings.items()
                    for judge, value in zip(judges, row, strict=True)
                ],
            }
        ],
    }


def test_skating_single_dances() -> None:
    examples = official.skating()["single_dance"]
    assert len(examples) == 7
    for example in examples:
        placings, places = _placings(example)
        result = compute(load(_dance_file({"waltz": placings}))).round("final")
        assert {row.entry: row.place for row in result.rows} == places, example["id"]


def test_skating_summaries_by_rules_9_and_10() -> None:
    checked = 0
    for example in official.skating()["summary"]:
        expected = example.get("official") or example["expected_by_rule10_text"]
        table = {c: [Fraction(p) for p in row] for c, row in example["places"].items()}
        dances = range(len(next(iter(table.values()))))
        places = final_places([{c: table[c][n] for c in table} for n in dances], table)
        assert places == expected, example["id"]
        checked += "official" in example
    assert checked == 2


def test_skating_full_final_by_rule_11() -> None:
    example = official.skating()["full_final_rule11"]
    couples = [str(couple) for couple in example["couples"]]
    dances = {
        dance: {
            couple: [str(row[n]) for row in example[dance].values()]
            for n, couple in enumerate(couples)
        }
        for dance in ("waltz", "tango")
    }
    for dance, placings in dances.items():
        exact = {couple: [Fraction(place) for place in row] for couple, row in placings.items()}
        places = majority_places(exact)
        assert [places[c] for c in couples] == example["official_dance_places"][dance]
    result = compute(load(_dance_file(dances))).round("final")
    assert [result.row(couple).place for couple in couples] == example["official_final"]


def test_skating_callbacks_are_counted() -> None:
    example = official.skating()["callbacks_rule1"]
    totals = example["official_totals"]
    judges = [judge for judge in example if len(judge) == 1]
    document = {
        "format": "guildhall-contest/1",
        "title": "Callbacks",
        "judges": [{"id": judge} for judge in judges],
        "entries": [{"id": couple} for couple in totals],
        "schemes": [
            {
                "id": "callbacks",
                "items": [{"id": "recall", "kind": "judged", "max": "1", "step": "1"}],
                "parts": [
                    {
                        "id": "total",
                        "kind": "panel",
                        "items": ["recall"],
                        "panel": {"method": "sum"},
                    }
                ],
            }
        ],
        "rounds": [
            {
                "id": "first",
                "scheme": "callbacks",
                "judges": judges,
                "marks": [
                    {
                        "entry": couple,
                        "judge": judge,
                        "item": "recall",
                        "value": str(int(int(couple) in example[judge])),
                    }
                    for couple in totals
                    for judge in judges
                ],
            }
        ],
    }
    result = compute(load(document)).round("first")
    assert {row.entry: row.total for row in result.rows} == {c: str(n) for c, n in totals.items()}
