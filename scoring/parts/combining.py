"""Values from several attempts, from earlier rounds, and from the members of a team."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.attempts import AttemptRule
from scoring.parts.base import Part
from scoring.readings import WAITING, Reading
from scoring.sheets import ScoreSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptsPart(Part):
    """One value out of all attempts of ``ref``."""

    ref: str
    rule: AttemptRule

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        return self.rule.combine(self.attempts(sheet))

    def attempts(self, sheet: ScoreSheet) -> list[Reading]:
        return [sheet.read(self.ref, n) for n in range(1, sheet.nodes[self.ref].span + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedPart(Part):
    """What the entry brought along from another round (``ref`` is usually the total)."""

    round_id: str
    ref: str

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        return sheet.read_earlier(self.round_id, self.ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPart(Part):
    """The members' values in another round: all of them or the best ``rule.count``.

    A member without a value there (absent, not finished) adds nothing when points are
    summed; where less is better the team needs enough members that finished.
    """

    round_id: str
    ref: str
    rule: AttemptRule

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        members = [sheet.read_earlier(self.round_id, self.ref, m) for m in sheet.members]
        if not members:
            return WAITING
        if self.rule.less_is_better:
            return self._timed(members)
        finished = [member for member in members if member.value is not None]
        combined = self.rule.combine(finished)
        return _complete_if(combined, all(member.complete for member in members))

    def _timed(self, members: list[Reading]) -> Reading:
        needed = self.rule.count if self.rule.method == "best_k" else len(members)
        waiting = [m for m in members if m.value is None and not m.complete]
        dnf = [m._replace(dnf=True) for m in members if m.value is None and m.complete]
        known = [m for m in members if m.value is not None]
        if len(known) < needed and waiting:
            return WAITING
        return _complete_if(self.rule.combine(known + dnf), not waiting)


def _complete_if(reading: Reading, complete: bool) -> Reading:
    return reading._replace(complete=reading.complete and complete)
