"""Reports of sessions and seasons: every figure is computed from what was kept, none is typed."""

from blueprints.classroom.queries.report.seasons import SeasonReport, season_report
from blueprints.classroom.queries.report.sessions import (
    Contributor,
    Figures,
    Report,
    session_report,
)

__all__ = [
    "Contributor",
    "Figures",
    "Report",
    "SeasonReport",
    "season_report",
    "session_report",
]
