"""Official results as contest files: real marks with the outcome that was published.

The data belongs to others and is never copied into the project. It is looked for in
``../shared/official-results`` beside the repository, or where ``OFFICIAL_RESULTS`` says.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "official-results"
DIVING_EVENTS = ("M3mSB", "M10mPF", "W3mSB", "W10mPF")
DIVING_ROUNDS = ("Prelim", "Semi", "Final")


def folder() -> Path:
    """Where the official results are; may not exist."""
    return Path(os.environ.get("OFFICIAL_RESULTS", _BESIDE))


needs_official_results = pytest.mark.skipif(
    not folder().is_dir(),
    reason=f"official results are not at {folder()}; set OFFICIAL_RESULTS",
)


class Dive(NamedTuple):
    """One judge's mark of one dive, as the file has it."""

    event: str
    round: str
    diver: str
    country: str
    rank: int
    number: int
    difficulty: str
    mark: str
    judge: str


@cache
def dives() -> tuple[Dive, ...]:
    path = folder() / "diving-sydney2000" / "Diving2000.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Dive(
                row["Event"],
                row["Round"],
                row["Diver"],
                row["Country"],
                int(row["Rank"]),
                int(row["DiveNo"]),
                row["Difficulty"],
                row["JScore"],
                row["Judge"],
            )
            for row in csv.DictReader(file)
        )


def diving_ranks(event: str, round_name: str) -> dict[str, int]:
    """The official place of every diver in a round."""
    return {d.diver: d.rank for d in dives() if (d.event, d.round) == (event, round_name)}


def diving_scheme(dive_count: int, carried_from: str | None) -> dict[str, Any]:
    """Seven judges, the middle five × difficulty × 0.6, added to what was carried."""
    summed = {"id": "dives", "kind": "attempts", "of": "dive", "method": "sum"}
    parts: list[dict[str, Any]] = [
        {
            "id": "middle",
            "kind": "panel",
            "items": ["execution"],
            "panel": {"method": "trimmed", "low": 1, "high": 1, "result": "sum"},
        },
        {
            "id": "dive",
            "kind": "product",
            "of": ["difficulty", "middle"],
            "constant": "0.6",
            "rounding": {"places": 2},
        },
        summed,
    ]
    terms = ["dives"]
    if carried_from is not None:
        parts.append({"id": "carried", "kind": "carried", "round": carried_from, "of": "dives"})
        terms.append("carried")
    parts.append({"id": "total", "kind": "sum", "of": terms, "rounding": {"places": 2}})
    return {
        "id": f"diving-{dive_count}-{carried_from or 'first'}",
        "items": [
            {
                "id": "difficulty",
                "kind": "measured",
                "max": "5",
                "step": "0.1",
                "attempts": dive_count,
            },
            {
                "id": "execution",
                "kind": "judged",
                "max": "10",
                "step": "0.5",
                "attempts": dive_count,
            },
        ],
        "parts": parts,
    }


def diving_contest_file(event: str, rounds: Sequence[str] = DIVING_ROUNDS) -> dict[str, Any]:
    """A contest file for one event. Rounds must follow one another from ``Prelim``.

    Semi-final totals carry the preliminary, final totals the semi-final. In rounds with
    two panels of seven, a panel is named for every dive of every diver.
    """
    rows = [d for d in dives() if d.event == event and d.round in rounds]
    documents = [_diving_round(event, name, rounds) for name in rounds]
    judges = sorted({d.judge for d in rows})
    countries = {d.diver: d.country for d in rows}
    return {
        "format": "guildhall-contest/1",
        "title": f"Sydney 2000 {event}",
        "units": [{"id": code} for code in sorted(set(countries.values()))],
        "events": [{"id": event}],
        "judges": [{"id": name} for name in judges],
        "entries": [
            {"id": name, "name": name, "unit": country} for name, country in countries.items()
        ],
        "schemes": [scheme for scheme, _round in documents],
        "rounds": [round_ for _scheme, round_ in documents],
    }


