"""Schemes with attempts and times."""

from __future__ import annotations

from scoring.errors import N_
from scoring.presets.model import Preset

DIVING = Preset(
    id="diving",
    title=N_("Degree of difficulty, as in diving"),
    summary=N_("Seven judges; the middle five are added, times the difficulty, times 0.6."),
    judges=7,
    scheme={
        "items": [
            {
                "id": "difficulty",
                "kind": "measured",
                "title": N_("Difficulty"),
                "max": "5",
                "step": "0.1",
                "attempts": 5,
            },
            {
                "id": "execution",
                "kind": "judged",
                "title": N_("Execution"),
                "max": "10",
                "step": "0.5",
                "attempts": 5,
            },
        ],
        "parts": [
            {
                "id": "middle",
                "title": N_("Sum of the middle marks"),
                "kind": "panel",
                "items": ["execution"],
                "panel": {"method": "trimmed", "low": 1, "high": 1, "result": "sum"},
            },
            {
                "id": "attempt",
                "title": N_("Score of the attempt"),
                "kind": "product",
                "of": ["difficulty", "middle"],
                "constant": "0.6",
                "rounding": {"places": 2, "mode": "half_up"},
            },
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "attempts",
                "of": "attempt",
                "method": "sum",
                "rounding": {"places": 2, "mode": "half_up"},
            },
        ],
        "ties": [{"key": "count_back", "of": "total"}],
    },
)

TIMED = Preset(
    id="timed",
    title=N_("Timed, the fastest wins"),
    summary=N_("Two runs, the better one counts; penalties are added in seconds."),
    scheme={
        "items": [
            {
                "id": "time",
                "kind": "time",
                "title": N_("Time used"),
                "decimals": 2,
                "attempts": 2,
            },
            {
                "id": "penalty",
                "kind": "deduction",
                "title": N_("Penalty seconds"),
                "attempts": 2,
            },
        ],
        "parts": [
            {
                "id": "run",
                "title": N_("Run result"),
                "kind": "sum",
                "of": ["time", "penalty"],
                "format": "minutes",
                "rounding": {"places": 2, "mode": "half_up"},
            },
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "attempts",
                "of": "run",
                "method": "best",
                "format": "minutes",
                "rounding": {"places": 2, "mode": "half_up"},
            },
        ],
        "better": "less",
        "ties": [{"key": "count_back", "of": "total"}],
    },
)
