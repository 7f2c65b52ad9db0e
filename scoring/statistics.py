"""How judges judged: severity, spread, agreement, and what leaving one out would change.

For the chief referee's eyes. Nothing here changes a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.live import RoundScorer
from scoring.parts.panel import PanelPart
from scoring.parts.relative import deviation_of, mean_of, square_root
from scoring.results import Row


@dataclass(frozen=True, slots=True)
class JudgeStatistics:
    """One judge in one judged part, over the entries that all its judges have marked.

    ``severity`` is how far the judge is above (or, negative, below) the panel's mean;
    ``spread`` the standard deviation of the judge's marks; ``agreement`` the correlation
    with the mean of the other judges, from -1 to 1 (None where it has no meaning);
    ``dropped`` counts the marks that did not count.
    """

    judge: str
    part: str
    marked: int
    mean: Fraction
    severity: Fraction
    spread: Fraction
    agreement: Fraction | None
    dropped: int


def judge_statistics(scorer: RoundScorer, part_id: str) -> list[JudgeStatistics]:
    """Statistics of every judge in a judged part, in the order of the round's judges.

    Raises ``KeyError`` when the scheme has no such judged part.
    """
    part = scorer.scheme.nodes[part_id]
    if not isinstance(part, PanelPart):
        raise KeyError(part_id)
    table = _Table()
    for entry in scorer.entries():
        for view in scorer.tiles(entry)[part_id]:
            if view.settled:
                marks = {t.judge: Fraction(t.text) for t in view.tiles if t.text is not None}
                table.add(marks, {tile.judge for tile in view.tiles if not tile.used})
    return [table.of(judge, part_id) for judge in scorer.round.judges if judge in table.given]


class _Table:
    """For every judge the own marks, the panel's means, and the means of the others."""

    def __init__(self) -> None:
        self.given: dict[str, list[Fraction]] = {}
        self.panel: dict[str, list[Fraction]] = {}
        self.others: dict[str, list[Fraction]] = {}
        self.dropped: dict[str, int] = {}

    def add(self, marks: Mapping[str, Fraction], dropped: set[str]) -> None:
        total = sum(marks.values(), Fraction(0))
        for judge, mark in marks.items():
            self.given.setdefault(judge, []).append(mark)
            self.panel.setdefault(judge, []).append(total / len(marks))
            if len(marks) > 1:
                self.others.setdefault(judge, []).append((total - mark) / (len(marks) - 1))
            self.dropped[judge] = self.dropped.get(judge, 0) + (judge in dropped)

    def of(self, judge: str, part_id: str) -> JudgeStatistics:
        given = self.given[judge]
        mean = mean_of(given)
        return JudgeStatistics(
            judge=judge,
            part=part_id,
            marked=len(given),
            mean=mean,
            severity=mean - mean_of(self.panel[judge]),
            spread=deviation_of(given, "population"),
            agreement=correlation(given, self.others.get(judge, [])),
            dropped=self.dropped[judge],
        )


def correlation(first: Sequence[Fraction], second: Sequence[Fraction]) -> Fraction | None:
    """Pearson's correlation; None for fewer than two pairs or where one never varies."""
    if len(first) != len(second) or len(first) < 2:
        return None
    mean_first, mean_second = mean_of(first), mean_of(second)
    pairs = [(a - mean_first, b - mean_second) for a, b in zip(first, second, strict=True)]
    variance = sum((a * a for a, _ in pairs), Fraction(0)) * sum(
        (b * b for _, b in pairs), Fraction(0)
    )
    if not variance:
        return None
    covariance = sum((a * b for a, b in pairs), Fraction(0))
    return covariance / square_root(variance)


def without_judge(scorer: RoundScorer, judge: str) -> dict[str, tuple[Row, Row]]:
    """Entries whose place or total would change if ``judge`` had not marked: (now, then)."""
    now = {row.entry: row for row in scorer.standings().rows}
    scorer.set_recusal(judge, None, "absent")
    try:
        then = {row.entry: row for row in scorer.standings().rows}
    finally:
        scorer.clear_recusal(judge, None)
    return {
        entry: (row, then[entry])
        for entry, row in now.items()
        if (row.place, row.total) != (then[entry].place, then[entry].total)
    }
