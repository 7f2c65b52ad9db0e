"""Schemes in words, presets, and judge statistics."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from scoring import PRESETS, RoundScorer, compute, describe, load, read_scheme
from scoring.statistics import correlation, judge_statistics, without_judge
from tests.unit.scoring.files import (
    SKILLS_SCHEME,
    contest_file,
    judged,
    judges,
    panel_scheme,
)
from tests.unit.scoring.test_advancement import two_rounds
from tests.unit.scoring.test_parts import team_file

PRESET_IDS = [
    "five_judges_trimmed",
    "theory_practical",
    "worldskills",
    "diving",
    "timed",
    "team",
    "benchmark",
    "speech",
    "skating",
]


def test_the_rules_of_the_skills_contest_in_words() -> None:
    words = describe(read_scheme(SKILLS_SCHEME))
    assert {line.id: [str(m) for m in line.messages] for line in words.parts} == {
        "judged": [
            "drop the highest and the lowest mark and average the rest",
            "rounded half up to 0.01",
        ],
        "practical": ["= measured + judged", "rounded half up to 0.01"],
        "total": ["= 0.3 × theory + 0.7 × practical", "rounded half up to 0.01"],
    }
    assert [str(step) for step in words.ties] == ["practical", "theory", "shared place"]
    assert [str(rule) for rule in words.rules] == [
        "no prize below 60 in theory",
        "no prize below 60 in practical",
        "shared places leave a gap (1, 2, 2, 4)",
    ]


@pytest.mark.parametrize("document", [two_rounds(), team_file({"round": "individual"})])
def test_every_kind_of_part_can_be_described(document: dict[str, Any]) -> None:
    for scheme in load(document).schemes.values():
        assert all(line.messages for line in describe(scheme).parts if line.id != "raw")


def test_presets_have_stable_ids() -> None:
    assert list(PRESETS) == PRESET_IDS


@pytest.mark.parametrize("preset_id", PRESET_IDS)
def test_a_preset_is_a_scheme_with_translated_titles(preset_id: str) -> None:
    preset = PRESETS[preset_id]
    scheme = read_scheme(preset.document(lambda text: f"译{text}"))
    assert scheme.id == preset_id
    assert scheme.title == f"译{preset.title}"
    assert all(one.title.startswith("译") for one in (*scheme.items, *scheme.parts))
    assert describe(scheme).parts


@pytest.mark.parametrize("preset_id", [i for i in PRESET_IDS if i != "team"])
def test_a_preset_scores(preset_id: str) -> None:
    preset = PRESETS[preset_id]
    document = preset.document()
    names = judges(preset.judges)
    marks: list[dict[str, Any]] = []
    for entry, share in (("A", 1), ("B", 2)):
        for item in document["items"]:
            top = item.get("max", "6") if "levels" not in item else "3"
            value = {"A": top, "B": item.get("min", "1")}[entry]
            for attempt in range(1, item.get("attempts", 1) + 1):
                mark = {"entry": entry, "item": item["id"], "attempt": attempt, "value": value}
                if item["kind"] == "judged":
                    marks += [{**mark, "judge": judge} for judge in names]
                else:
                    value = {"baseline": "100", "target": "50", "actual": str(50 * share)}.get(
                        item["id"], "1"
                    )
                    marks.append({**mark, "value": value})
    rows = compute(load(contest_file(document, marks, ["A", "B"], names))).round("final").rows
    assert [row.status for row in rows] == ["ok", "ok"]
    assert {row.place for row in rows} <= {1, 2}


def scorer() -> RoundScorer:
    marks = (
        judged("A", "mark", "90 80 70")
        + judged("B", "mark", "80 70 75")
        + judged("C", "mark", "70 60 80")
    )
    document = contest_file(panel_scheme({"method": "mean"}), marks, ["A", "B", "C"], judges(3))
    return RoundScorer(load(document), "final")


def test_severity_spread_and_agreement() -> None:
    lenient, strict, other = judge_statistics(scorer(), "total")
    assert (lenient.judge, lenient.marked, lenient.mean) == ("J1", 3, Fraction(80))
    assert lenient.severity == 5
    assert strict.severity == -5
    assert round(float(lenient.spread), 3) == 8.165
    assert lenient.agreement is not None
    assert other.agreement is not None
    assert lenient.agreement > 0 > other.agreement
    assert lenient.dropped == 0


def test_what_leaving_a_judge_out_would_change() -> None:
    live = scorer()
    before = live.standings().to_json()
    changes = without_judge(live, "J3")
    assert {e: (now.total, then.total) for e, (now, then) in changes.items()} == {
        "A": ("80", "85"),
        "C": ("70", "65"),
    }
    assert live.standings().to_json() == before


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1, 2, 3], [2, 4, 6], Fraction(1)),
        ([1, 2, 3], [3, 2, 1], Fraction(-1)),
        ([1, 1, 1], [3, 2, 1], None),
        ([1], [1], None),
    ],
)
def test_correlation(first: list[int], second: list[int], expected: Fraction | None) -> None:
    found = correlation([Fraction(n) for n in first], [Fraction(n) for n in second])
    assert found == expected


def test_messages_name_only_parameters_they_have() -> None:
    for preset in PRESETS.values():
        words = describe(read_scheme(preset.document()))
        for message in (*(m for line in words.parts for m in line.messages), *words.ties):
            assert set(re.findall(r"{(\w+)}", message.template)) <= set(message.params)
