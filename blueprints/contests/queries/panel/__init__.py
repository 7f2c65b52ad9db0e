"""For the chief referee and supervisors alone: how judges judged, and what would move if."""

from blueprints.contests.queries.panel.statistics import JudgeLine, PartTable, statistics
from blueprints.contests.queries.panel.trying import WhatIf, what_if

__all__ = ["JudgeLine", "PartTable", "WhatIf", "statistics", "what_if"]
