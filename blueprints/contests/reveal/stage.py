"""What a screen shows after some steps: the fold of the newest of them. It is given no others."""

from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.contests.reveal.grouping import SHOWN
from blueprints.contests.reveal.models import Line, Step

NEWEST = 3 * SHOWN  # steps; at most two of three (a prize, a score) add no line


@dataclass(frozen=True)
class Stage:
    """`step` is the last one taken, None before the first. `more` lines stand below the list."""

    step: Step | None
    lines: tuple[Line, ...] = ()
    more: int = 0


def stage_of(steps: Sequence[Step]) -> Stage:
    """The screen after these steps, of which the last `NEWEST` suffice; newest lines on top."""
    if not steps:
        return Stage(None)
    lines: list[Line] = []
    for step in steps:
        lines = list(step.lines) if step.whole else [*step.lines, *lines]
    return Stage(steps[-1], tuple(lines[:SHOWN]), max(0, steps[-1].listed - SHOWN))
