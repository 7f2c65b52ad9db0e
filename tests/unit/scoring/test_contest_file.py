"""Contest files that cannot be used are refused with every fault, in plain words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from scoring import ContestFileError, compute, load, loads
from tests.unit.scoring.files import contest_file, desk, judged, judges
from tests.unit.scoring.test_advancement import two_rounds
from tests.unit.scoring.test_skills_contest import SKILLS_SCHEME, skills_file


def faults(document: Any) -> list[str]:
    with pytest.raises(ContestFileError) as caught:
        load(document)
    return [str(fault) for fault in caught.value.faults]


def text_faults(text: str | bytes) -> list[str]:
    with pytest.raises(ContestFileError) as caught:
        load(loads(text))
    return [str(fault) for fault in caught.value.faults]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The skills contest with one value replaced; ``marks.0.value`` is inside the round."""
    document = copy.deepcopy(skills_file())
    *way, last = path.split(".")
    node: Any = document
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    node[int(last) if isinstance(node, list) else last] = value
    return document


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not JSON (line 1, column 1): Expecting value"),
        ("{", "is not JSON (line 1, column 2): Expecting property name enclosed in double quotes"),
        (b"\xff\xfe{}", "is not UTF-8 text"),
        ('{"title": NaN}', "contains NaN, which is not a number"),
        ('{"title": -Infinity}', "contains -Infinity, which is not a number"),
        ('{"title": 1, "title": 2}', "has the key “title” twice in one object"),
        ("[" * 100_000, "is nested too deeply"),
        ("[]", "must be an object, not list"),
        ("null", "must be an object, not null"),
    ],
)
def test_text_that_is_no_contest_file(text: str | bytes, fault: str) -> None:
    assert text_faults(text) == [fault]


def test_a_byte_order_mark_is_tolerated() -> None:
    text = json.dumps(skills_file())
    assert load(loads(b"\xef\xbb\xbf" + text.encode())) == load(loads(text))


def test_json_decimals_stay_exact_and_a_billion_digits_are_refused() -> None:
    text = json.dumps(skills_file()).replace('"61.5"', "61.5")
    assert compute(load(loads(text))).round("final").row("A07").total == "88.00"
    text = json.dumps(skills_file()).replace('"61.5"', "9" * 1_000_000)
    assert text_faults(text) == ["rounds[0].marks[1].value: is longer than 40 characters"]


def test_marks_may_use_full_width_digits() -> None:
    document = changed("rounds.0.marks.0.value", "８８")
    assert compute(load(document)).round("final").row("A07").total == "88.00"


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("titel", "x", "titel: is not known here; did you mean “title”?"),
        ("title", "", "title: must not be empty"),
        ("title", 5, "title: must be a text, not number"),
        ("title", "a\x00b", "title: contains a control character"),
        ("title", "x" * 201, "title: is longer than 200 characters"),
        ("format", "guildhall-contest/9", "format: must be one of: guildhall-contest/1"),
        ("rounds.0.marks.0.value", 88.5, "write this decimal in quotes, so that it stays exact"),
        ("rounds.0.marks.0.value", True, "must be a decimal in quotes, not true/false"),
        ("rounds.0.marks.0.value", None, "must be a decimal in quotes, not null"),
        ("rounds.0.marks.0.value", "", "is empty; a number is needed"),
        ("rounds.0.marks.0.value", "1e2", "uses an exponent; write the number out"),
        ("rounds.0.marks.0.value", "NaN", "is not a number"),
        ("rounds.0.marks.0.value", "٨٨", "uses digits that are not 0–9"),
        ("rounds.0.marks.0.value", "101", "must be from 0 to 100"),
        ("rounds.0.marks.0.value", "DNF", "DNF and DNS are only for times and measured attempts"),
        ("rounds.0.marks.2.value", "26.3", "must go in steps of 0.5"),
        ("rounds.0.marks.2.judge", "J9", "“J9” is not a judge of this round"),
        ("rounds.0.marks.2.entry", "Z", "“Z” is not in this round"),
        ("rounds.0.marks.2.item", "speed", "“speed” is not an item of the scheme"),
        ("rounds.0.marks.2.attempt", 2, "there are only 1 attempts"),
        ("rounds.0.marks.2.attempt", "1", "must be a whole number without quotes"),
        ("rounds.0.marks.2.attempt", True, "must be a whole number without quotes"),
        ("rounds.0.scheme", "none", "rounds[0].scheme: “none” is not in schemes"),
        ("rounds.0.event", "none", "rounds[0].event: “none” is not in events"),
        ("rounds.0.entries", ["A07", "A07"], "rounds[0].entries[1]: “A07” is used twice"),
        ("entries.0.id", "A07", "entries[7].id: “A07” is used twice"),
        ("entries.0.unit", "u", "entries[0].unit: “u” is not in units"),
        ("schemes.0.items.1.id", "theory", "schemes[0].items[1].id: “theory” is used twice"),
        ("schemes.0.items.0.max", "0", "schemes[0].items[0]: min must be less than max"),
        ("schemes.0.parts.0.items", ["theory"], "“theory” is not an item marked by judges"),
        (
            "schemes.0.parts.1.of",
            ["measured", "craft"],
            "“craft” is marked by judges; refer to a part that combines it",
        ),
        ("schemes.0.parts.1.of", ["total"], "“total” is not an item or part defined above"),
        ("schemes.0.parts.0.rounding", {}, "rounding: needs either places or step"),
        ("schemes.0.parts.0.panel.minimum", 2, "must be more than the marks that are dropped"),
        (
            "schemes.0.parts.0.panel.method",
            "avg",
            "must be one of: mean, sum, median, trimmed, clip",
        ),
        ("schemes.0.total", "theory", "“theory” is an item; the total must be a part"),
        ("schemes.0.pass.0", {"of": "theory"}, "needs either at_least or at_most"),
        ("rounds.0.recusals", [{"judge": "J9"}], "“J9” is not a judge of this round"),
        (
            "rounds.0.statuses",
            [{"entry": "A07", "status": "late"}],
            "must be one of: dns, dnf, dq, forfeit",
        ),
        (
            "rounds.0.decisions",
            [{"kind": "arbitration", "order": ["A07", "A05"]}],
            "“reason” is missing",
        ),
        (
            "rounds.0.decisions",
            [{"kind": "tie_break", "order": ["A07", "A07"]}],
            "names an entry twice",
        ),
        (
            "rounds.0.deductions",
            [{"entry": "A07", "points": "-1"}],
            "must be at least 0",
        ),
        (
            "rounds.0.deductions",
            [{"entry": "A07", "points": "1", "part": "judged"}],
            "“judged” does not take deductions",
        ),
        (
            "rounds.0.advancement",
            {"method": "zones", "quotas": {"north": 1}},
            "“north” is not in zones",
        ),
        (
            "rounds.0.prizes",
            {"tiers": [{"id": "1"}]},
            "prizes.tiers[0]: needs count, percent or minimum",
        ),
    ],
)
def test_one_fault(path: str, value: Any, fault: str) -> None:
    found = faults(changed(path, value))
    assert any(line.endswith(fault) for line in found), found


