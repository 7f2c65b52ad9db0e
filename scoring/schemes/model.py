"""A marking scheme, checked and ready to score with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from scoring.parts.base import Part, RelativePart
from scoring.parts.combining import CarriedPart, TeamPart
from scoring.schemes.items import Item
from scoring.sheets import Node


@dataclass(frozen=True, slots=True)
class TieKey:
    """One key of a tie chain; ``ref`` is empty for tie-breaks and arbitration."""

    key: str
    ref: str = ""
    less_is_better: bool = False


@dataclass(frozen=True, slots=True)
class PassLine:
    """A part or item must reach ``at_least`` (or stay within ``at_most``) for a prize."""

    ref: str
    at_least: Fraction | None = None
    at_most: Fraction | None = None

    def holds(self, value: Fraction | None) -> bool:
        if value is None:
            return False
        if self.at_least is not None and value < self.at_least:
            return False
        return self.at_most is None or value <= self.at_most


@dataclass(frozen=True)
class Scheme:
    """``nodes`` finds items and parts by id. ``document`` is the scheme as it was read."""

    id: str
    title: str
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    total: str
    less_is_better: bool = False
    ties: tuple[TieKey, ...] = ()
    sharing: str = "standard"
    pass_lines: tuple[PassLine, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    bounded: bool = False
    """Whether filling missing marks with the worst and best gives bounds for the total."""
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False)

    @cached_property
    def relative_parts(self) -> tuple[RelativePart, ...]:
        return tuple(part for part in self.parts if isinstance(part, RelativePart))

    @cached_property
    def looks_back(self) -> bool:
        """Whether an entry can have a value before its first mark."""
        return any(isinstance(part, CarriedPart | TeamPart) for part in self.parts)

    def item(self, item_id: str) -> Item | None:
        node = self.nodes.get(item_id)
        return node if isinstance(node, Item) else None

    def part(self, part_id: str) -> Part:
        node = self.nodes[part_id]
        if not isinstance(node, Part):
            raise KeyError(part_id)
        return node
