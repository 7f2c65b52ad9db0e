"""A whole contest at once, round after round."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.contest import Contest
from scoring.live import RoundScorer
from scoring.results import ContestResult
from scoring.units import UnitRanking, UnitRow, rank_units


def scorers(contest: Contest) -> dict[str, RoundScorer]:
    """A live scorer for every round, each knowing the rounds above it."""
    found: dict[str, RoundScorer] = {}
    for one in contest.rounds:
        found[one.id] = RoundScorer(contest, one.id, found)
    return found


def compute(contest: Contest) -> ContestResult:
    """Places, advancement and prizes of every round. Pure: the same file, the same result."""
    by_round = scorers(contest)
    rounds = tuple(scorer.standings() for scorer in by_round.values())
    result = ContestResult(rounds)
    units = {rule.id: _ranked(rule, contest, result) for rule in contest.unit_rankings}
    return ContestResult(rounds, units)


def _ranked(rule: UnitRanking, contest: Contest, result: ContestResult) -> tuple[UnitRow, ...]:
    units = [str(one["id"]) for one in contest.document.get("units", ())]
    return rank_units(rule, _placed(rule, contest, result), units)


def _placed(
    rule: UnitRanking, contest: Contest, result: ContestResult
) -> Iterable[tuple[str, int | None]]:
    for round_id in rule.rounds:
        for row in result.round(round_id).rows:
            entry = contest.entries.get(row.entry)
            if entry is not None and entry.unit and row.status not in ("dns", "forfeit", "dq"):
                yield entry.unit, row.place
