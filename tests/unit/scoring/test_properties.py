"""What must hold for any marks at all."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    ContestFileError,
    RoundScorer,
    SchemeError,
    ScoringInputError,
    compute,
    load,
    loads,
    read_scheme,
)
from scoring.panels import Panel
from tests.unit.scoring.files import contest_file, judges, refusal

ENTRIES = ["A", "B", "C", "D", "E"]
JUDGES = judges(4)
ITEMS = ["x", "y"]
_ITEMS = [{"id": item, "kind": "judged", "max": "10", "step": "0.5"} for item in ITEMS]
ABSOLUTE: list[dict[str, Any]] = [
    {
        "id": f"{over}-{panel['method']}",
        "items": _ITEMS,
        "parts": [
            {
                "id": "total",
                "kind": "panel",
                "items": ITEMS,
                "over": over,
                "panel": panel,
                "rounding": {"places": 1, "mode": "half_even"},
            }
        ],
        "ties": [{"key": "highest_mark", "of": "total"}],
    }
    for over in ("judge_total", "each_item")
    for panel in (
        {"method": "trimmed"},
        {"method": "mean"},
        {"method": "median"},
        {"method": "clip", "limit": "1.5", "mean_rounding": {"places": 1}},
    )
]
RELATIVE: list[dict[str, Any]] = [
    {
        "id": "z",
        "items": _ITEMS,
        "parts": [{"id": "total", "kind": "zscore", "items": ITEMS, "rounding": {"places": 3}}],
    },
    {
        "id": "placings",
        "items": _ITEMS,
        "parts": [{"id": "total", "kind": "placings", "items": ITEMS, "source": "marks"}],
    },
    {
        "id": "scale",
        "items": _ITEMS,
        "parts": [
            {"id": "raw", "kind": "panel", "items": ITEMS, "panel": {"method": "mean"}},
            {"id": "total", "kind": "standardised", "of": "raw", "rounding": {"places": 2}},
        ],
    },
]
slots = st.tuples(st.sampled_from(ENTRIES), st.sampled_from(JUDGES), st.sampled_from(ITEMS))
halves = st.integers(0, 20).map(lambda n: str(Decimal(n) / 2))
marks_of = st.dictionaries(slots, halves, max_size=len(ENTRIES) * len(JUDGES) * len(ITEMS))
absolute = st.sampled_from(ABSOLUTE)
any_scheme = st.sampled_from(ABSOLUTE + RELATIVE)
Marks = dict[tuple[str, str, str], str]


def document_of(scheme: dict[str, Any], marks: Marks, entries: list[str]) -> dict[str, Any]:
    listed = [
        {"entry": entry, "judge": judge, "item": item, "value": value}
        for (entry, judge, item), value in marks.items()
    ]
    return contest_file(
        scheme,
        listed,
        entries,
        JUDGES,
        advancement={"method": "top", "count": 2},
        prizes={"tiers": [{"id": "first", "percent": "40"}], "rounding": "half_up"},
    )


def rows_by_entry(document: dict[str, Any]) -> dict[str, Any]:
    result = compute(load(document)).to_json()["rounds"][0]
    return {
        "rows": {row["entry"]: row for row in result["results"]},
        "advanced": set(result["advanced"]),
        "certain": set(result["certain"]),
        "prizes": [set(award["entries"]) for award in result["prizes"]],
    }


@given(any_scheme, marks_of, st.permutations(ENTRIES), st.randoms(use_true_random=False))
def test_the_order_of_entries_and_marks_never_matters(
    scheme: dict[str, Any], marks: Marks, order: list[str], random: Any
) -> None:
    shuffled = list(marks.items())
    random.shuffle(shuffled)
    first = rows_by_entry(document_of(scheme, marks, ENTRIES))
    assert rows_by_entry(document_of(scheme, dict(shuffled), order)) == first


@given(absolute, marks_of, slots, halves)
def test_with_absolute_methods_only_the_own_marks_change_a_total(
    scheme: dict[str, Any], marks: Marks, slot: tuple[str, str, str], value: str
) -> None:
    before = rows_by_entry(document_of(scheme, marks, ENTRIES))["rows"]
    after = rows_by_entry(document_of(scheme, {**marks, slot: value}, ENTRIES))["rows"]
    for entry in ENTRIES:
        if entry != slot[0]:
            assert after[entry]["total"] == before[entry]["total"]
            assert after[entry]["parts"] == before[entry]["parts"]


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=9), st.data())
def test_a_trimmed_mean_lies_between_the_marks_it_kept(
    marks: list[int], data: st.DataObject
) -> None:
    low = data.draw(st.integers(0, len(marks) - 1))
    high = data.draw(st.integers(0, len(marks) - 1 - low))
    combined = Panel("trimmed", low=low, high=high).combine(marks, 1)
    kept = [mark for mark, used in zip(marks, combined.used, strict=True) if used]
    assert min(kept) <= combined.value <= max(kept)
    assert sorted(kept) == sorted(marks)[low : len(marks) - high]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9), st.integers(0, 200))
def test_a_clipped_mean_stays_within_the_limit(marks: list[int], limit: int) -> None:
    mean = Fraction(sum(marks), len(marks))
    value = Panel("clip", limit=Fraction(limit)).combine(marks, 1).value
    assert mean - limit <= value <= mean + limit


@given(any_scheme, marks_of)
def test_written_out_and_read_again_the_result_is_the_same(
    scheme: dict[str, Any], marks: Marks
) -> None:
    contest = load(document_of(scheme, marks, ENTRIES))
    again = load(loads(json.dumps(contest.document, ensure_ascii=False)))
    assert again == contest
    assert compute(again).to_json() == compute(contest).to_json()


@given(any_scheme, st.lists(st.tuples(slots, st.none() | halves), max_size=40), marks_of)
def test_mark_by_mark_is_the_same_as_all_at_once(
    scheme: dict[str, Any],
    steps: list[tuple[tuple[str, str, str], str | None]],
    start: Marks,
) -> None:
    live = RoundScorer(load(document_of(scheme, start, ENTRIES)), "final")
    marks = dict(start)
    for number, ((entry, judge, item), value) in enumerate(steps):
        if value is None:
            live.remove_mark(entry, item, judge)
            marks.pop((entry, judge, item), None)
        else:
            live.set_mark(entry, item, value, judge)
            marks[entry, judge, item] = value
        if number % 3 == 0:
            live.standings()
    whole = compute(load(document_of(scheme, marks, ENTRIES))).rounds[0]
    assert live.standings().to_json() == whole.to_json()


@settings(max_examples=30)
@given(absolute, marks_of, st.data())
def test_a_certain_place_in_the_next_round_stays_whatever_comes(
    scheme: dict[str, Any], marks: Marks, data: st.DataObject
) -> None:
    live = RoundScorer(load(document_of(scheme, marks, ENTRIES)), "final")
    certain = {one.entry for one in live.standings().advanced if one.certain}
    for entry in ENTRIES:
        for judge in JUDGES:
            for item in ITEMS:
                if (entry, judge, item) not in marks:
                    live.set_mark(entry, item, data.draw(halves), judge)
    assert certain <= {one.entry for one in live.standings().advanced}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "kind", "items", "parts", "of", "x"]), inner)
    ),
    max_leaves=20,
)


@given(json_values, st.sampled_from(["id", "items", "parts", "ties", "pass", "total"]))
def test_any_json_in_a_scheme_is_read_or_refused_with_faults(value: Any, key: str) -> None:
    error = refusal(lambda: read_scheme({**ABSOLUTE[0], key: value}), SchemeError)
    assert error is None or explained(error)


@given(
    json_values,
    st.sampled_from(
        ["entries", "judges", "marks", "panels", "recusals", "statuses", "carried", "decisions"]
    ),
)
def test_any_json_in_a_round_is_read_or_refused_with_faults(value: Any, key: str) -> None:
    document = document_of(ABSOLUTE[0], {}, ENTRIES)
    document["rounds"][0][key] = value
    error = refusal(lambda: compute(load(document)), ContestFileError)
    assert error is None or explained(error)


def explained(error: Exception) -> bool:
    """Whether the error lists faults, each with words."""
    assert isinstance(error, ScoringInputError)
    return bool(error.faults) and all(str(fault) for fault in error.faults)
