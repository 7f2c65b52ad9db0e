"""The score sheet of one entry in one round: its raw marks, and readings made from them.

Readings are kept until a mark changes. The sheet knows nothing about places.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from scoring.readings import WAITING, Reading


class _DidNotFinish(int):
    """Stands in the place of a mark for DNF; recognised by identity."""

    def __repr__(self) -> str:
        return "DNF"


DNF = _DidNotFinish(-1)

Slot = tuple[str, int]
"""An item and an attempt (from 1)."""


class Node(Protocol):
    """An item or a part: something that can be read for an entry."""

    @property
    def id(self) -> str: ...

    @property
    def span(self) -> int: ...

    def read(self, sheet: ScoreSheet, attempt: int) -> Reading: ...


class Earlier(Protocol):
    """What other rounds (or another file) say about an entry."""

    def reading(self, round_id: str, ref: str, entry: str) -> Reading: ...


class Assignment(Protocol):
    """Which judges mark an item, where not everybody marks everything."""

    def marks(self, judge: str, entry: str, slot: Slot) -> bool: ...


class ScoreSheet:
    """Raw marks of one entry. ``marks[judge][slot]`` and ``desk[slot]`` are in millionths."""

    __slots__ = (
        "assignment",
        "deductions",
        "desk",
        "earlier",
        "entry",
        "fill",
        "judges",
        "marks",
        "members",
        "nodes",
        "readings",
        "relative",
    )

    def __init__(
        self,
        entry: str,
        nodes: Mapping[str, Node],
        judges: tuple[str, ...],
        members: tuple[str, ...] = (),
        assignment: Assignment | None = None,
        earlier: Earlier | None = None,
    ) -> None:
        self.entry = entry
        self.nodes = nodes
        self.judges = judges
        self.members = members
        self.assignment = assignment
        self.earlier = earlier
        self.marks: dict[str, dict[Slot, int]] = {}
        self.desk: dict[Slot, int] = {}
        self.deductions: dict[str | None, Fraction] = {}
        self.relative: dict[str, Reading] = {}
        self.readings: dict[Slot, Reading] = {}
        self.fill: str | None = None

    def read(self, ref: str, attempt: int = 1) -> Reading:
        """The reading of an item or part; parts without attempts ignore ``attempt``."""
        node = self.nodes[ref]
        key = (ref, attempt if node.span > 1 else 1)
        reading = self.readings.get(key)
        if reading is None:
            reading = self.readings[key] = node.read(self, key[1])
        return reading

    def read_earlier(self, round_id: str, ref: str, entry: str | None = None) -> Reading:
        if self.earlier is None:
            return WAITING
        return self.earlier.reading(round_id, ref, entry or self.entry)

    def forget_readings(self) -> None:
        self.readings.clear()

    def has_marks(self) -> bool:
        return bool(self.desk) or any(self.marks.values())

    def filled(self, fill: str) -> ScoreSheet:
        """The same sheet with every missing mark at its ``worst`` or ``best``."""
        other = ScoreSheet(
            self.entry, self.nodes, self.judges, self.members, self.assignment, self.earlier
        )
        other.marks, other.desk, other.deductions = self.marks, self.desk, self.deductions
        other.relative, other.fill = self.relative, fill
        return other
