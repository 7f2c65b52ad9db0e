"""A team contest on top of an individual round."""

from __future__ import annotations

from scoring.errors import N_
from scoring.presets.model import Preset

TEAM = Preset(
    id="team",
    title=N_("Team: the best three members"),
    summary=N_("The three best members of each team in the individual round are added."),
    rounds=("individual",),
    scheme={
        "items": [],
        "parts": [
            {
                "id": "total",
                "title": N_("Total"),
                "kind": "team",
                "round": "individual",
                "method": "best_k",
                "count": 3,
                "rounding": {"places": 2, "mode": "half_up"},
            }
        ],
    },
)
