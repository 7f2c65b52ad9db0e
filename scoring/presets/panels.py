"""Schemes that stand on a panel of judges."""

from __future__ import annotations

from scoring.errors import N_
from scoring.presets.model import Preset

FIVE_JUDGES_TRIMMED = Preset(
    id="five_judges_trimmed",
    title=N_("Five judges, highest and lowest dropped"),
    summary=N_("Five judges mark on 100; the highest and the lowest are dropped."),
    judges=5,
    scheme={
        "items": [
            {"id": "content", "kind": "judged", "title": N_("Content"), "max": "40", "step": "0.5"},
            {"id": "skill", "kind": "judged", "title": N_("Skill"), "max": "40", "step": "0.5"},
            {"id": "effect", "kind": "judged", "title": N_("Effect"), "max": "20", "step": "0.5"},
        ],
        "parts": [
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "panel",
                "items": ["content", "skill", "effect"],
                "panel": {"method": "trimmed", "low": 1, "high": 1},
                "rounding": {"places": 2, "mode": "half_up"},
            }
        ],
        "ties": [{"key": "highest_mark", "of": "total"}],
    },
)

SPEECH = Preset(
    id="speech",
    title=N_("Speech or recital, ten points"),
    summary=N_("Seven judges mark on 10 in hundredths; the highest and the lowest are dropped."),
    judges=7,
    scheme={
        "items": [
            {
                "id": "performance",
                "kind": "judged",
                "title": N_("Performance"),
                "max": "10",
                "step": "0.01",
            },
        ],
        "parts": [
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "panel",
                "items": ["performance"],
                "panel": {"method": "trimmed", "low": 1, "high": 1},
                "rounding": {"places": 3, "mode": "half_up"},
            }
        ],
        "ties": [{"key": "highest_mark", "of": "total"}],
    },
)

_LEVELS = [
    N_("Below the standard of the trade, or not attempted"),
    N_("Meets the standard of the trade"),
    N_("Meets the standard and exceeds it in some respects"),
    N_("Excellent"),
]

WORLDSKILLS = Preset(
    id="worldskills",
    title=N_("WorldSkills style: measurement and judgement"),
    summary=N_(
        "Measured aspects, and three judges giving levels 0–3; a spread above 1 is discussed."
    ),
    judges=3,
    scheme={
        "items": [
            {"id": "dimensions", "kind": "measured", "title": N_("Dimensions"), "max": "60"},
            {"id": "safety", "kind": "measured", "title": N_("Safety"), "max": "10"},
            {
                "id": "finish",
                "kind": "judged",
                "title": N_("Surface finish"),
                "levels": _LEVELS,
                "worth": "20",
                "spread": "1",
            },
            {
                "id": "organisation",
                "kind": "judged",
                "title": N_("Organisation of work"),
                "levels": _LEVELS,
                "worth": "10",
                "spread": "1",
            },
        ],
        "parts": [
            {
                "id": "measurement",
                "title": N_("Measurement"),
                "kind": "sum",
                "of": ["dimensions", "safety"],
                "rounding": {"places": 2, "mode": "half_up"},
            },
            {
                "id": "judgement",
                "title": N_("Judgement"),
                "kind": "panel",
                "items": ["finish", "organisation"],
                "over": "each_item",
                "panel": {"method": "mean", "minimum": 3},
                "item_rounding": {"places": 2, "mode": "half_up"},
                "rounding": {"places": 2, "mode": "half_up"},
            },
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "sum",
                "of": ["measurement", "judgement"],
                "rounding": {"places": 2, "mode": "half_up"},
            },
        ],
        "ties": [{"key": "value", "of": "measurement"}],
    },
)

SKATING = Preset(
    id="skating",
    title=N_("Majority of placings"),
    summary=N_("Judges place the entries; the majority decides (Skating System)."),
    judges=5,
    scheme={
        "items": [
            {
                "id": "placing",
                "kind": "judged",
                "title": N_("Placing"),
                "min": "1",
                "max": "100",
                "step": "1",
            }
        ],
        "parts": [
            {
                "id": "total",
                "title": N_("Place"),
                "kind": "placings",
                "items": ["placing"],
                "source": "places",
            }
        ],
    },
)
