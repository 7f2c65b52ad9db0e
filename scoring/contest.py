"""A contest as data: what a contest file holds, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from scoring.advancement import AdvancementRule
from scoring.prizes import PrizeRule
from scoring.schemes.model import Scheme
from scoring.units import UnitRanking


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team; ``entry`` is the member's own entry, where there is one."""

    name: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant or a team, under the id that everybody sees (a code while blind)."""

    id: str
    name: str = ""
    unit: str | None = None
    zone: str | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    id: str
    name: str = ""
    unit: str | None = None


class Mark(NamedTuple):
    """One raw mark. ``value`` is its canonical text, seconds for a time, or DNF/DNS.

    A later ``version`` of the same mark replaces an earlier one, which is kept.
    ``judge`` is None where a value was measured, timed or imported.
    """

    entry: str
    item: str
    value: str
    judge: str | None = None
    attempt: int = 1
    version: int = 1


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken off a part, or off the total (added to it where less is better)."""

    id: str
    entry: str
    points: Fraction
    part: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recusal:
    """A judge who does not mark an entry, or (``entry`` None) nobody in this round."""

    judge: str
    entry: str | None
    kind: str = "recused"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PanelOfJudges:
    """Judges who mark only some entries, items or attempts; None stands for all."""

    judges: frozenset[str]
    entries: frozenset[str] | None = None
    items: frozenset[str] | None = None
    attempts: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A stored tie-break or arbitration: groups of entries, best first, and the reason."""

    kind: str
    order: tuple[tuple[str, ...], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One round. ``entries`` is None where they are those ``advanced_from`` another round."""

    id: str
    scheme: Scheme
    title: str = ""
    event: str | None = None
    entries: tuple[str, ...] | None = None
    advanced_from: str | None = None
    judges: tuple[str, ...] = ()
    panels: tuple[PanelOfJudges, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    marks: tuple[Mark, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[tuple[str, str, str], Fraction] = field(default_factory=dict)
    """(round, part, entry) → a value brought along from outside this file."""
    decisions: tuple[Decision, ...] = ()
    promoted: tuple[str, ...] | None = None
    """Who went on to the next round, once that is a stored fact."""
    advancement: AdvancementRule | None = None
    prizes: PrizeRule | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """``document`` is the contest file as it was read, with its numbers normalised."""

    title: str
    entries: Mapping[str, Entry]
    judges: Mapping[str, Judge]
    schemes: Mapping[str, Scheme]
    rounds: tuple[Round, ...]
    unit_rankings: tuple[UnitRanking, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def round(self, round_id: str) -> Round:
        return next(one for one in self.rounds if one.id == round_id)

    def zone_of(self, entry_id: str) -> str | None:
        entry = self.entries.get(entry_id)
        return entry.zone if entry is not None else None