def test_all_faults_are_listed_at_once() -> None:
    document = skills_file()
    document["zonez"] = []
    document["schemes"][0] = copy.deepcopy(SKILLS_SCHEME)
    document["schemes"][0]["items"][2]["step"] = 0.5
    document["schemes"][0]["ties"].append({"key": "value", "of": "speed"})
    document["rounds"][0]["marks"][0]["value"] = "abc"
    document["rounds"][0]["marks"][1]["entry"] = "Z"
    document["rounds"][0]["statuses"] = [{"entry": "Y", "status": "dns"}]
    assert faults(document) == [
        "schemes[0].items[2].step: write this decimal in quotes, so that it stays exact",
        "zonez: is not known here; did you mean “zones”?",
        "schemes[0].ties[2].of: “speed” is not an item or part defined above",
        "rounds[0].statuses[0].entry: “Y” is not in this round",
        "rounds[0].marks[0].value: is not a number",
        "rounds[0].marks[1].entry: “Z” is not in this round",
    ]


def test_a_mark_given_twice_is_a_fault_but_a_new_version_is_not() -> None:
    document = skills_file()
    again = dict(document["rounds"][0]["marks"][2], value="27")
    document["rounds"][0]["marks"].append(again)
    assert faults(document) == ["rounds[0].marks[56]: this mark is in the file twice"]
    again["version"] = 2
    assert compute(load(document)).round("final").row("A07").parts["judged"] == "26.67"


def test_a_thousand_faults_are_enough() -> None:
    marks = [{"entry": "Z", "item": "theory", "value": "1"}] * 1500
    found = faults(contest_file(SKILLS_SCHEME, marks, ["A"], judges(5)))
    assert len(found) == 1001
    assert found[-1] == "500 more faults are not listed"


def test_a_round_may_only_look_back() -> None:
    document = two_rounds()
    document["rounds"].reverse()
    assert faults(document) == [
        "rounds[0].advanced_from: “final” is not a round above this one",
        "rounds[0]: the part “before” needs the round “final” above this one",
    ]


def test_advancing_needs_a_rule() -> None:
    document = two_rounds()
    del document["rounds"][0]["advancement"]
    assert faults(document) == ["rounds[1].advanced_from: “final” has no advancement rule"]


def test_a_total_must_not_be_left_per_attempt() -> None:
    scheme = {
        "id": "s",
        "items": [{"id": "run", "kind": "measured", "attempts": 3}],
        "parts": [{"id": "total", "kind": "sum", "of": ["run"]}],
    }
    assert faults(contest_file(scheme, desk("A", run="1"), ["A"])) == [
        "schemes[0].total: “total” has a value for every attempt; combine them first"
    ]


def test_a_panel_must_cover_the_mark() -> None:
    document = contest_file(
        {
            "id": "s",
            "items": [{"id": "mark", "kind": "judged", "max": "10"}],
            "parts": [
                {"id": "total", "kind": "panel", "items": ["mark"], "panel": {"method": "mean"}}
            ],
        },
        judged("A", "mark", "9 8"),
        ["A"],
        judges(2),
        panels=[{"judges": ["J1"]}],
    )
    assert faults(document) == ["rounds[0].marks[1].judge: “J2” does not mark this"]
