"""Teams with equal totals, as a tie-break has to part them, or has done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.points import team_scores
from blueprints.quizzes.rules.kinds import SegmentKind
from scoring.results import Row

STORED = ("tie_break", "arbitration")


@dataclass(frozen=True)
class Tied:
    """Teams with one total, those that are ahead in the tie-break first; `place` is the best.

    Where a decision has parted them (`decided`) another one may still take its place.
    """

    place: int
    total: str
    entry_ids: tuple[int, ...]
    names: tuple[str, ...]
    points: tuple[int, ...]  # in tie-breaks
    prize: bool  # whether they can't all have the prize that this place brings
    decided: bool = False

    @property
    def parted(self) -> bool:
        """Whether the tie-break has put them in an order."""
        return len(set(self.points)) == len(self.points)


def ties_of(quiz: Quiz) -> list[Tied]:
    """Every group; first those between whom a prize is undecided, last what is decided."""
    played = _tie_points(quiz)
    with reading(quiz.round_id, Audience.DESK) as live:
        result = live.standings(Audience.DESK)
        by_ref = {one.ref: one for one in live.members.entries.values()}
        undecided = {ref for award in result.prizes for ref in award.undecided}
        found = []
        for rows in _groups(result.rows):
            ordered = [by_ref[row.entry] for row in rows]
            ordered.sort(key=lambda one: -played.get(one.id, 0))
            found.append(
                Tied(
                    min(row.place or 0 for row in rows),
                    rows[0].total or "",
                    tuple(one.id for one in ordered),
                    tuple(one.name for one in ordered),
                    tuple(played.get(one.id, 0) for one in ordered),
                    any(row.entry in undecided for row in rows),
                    not any(row.tied for row in rows),
                )
            )
    return sorted(found, key=lambda one: (one.decided, not one.prize, one.place))


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows with one total that share a place, or that nothing but a decision has parted."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.place is not None and (row.tied or row.decided_by in STORED):
            groups[row.total or ""].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _tie_points(quiz: Quiz) -> dict[int, int]:
    """Points in the quiz's tie-breaks."""
    breaks = {one.id for one in quiz.segments if one.kind == SegmentKind.TIE_BREAK}
    return {
        entry_id: sum(points for segment, points in score.by_segment.items() if segment in breaks)
        for entry_id, score in team_scores(quiz).items()
    }