def _diving_round(
    event: str, name: str, rounds: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    rows = [d for d in dives() if (d.event, d.round) == (event, name)]
    position = list(rounds).index(name)
    scheme = diving_scheme(max(d.number for d in rows), rounds[position - 1] if position else None)
    scheme["id"] = f"{scheme['id']}-{name}"
    difficulties = {(d.diver, d.number): d.difficulty for d in rows}
    document = {
        "id": name,
        "event": event,
        "scheme": scheme["id"],
        "entries": list(dict.fromkeys(d.diver for d in rows)),
        "judges": sorted({d.judge for d in rows}),
        "panels": _diving_panels(rows),
        "marks": [
            {"entry": diver, "item": "difficulty", "attempt": number, "value": value}
            for (diver, number), value in difficulties.items()
        ]
        + [
            {
                "judge": d.judge,
                "entry": d.diver,
                "item": "execution",
                "attempt": d.number,
                "value": d.mark,
            }
            for d in rows
        ],
    }
    return scheme, document


def _diving_panels(rows: Iterable[Dive]) -> list[dict[str, Any]]:
    """Which seven judges marked which dive numbers, and of whom."""
    seats: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        seats.setdefault((row.diver, row.number), set()).add(row.judge)
    covered: dict[tuple[frozenset[str], int], list[str]] = {}
    for (diver, number), judges in seats.items():
        covered.setdefault((frozenset(judges), number), []).append(diver)
    return [
        {"judges": sorted(judges), "attempts": [number], "entries": divers}
        for (judges, number), divers in covered.items()
    ]


@cache
def cubing() -> Any:
    """The speed-cubing competition, as it was published (times in hundredths)."""
    path = folder() / "wca-zottegem2023" / "results.json"
    return json.loads(path.read_text(encoding="utf-8"))


def cubing_contest_file() -> dict[str, Any]:
    """Average of five; a round's entries are those that advanced from the one before."""
    document: dict[str, Any] = {
        "format": "guildhall-contest/1",
        "title": cubing()["name"],
        "events": [{"id": event["id"]} for event in cubing()["events"]],
        "entries": [],
        "schemes": [AVERAGE_OF_FIVE],
        "rounds": [],
    }
    people: set[int] = set()
    for event in cubing()["events"]:
        before: str | None = None
        for one in event["rounds"]:
            people.update(row["personId"] for row in one["results"])
            document["rounds"].append(_cubing_round(event["id"], one, before))
            before = one["id"]
    document["entries"] = [{"id": str(person)} for person in sorted(people)]
    return document


AVERAGE_OF_FIVE: dict[str, Any] = {
    "id": "ao5",
    "items": [{"id": "time", "kind": "time", "decimals": 2, "attempts": 5}],
    "parts": [
        {
            "id": "best",
            "kind": "attempts",
            "of": "time",
            "method": "best",
            "rounding": {"places": 2},
        },
        {
            "id": "average",
            "kind": "attempts",
            "of": "time",
            "method": "middle",
            "drop_best": 1,
            "drop_worst": 1,
            "rounding": {"places": 2, "mode": "half_up"},
        },
    ],
    "total": "average",
    "ties": [{"key": "best_attempt", "of": "average"}],
}


def _cubing_round(event: str, one: dict[str, Any], before: str | None) -> dict[str, Any]:
    document: dict[str, Any] = {"id": one["id"], "event": event, "scheme": "ao5"}
    if before is None:
        document["entries"] = [str(row["personId"]) for row in one["results"]]
    else:
        document["advanced_from"] = before
    condition = one["advancementCondition"]
    if condition is not None:
        document["advancement"] = {
            "method": "percent",
            "percent": str(condition["level"]),
            "rounding": "floor",
        }
    document["marks"] = [
        {
            "entry": str(row["personId"]),
            "item": "time",
            "attempt": number,
            "value": centiseconds(time),
        }
        for row in one["results"]
        for number, time in enumerate(row["attempts"], start=1)
    ]
    return document


def centiseconds(time: int) -> str:
    """Hundredths of a second as seconds; -1 is DNF."""
    return "DNF" if time < 0 else f"{time // 100}.{time % 100:02d}"


@cache
def skating() -> Any:
    """Worked examples of the Skating System."""
    path = folder() / "skating-system" / "examples.json"
    return json.loads(path.read_text(encoding="utf-8"))
