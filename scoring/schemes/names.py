"""The ids of a scheme's items and parts, and what may refer to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.contest_file.faults import Faults, Missing
from scoring.errors import N_
from scoring.parts.arithmetic import SumPart, Term
from scoring.parts.base import Part
from scoring.parts.combining import AttemptsPart, TeamPart
from scoring.parts.panel import PanelPart
from scoring.parts.relative import FinalPlacingsPart, PlacingsPart
from scoring.schemes.items import Item


def is_whole(value: Any) -> bool:
    """Whether nothing inside could not be read."""
    if isinstance(value, Missing):
        return False
    if isinstance(value, dict):
        return all(is_whole(one) for one in value.values())
    if isinstance(value, list):
        return all(is_whole(one) for one in value)
    return True


class Names:
    """Items and parts in the order they are defined. A part may only look back."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._nodes: dict[str, Item | Part | None] = {}

    def add(self, one: Mapping[str, Any], path: str, node: Item | Part | None) -> bool:
        name = one.get("id")
        if not isinstance(name, str):
            return False
        if name in self._nodes:
            self.faults.add(f"{path}.id", N_("“{name}” is used twice"), name=name)
            return False
        self._nodes[name] = node
        return True

    def nodes(self) -> dict[str, Item | Part]:
        return {name: node for name, node in self._nodes.items() if node is not None}

    def node(self, name: str, path: str) -> Item | Part | None:
        """The item or part of that name, defined above; else a fault (or None if broken)."""
        if name not in self._nodes:
            self.faults.add(path, N_("“{name}” is not an item or part defined above"), name=name)
            return None
        return self._nodes[name]

    def readable(self, name: str, path: str) -> Item | Part | None:
        """A node that has a value of its own: judged items first go through a panel."""
        node = self.node(name, path)
        if isinstance(node, Item) and node.is_judged:
            self.faults.add(
                path,
                N_("“{name}” is marked by judges; refer to a part that combines it"),
                name=name,
            )
            return None
        return node

    def judged_items(self, names: Sequence[str], path: str) -> list[Item]:
        items = []
        for number, name in enumerate(names):
            node = self.node(name, f"{path}[{number}]")
            if isinstance(node, Item) and node.is_judged:
                items.append(node)
            elif node is not None:
                where = f"{path}[{number}]"
                self.faults.add(where, N_("“{name}” is not an item marked by judges"), name=name)
        return items

    def span(self, names: Sequence[str], path: str) -> int:
        """How many attempts the nodes have together; they must agree."""
        nodes = [self._nodes.get(name) for name in names]
        spans = {node.span for node in nodes if node is not None and node.span > 1}
        if len(spans) > 1:
            self.faults.add(path, N_("combines values with different numbers of attempts"))
        return max(spans, default=1)

    def monotone(self, names: Sequence[str]) -> bool:
        nodes = [self._nodes.get(name) for name in names]
        return all(node.monotone for node in nodes if isinstance(node, Part))

    def less_is_better(self, name: str) -> bool:
        """Times and places are better when smaller; so is whatever is made of only those."""
        node = self._nodes.get(name)
        if isinstance(node, Item):
            return node.less_is_better
        if isinstance(node, AttemptsPart | TeamPart):
            return node.rule.less_is_better
        if isinstance(node, PlacingsPart | FinalPlacingsPart):
            return True
        if isinstance(node, SumPart):
            return all(self.counts_down(term) for term in node.terms)
        return False

    def counts_down(self, term: Term) -> bool:
        """Whether a better value makes the sum smaller: a time added, points taken off."""
        return self.less_is_better(term.ref) != (term.factor < 0)

    def never_negative(self, names: Sequence[str]) -> bool:
        return all(_never_negative(self._nodes.get(name)) for name in names)


def _never_negative(node: Item | Part | None) -> bool:
    if isinstance(node, Item):
        return node.minimum is not None and node.minimum >= 0 and not node.less_is_better
    if isinstance(node, PanelPart):
        return all(_never_negative(item) for item in node.items)
    return node is not None and node.minimum is not None and node.minimum >= 0
