"""The order of a reveal (揭晓), pure: knows no database and no HTTP.

From a final standing, and for contests frozen midway from what was public at the freeze, `script`
works out every step once, at the start. What a screen shows after some steps is their fold
(`stage`), so that whoever is given only the first n steps can't know the others.
"""

from blueprints.contests.reveal.models import (
    Entrant,
    Manner,
    Options,
    Pending,
    Standing,
    Step,
    StepKind,
)
from blueprints.contests.reveal.resolving import resolver_script
from blueprints.contests.reveal.stage import Stage, stage_of
from blueprints.contests.reveal.suspense import suspense_script

__all__ = [
    "Entrant",
    "Manner",
    "Options",
    "Pending",
    "Stage",
    "Standing",
    "Step",
    "StepKind",
    "resolver_script",
    "stage_of",
    "suspense_script",
]
