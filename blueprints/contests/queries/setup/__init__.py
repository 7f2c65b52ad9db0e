"""What the set-up pages show."""

from blueprints.contests.queries.setup.contests import contest_hub, contests_of, has_contests
from blueprints.contests.queries.setup.rounds import earlier_rounds, round_setup
from blueprints.contests.queries.setup.schemes import presets

__all__ = [
    "contest_hub",
    "contests_of",
    "earlier_rounds",
    "has_contests",
    "presets",
    "round_setup",
]
