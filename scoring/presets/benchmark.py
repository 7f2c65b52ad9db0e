"""Benchmark contests: how far from the baseline towards the target, once verified."""

from __future__ import annotations

from scoring.errors import N_
from scoring.presets.model import Preset

BENCHMARK = Preset(
    id="benchmark",
    title=N_("Benchmark: baseline, target, actual"),
    summary=N_("Units report a figure; it counts in points once it has been verified."),
    scheme={
        "items": [
            {"id": "baseline", "kind": "imported", "title": N_("Baseline"), "decimals": 4},
            {"id": "target", "kind": "imported", "title": N_("Target"), "decimals": 4},
            {"id": "actual", "kind": "imported", "title": N_("Actual"), "decimals": 4},
            {
                "id": "verified",
                "kind": "measured",
                "title": N_("Verified (1 = yes)"),
                "max": "1",
                "step": "1",
                "default": "0",
            },
        ],
        "parts": [
            {
                "id": "total",
                "title": N_("Degree of attainment"),
                "kind": "benchmark",
                "baseline": "baseline",
                "target": "target",
                "actual": "actual",
                "verified": "verified",
                "full": "100",
                "min": "0",
                "max": "120",
                "rounding": {"places": 2, "mode": "half_up"},
            }
        ],
    },
)
