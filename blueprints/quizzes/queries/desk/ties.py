"""Teams that share a place, as a tie-break may have to part them."""

from dataclasses import dataclass

from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.points import team_scores
from blueprints.quizzes.rules.kinds import SegmentKind


@dataclass(frozen=True)
class Tied:
    """Teams at one place, those that are ahead in the tie-break first."""

    place: int
    total: str
    entry_ids: tuple[int, ...]
    names: tuple[str, ...]
    points: tuple[int, ...]  # in tie-breaks
    prize: bool  # whether they can't all have the prize that this place brings

    @property
    def parted(self) -> bool:
        """Whether the tie-break has put them in an order."""
        return len(set(self.points)) == len(self.points)


def ties_of(quiz: Quiz) -> list[Tied]:
    """Every group at one place; first those between whom a prize is undecided."""
    with reading(quiz.round_id, Audience.DESK) as live:
        result = live.standings(Audience.DESK)
        by_ref = {one.ref: one for one in live.members.entries.values()}
        undecided = {ref for award in result.prizes for ref in award.undecided}
        groups: dict[tuple[int, str], list[str]] = {}
        for row in result.rows:
            if row.place is not None:
                groups.setdefault((row.place, row.total or ""), []).append(row.entry)
        entries = {key: [by_ref[ref] for ref in refs] for key, refs in groups.items()}
        at_stake = {key: any(ref in undecided for ref in refs) for key, refs in groups.items()}
    played = _tie_points(quiz)
    found = []
    for (place, total), group in entries.items():
        if len(group) > 1:
            ordered = sorted(group, key=lambda one: -played.get(one.id, 0))
            found.append(
                Tied(
                    place,
                    total,
                    tuple(one.id for one in ordered),
                    tuple(one.name for one in ordered),
                    tuple(played.get(one.id, 0) for one in ordered),
                    at_stake[place, total],
                )
            )
    return sorted(found, key=lambda one: (not one.prize, one.place))


def _tie_points(quiz: Quiz) -> dict[int, int]:
    """Points in the quiz's tie-breaks."""
    breaks = {one.id for one in quiz.segments if one.kind == SegmentKind.TIE_BREAK}
    return {
        entry_id: sum(points for segment, points in score.by_segment.items() if segment in breaks)
        for entry_id, score in team_scores(quiz).items()
    }
