"""Theory and practical work, the usual skills contest."""

from __future__ import annotations

from scoring.errors import N_
from scoring.presets.model import Preset

_HUNDREDTHS = {"places": 2, "mode": "half_up"}

THEORY_PRACTICAL = Preset(
    id="theory_practical",
    title=N_("Theory 30 % and practical 70 %"),
    summary=N_("Practical work is measured (70) and judged (30); each part needs 60 for a prize."),
    judges=5,
    scheme={
        "items": [
            {"id": "theory", "kind": "measured", "title": N_("Theory"), "max": "100"},
            {"id": "measured", "kind": "measured", "title": N_("Measured"), "max": "70"},
            {
                "id": "craft",
                "kind": "judged",
                "title": N_("Craftsmanship"),
                "max": "30",
                "step": "0.5",
            },
        ],
        "parts": [
            {
                "id": "judged",
                "title": N_("Judged"),
                "kind": "panel",
                "items": ["craft"],
                "panel": {"method": "trimmed", "low": 1, "high": 1},
                "rounding": _HUNDREDTHS,
            },
            {
                "id": "practical",
                "title": N_("Practical"),
                "kind": "sum",
                "of": ["measured", "judged"],
                "rounding": _HUNDREDTHS,
            },
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "sum",
                "of": [
                    {"of": "theory", "factor": "0.3"},
                    {"of": "practical", "factor": "0.7"},
                ],
                "rounding": _HUNDREDTHS,
            },
        ],
        "ties": [{"key": "value", "of": "practical"}, {"key": "value", "of": "theory"}],
        "pass": [
            {"of": "theory", "at_least": "60"},
            {"of": "practical", "at_least": "60"},
        ],
    },
)
