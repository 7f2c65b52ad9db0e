"""What each judge gave to an entry, and what it came to beside the marks for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.numbers import SCALE, fraction_text, scaled_text
from scoring.parts.base import Part
from scoring.parts.panel import PanelPart, PanelView
from scoring.parts.relative import PlacingsPart, ZScorePart
from scoring.sheets import ScoreSheet

Sheets = Mapping[str, ScoreSheet]


def given_by_judges(parts: Sequence[Part], sheet: ScoreSheet) -> dict[str, list[PanelView]]:
    """For every judged part what each judge gave, and whether it counted."""
    return {
        part.id: [view for n in range(1, part.span + 1) for view in part.views(sheet, n)]
        for part in parts
        if isinstance(part, PanelPart)
    }


def compared_by_judges(
    parts: Sequence[Part], sheets: Sheets, entry: str
) -> dict[str, list[tuple[str, bool]]]:
    """For every part that compares entries the placings or standard scores, and what counted.

    The marks alone don't say how such a step's value came about.
    """
    found: dict[str, list[tuple[str, bool]]] = {}
    for part in parts:
        if isinstance(part, PlacingsPart):
            places = part.placings(sheets).get(entry, [])
            found[part.id] = [(fraction_text(place), True) for place in places]
        elif isinstance(part, ZScorePart):
            scores = part.scores(sheets).get(entry, [])
            used = part.panel.combine(scores, SCALE).used if scores else ()
            found[part.id] = [(scaled_text(z), flag) for z, flag in zip(scores, used, strict=True)]
    return found
