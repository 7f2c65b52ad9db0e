"""Keeping minutes and counts of viewers, and deciding about disputes."""

from blueprints.classroom.services.attendance.disputes import decide, dispute
from blueprints.classroom.services.attendance.keeping import keep, sample

__all__ = ["decide", "dispute", "keep", "sample"]
