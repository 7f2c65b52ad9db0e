"""Judges who may be related to entrants (回避): found by units, mentorships, teachers. Pure.

What is found is only ever proposed. People are the same when their names are, spaces and width
aside; a unit that contains the other's whole name ("… works", "… works union") is related.
"""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

SHORTEST_UNIT = 4  # characters: "工会" is in every unit's name


@dataclass(frozen=True)
class Person:
    """A judge, or an entrant with all members. `organisation` is what the unit is known as, and
    `parent` the one directly above.
    """

    id: int
    names: tuple[str, ...]
    unit: str = ""
    teachers: tuple[str, ...] = ()
    organisation: int | None = None
    parent: int | None = None


@dataclass(frozen=True)
class Relation:
    """A judge and an entrant, and why: `unit`, `mentor`, `teacher`."""

    entry_id: int
    judge_id: int
    reasons: tuple[str, ...] = field(default=())


def relations(
    judges: Iterable[Person],
    entrants: Iterable[Person],
    mentorships: Collection[tuple[str, str]],
) -> list[Relation]:
    """Every pair with a reason, in the order of entrants, then of judges."""
    pairs = {(normalised(a), normalised(b)) for a, b in mentorships}
    pairs |= {(b, a) for a, b in pairs}
    seats = [(judge, normalised(judge.names[0]), normalised(judge.unit)) for judge in judges]
    found = []
    for entrant in entrants:
        names = {normalised(name) for name in entrant.names if name}
        teachers = {normalised(name) for name in entrant.teachers if name}
        unit = normalised(entrant.unit)
        for judge, name, judge_unit in seats:
            reasons = []
            if _same_unit(judge_unit, unit) or _same_organisation(judge, entrant):
                reasons.append("unit")
            if any((name, one) in pairs for one in names):
                reasons.append("mentor")
            if name in teachers:
                reasons.append("teacher")
            if reasons:
                found.append(Relation(entrant.id, judge.id, tuple(reasons)))
    return found


def normalised(text: str) -> str:
    """Without spaces, punctuation, and differences of width and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def _same_unit(first: str, second: str) -> bool:
    if not first or not second:
        return False
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= SHORTEST_UNIT and shorter in longer


def _same_organisation(first: Person, second: Person) -> bool:
    if first.organisation is None or second.organisation is None:
        return False
    known = {first.organisation, first.parent} & {second.organisation, second.parent}
    return first.organisation in known or second.organisation in known
