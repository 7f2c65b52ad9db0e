"""Reveal ceremonies: what their steps are made from, and what hall and announcer may see."""

from blueprints.contests.queries.reveal.ceremonies import (
    CeremonyLine,
    ceremonies_of,
    ceremony_for,
    hall_ceremony,
    instead_of,
    running_ceremony,
)
from blueprints.contests.queries.reveal.hall import HallView, hall_view, shown_photo
from blueprints.contests.queries.reveal.portraits import PortraitLine, portrait_lines
from blueprints.contests.queries.reveal.remote import RemoteView, remote_view
from blueprints.contests.queries.reveal.source import Source, source_of

__all__ = [
    "CeremonyLine",
    "HallView",
    "PortraitLine",
    "RemoteView",
    "Source",
    "ceremonies_of",
    "ceremony_for",
    "hall_ceremony",
    "hall_view",
    "instead_of",
    "portrait_lines",
    "remote_view",
    "running_ceremony",
    "shown_photo",
    "source_of",
]
