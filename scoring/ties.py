"""Parting entries with equal totals: a chain of keys, then stored decisions, then shared.

A tie-break orders only the tied and never changes a total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scoring.parts.combining import AttemptsPart
from scoring.parts.panel import PanelPart
from scoring.ranking import grouped_by, sort_keys
from scoring.readings import NOTHING, Reading
from scoring.schemes.model import Scheme, TieKey

if TYPE_CHECKING:
    from scoring.contest import Decision
    from scoring.sheets import ScoreSheet

TIE_BREAK, ARBITRATION = "tie_break", "arbitration"
_STORED = (TieKey(TIE_BREAK), TieKey(ARBITRATION))


class TieChain:
    """Parts groups of tied entries by the scheme's keys and the stored decisions."""

    def __init__(self, scheme: Scheme, decisions: Sequence[Decision]) -> None:
        self.scheme = scheme
        self.decisions = decisions
        named = {tie.key for tie in scheme.ties}
        rest = tuple(tie for tie in _STORED if tie.key not in named)
        self.keys = (*scheme.ties, *rest)
        self.decided_by: dict[str, str] = {}

    def part(
        self, group: list[str], sheets: Mapping[str, ScoreSheet], start: int = 0
    ) -> list[list[str]]:
        """The group in smaller groups, best first. Notes which key parted whom."""
        for number in range(start, len(self.keys)):
            tie = self.keys[number]
            groups = self._split(tie, group, sheets)
            if len(groups) > 1:
                name = f"{tie.key}:{tie.ref}" if tie.ref else tie.key
                self.decided_by.update(dict.fromkeys(group, name))
                return [
                    smaller
                    for one in groups
                    for smaller in (self.part(one, sheets, number + 1) if len(one) > 1 else [one])
                ]
        return [group]

    def _split(
        self, tie: TieKey, group: list[str], sheets: Mapping[str, ScoreSheet]
    ) -> list[list[str]]:
        if tie.key in (TIE_BREAK, ARBITRATION):
            return self._split_by_decision(tie.key, group)
        if tie.key == "count_back":
            return self._split_by_count_back(tie, group, sheets)
        readings = {entry: self._kept_reading(tie, sheets[entry]) for entry in group}
        keys = sort_keys(readings, less_is_better=tie.less_is_better)
        return grouped_by(group, keys)

    def _kept_reading(self, tie: TieKey, sheet: ScoreSheet) -> Reading:
        """The key's reading, kept on the sheet until one of its marks changes."""
        kept = (f"{tie.key} {tie.ref}", 0)
        reading = sheet.readings.get(kept)
        if reading is None:
            reading = sheet.readings[kept] = self._reading(tie, sheet)
        return reading

    def _reading(self, tie: TieKey, sheet: ScoreSheet) -> Reading:
        part = self.scheme.nodes[tie.ref]
        if tie.key == "best_attempt" and isinstance(part, AttemptsPart):
            attempts = part.rule.best_first(part.attempts(sheet))
            return attempts[0] if attempts else NOTHING
        if tie.key == "highest_mark" and isinstance(part, PanelPart):
            return part.highest_mark(sheet)
        return sheet.read(tie.ref)

    def _split_by_count_back(
        self, tie: TieKey, group: list[str], sheets: Mapping[str, ScoreSheet]
    ) -> list[list[str]]:
        """Best attempt, then second best, and so on."""
        part = self.scheme.nodes[tie.ref]
        if not isinstance(part, AttemptsPart):
            return [group]
        lists = {e: part.rule.best_first(part.attempts(sheets[e])) for e in group}
        columns = [
            sort_keys(
                {e: found[n] if n < len(found) else NOTHING for e, found in lists.items()},
                less_is_better=tie.less_is_better,
            )
            for n in range(max(map(len, lists.values())))
        ]
        return grouped_by(group, {e: tuple(column[e] for column in columns) for e in group})

    def _split_by_decision(self, kind: str, group: list[str]) -> list[list[str]]:
        """A decision counts only if it names everybody who is tied now."""
        for decision in reversed(self.decisions):
            positions = {e: n for n, names in enumerate(decision.order) for e in names}
            if decision.kind == kind and all(entry in positions for entry in group):
                return grouped_by(group, {entry: positions[entry] for entry in group})
        return [group]
