"""Small contest files for the tests of the scoring engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from scoring import RoundResult, compute, load

HUNDREDTHS = {"places": 2, "mode": "half_up"}

SKILLS_SCHEME: dict[str, Any] = {
    "id": "skills",
    "items": [
        {"id": "theory", "kind": "measured", "max": "100"},
        {"id": "measured", "kind": "measured", "max": "70"},
        {"id": "craft", "kind": "judged", "max": "30", "step": "0.5"},
    ],
    "parts": [
        {
            "id": "judged",
            "kind": "panel",
            "items": ["craft"],
            "panel": {"method": "trimmed", "low": 1, "high": 1},
            "rounding": HUNDREDTHS,
        },
        {
            "id": "practical",
            "kind": "sum",
            "of": ["measured", "judged"],
            "rounding": HUNDREDTHS,
        },
        {
            "id": "total",
            "kind": "sum",
            "of": [{"of": "theory", "factor": "0.3"}, {"of": "practical", "factor": "0.7"}],
            "rounding": HUNDREDTHS,
        },
    ],
    "ties": [{"key": "value", "of": "practical"}, {"key": "value", "of": "theory"}],
    "pass": [{"of": "theory", "at_least": "60"}, {"of": "practical", "at_least": "60"}],
}


def contest_file(
    scheme: Mapping[str, Any],
    marks: Iterable[Mapping[str, Any]],
    entries: Sequence[str],
    judges: Sequence[str] = (),
    **round_keys: Any,
) -> dict[str, Any]:
    """A contest of one round, ``final``."""
    return {
        "format": "guildhall-contest/1",
        "title": "Test",
        "judges": [{"id": judge} for judge in judges],
        "entries": [{"id": entry} for entry in entries],
        "schemes": [dict(scheme)],
        "rounds": [
            {
                "id": "final",
                "scheme": scheme["id"],
                "judges": list(judges),
                "marks": [dict(mark) for mark in marks],
                **round_keys,
            }
        ],
    }


def judged(entry: str, item: str, values: str) -> list[dict[str, Any]]:
    """Marks of the judges J1, J2 … in order, from a text such as ``26 27.5 -``."""
    return [
        {"entry": entry, "item": item, "judge": f"J{n}", "value": value}
        for n, value in enumerate(values.split(), start=1)
        if value != "-"
    ]


def desk(entry: str, **values: str) -> list[dict[str, Any]]:
    """Measured values by item."""
    return [{"entry": entry, "item": item, "value": value} for item, value in values.items()]


def judges(count: int) -> list[str]:
    return [f"J{n}" for n in range(1, count + 1)]


def final(document: Mapping[str, Any]) -> RoundResult:
    """The result of the round ``final``."""
    return compute(load(dict(document))).round("final")


def points_scheme(**keys: Any) -> dict[str, Any]:
    """One measured value is the total."""
    return {
        "id": "points",
        "items": [{"id": "points", "kind": "measured", "min": "-1000"}],
        "parts": [{"id": "total", "kind": "sum", "of": ["points"]}],
        **keys,
    }


def points_file(
    points: Mapping[str, str], scheme: Mapping[str, Any], **keys: Any
) -> dict[str, Any]:
    """A contest whose totals are given."""
    marks = [mark for entry, value in points.items() for mark in desk(entry, points=value)]
    return contest_file(scheme, marks, list(points), **keys)


def panel_scheme(panel: Mapping[str, Any], maximum: str = "100", **part: Any) -> dict[str, Any]:
    """One judged item through one panel."""
    return {
        "id": "panel",
        "items": [{"id": "mark", "kind": "judged", "max": maximum}],
        "parts": [
            {"id": "total", "kind": "panel", "items": ["mark"], "panel": dict(panel), **part}
        ],
    }


def places(result: RoundResult) -> dict[str, int | None]:
    return {row.entry: row.place for row in result.rows}


def refusal(work: Callable[[], object], kind: type[Exception]) -> Exception | None:
    """The error of that kind that ``work`` raised, if it did."""
    try:
        work()
    except kind as error:
        return error
    return None
