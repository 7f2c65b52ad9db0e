"""Making one value out of several attempts (runs, solves, dives, stages)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.readings import DID_NOT_FINISH, WAITING, Reading

METHODS = ("sum", "mean", "best", "last", "best_k", "middle")


@dataclass(frozen=True, slots=True)
class AttemptRule:
    """How attempts become one value.

    ``best_k`` takes the ``count`` best, ``middle`` drops ``best``/``worst`` attempts;
    ``result`` says whether those that are left are averaged or summed. An attempt that did
    not finish counts as worst; it spoils the whole only where it would have to count.
    The average of five of the World Cube Association is ``middle`` with 1 and 1.
    """

    method: str
    less_is_better: bool = False
    count: int = 1
    best: int = 0
    worst: int = 0
    result: str = "mean"

    def combine(self, attempts: Sequence[Reading]) -> Reading:
        known = [a for a in attempts if self._counts_already(a)]
        if not known:
            return WAITING
        complete = all(attempt.complete for attempt in attempts)
        counting = self._counting(known, missing=len(attempts) - len(known))
        if not counting or any(attempt.dnf for attempt in counting):
            return DID_NOT_FINISH._replace(complete=complete)
        total = sum((a.value for a in counting if a.value is not None), Fraction(0))
        return Reading(total / len(counting) if self._averages else total, complete)

    @property
    def _averages(self) -> bool:
        return self.method == "mean" or (
            self.method in ("best_k", "middle") and self.result == "mean"
        )

    def _counts_already(self, attempt: Reading) -> bool:
        """Half a run would be the fastest of all, so where less is better it has to be whole."""
        if attempt.dnf:
            return True
        return attempt.value is not None and (attempt.complete or not self.less_is_better)

    def _counting(self, known: list[Reading], missing: int) -> list[Reading]:
        if self.method in ("sum", "mean"):
            return known
        if self.method == "last":
            return known[-1:]
        ordered = self.best_first(known)
        if self.method == "best":
            return ordered[:1]
        if self.method == "best_k":
            return ordered[: self.count]
        # What has not come yet is taken to be what will be dropped as worst.
        worst = max(0, self.worst - missing)
        return ordered[self.best : len(ordered) - worst] or ordered[:1]

    def best_first(self, attempts: Sequence[Reading]) -> list[Reading]:
        """The attempts from best to worst; those that did not finish come last."""
        finished = [a for a in attempts if a.value is not None]
        finished.sort(key=lambda a: a.value or 0, reverse=not self.less_is_better)
        return finished + [a for a in attempts if a.dnf]
