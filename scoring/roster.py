"""Who does not mark whom, and what was taken off whom, found by entry."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.contest import Deduction, Recusal


class Recusals:
    """Recusals and absences of a round."""

    def __init__(self, recusals: Iterable[Recusal]) -> None:
        self._of: dict[str | None, dict[str, Recusal]] = {}
        for recusal in recusals:
            self.add(recusal)

    def add(self, recusal: Recusal) -> None:
        self._of.setdefault(recusal.entry, {})[recusal.judge] = recusal

    def remove(self, judge: str, entry: str | None) -> None:
        self._of.get(entry, {}).pop(judge, None)

    def of(self, entry: str) -> list[Recusal]:
        """Those that concern an entry, the ones that concern everybody first."""
        return [*self._of.get(None, {}).values(), *self._of.get(entry, {}).values()]

    def seated(self, judges: tuple[str, ...], entry: str) -> tuple[str, ...]:
        """The judges that mark an entry."""
        everybody, own = self._of.get(None), self._of.get(entry)
        if not everybody and not own:
            return judges
        away = {*(everybody or ()), *(own or ())}
        return tuple(judge for judge in judges if judge not in away)


class Deductions:
    """Deductions of a round, each under an id."""

    def __init__(self, deductions: Iterable[Deduction]) -> None:
        self._entry_of: dict[str, str] = {}
        self._of: dict[str, dict[str, Deduction]] = {}
        for deduction in deductions:
            self.add(deduction)

    def add(self, deduction: Deduction) -> None:
        self.remove(deduction.id)
        self._entry_of[deduction.id] = deduction.entry
        self._of.setdefault(deduction.entry, {})[deduction.id] = deduction

    def remove(self, deduction_id: str) -> str | None:
        """The entry that the deduction belonged to, if there was one."""
        entry = self._entry_of.pop(deduction_id, None)
        if entry is not None:
            del self._of[entry][deduction_id]
        return entry

    def of(self, entry: str) -> list[Deduction]:
        return list(self._of.get(entry, {}).values())

    def by_part(self, entry: str) -> dict[str | None, Fraction]:
        """Points taken off each part; None stands for the total."""
        taken: dict[str | None, Fraction] = {}
        for one in self.of(entry):
            taken[one.part] = taken.get(one.part, Fraction(0)) + one.points
        return taken
