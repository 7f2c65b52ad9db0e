"""Rehearsals: a copy of a session to practise in, and the crowd that fills its room."""

from blueprints.classroom.services.rehearsal.crowd import (
    DEEDS,
    FEWEST,
    MOST,
    MOST_DEEDS,
    Deed,
    beat,
    fill,
    leave,
    stop,
)
from blueprints.classroom.services.rehearsal.making import make, remove

__all__ = [
    "DEEDS",
    "FEWEST",
    "MOST",
    "MOST_DEEDS",
    "Deed",
    "beat",
    "fill",
    "leave",
    "make",
    "remove",
    "stop",
]
