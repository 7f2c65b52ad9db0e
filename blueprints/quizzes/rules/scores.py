"""From rulings to points: a fold, so that undoing and throwing out re-score what comes after."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

COUNTED = ("right", "wrong", "foul", "pass", "override")


class RulingLike(Protocol):
    """What the fold reads of a ruling."""

    seq: int
    turn_id: int
    kind: str
    entry_id: int | None
    points: int
    undoes: int | None


@dataclass
class TeamScore:
    """A team's points by segment, and what they are made of."""

    by_segment: dict[int, int] = field(default_factory=dict)
    right: dict[int, int] = field(default_factory=dict)  # by segment
    wrong: dict[int, int] = field(default_factory=dict)
    fouls: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Without the base points; of every segment, also of those that don't count."""
        return sum(self.by_segment.values())


def standing(rulings: Iterable[RulingLike]) -> list[RulingLike]:
    """The rulings that count: not undone, and of no turn that was thrown out."""
    rows = list(rulings)
    undone = {row.undoes for row in rows if row.kind == "undo"}
    kept = [row for row in rows if row.seq not in undone and row.kind != "undo"]
    out: set[int] = set()
    for row in kept:
        if row.kind == "thrown_out":
            out.add(row.turn_id)
        elif row.kind == "restored":
            out.discard(row.turn_id)
    return [row for row in kept if row.kind in COUNTED and row.turn_id not in out]


def scores(
    rulings: Iterable[RulingLike],
    segment_of: Mapping[int, int],
    first_free: Collection[int] = (),
) -> dict[int, TeamScore]:
    """Points per team (entry id). `segment_of` names the segment of every turn.

    An override replaces what the team had from that turn. In the segments `first_free` a team's
    first foul costs no points. Which one is the first is found anew each time: after the first was
    taken back, the second is free.
    """
    found: dict[int, TeamScore] = {}
    excused: set[int] = set()
    in_turn: dict[tuple[int, int], int] = {}
    for row in standing(rulings):
        if row.entry_id is None:
            continue
        team, segment = found.setdefault(row.entry_id, TeamScore()), segment_of[row.turn_id]
        so_far = in_turn.get((row.turn_id, row.entry_id), 0)
        points = row.points if row.kind == "override" else so_far + row.points
        if row.kind == "foul" and segment in first_free and row.entry_id not in excused:
            excused.add(row.entry_id)
            points = so_far
        in_turn[row.turn_id, row.entry_id] = points
        team.by_segment[segment] = team.by_segment.get(segment, 0) + points - so_far
        counts = {"right": team.right, "wrong": team.wrong, "foul": team.fouls}.get(row.kind)
        if counts is not None:
            counts[segment] = counts.get(segment, 0) + 1
    return found
