"""What a round looks like on paper: programme, score sheets to fill in, score sheets as filled."""

from blueprints.contests.queries.paper.head import PaperHead
from blueprints.contests.queries.paper.programme import Programme, RoundProgramme, programme
from blueprints.contests.queries.paper.sheets import (
    DESK,
    Cell,
    EntrantSheet,
    JudgeSheets,
    ScoreSheets,
    SheetItem,
    Version,
    blank_sheets,
    filled_sheets,
)

__all__ = [
    "DESK", "Cell", "EntrantSheet", "JudgeSheets", "PaperHead", "Programme", "RoundProgramme",
    "ScoreSheets", "SheetItem", "Version", "blank_sheets", "filled_sheets", "programme",
]  # fmt: skip
