"""The draw: which questions of a bank a segment gets. Pure: candidates come in the order of a lot.

A rule is `{"parts": [{"n": 5, "subject": "工会法", "level": "city", …}, …], "practice": false}`.
Every part takes its `n` questions from what fits it, one part after the other; a rule without
parts is one part that takes as many as the segment needs. Teams that are asked in turn get
questions of the same part: its `n` is what each of them is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM, SegmentRules

MOST_PARTS, MOST_OF_A_PART = 12, 200


@dataclass(frozen=True)
class Candidate:
    """A question of the bank, as far as a draw looks at it."""

    id: int
    subject: str
    level: str
    kind: str
    difficulty: int
    tags: tuple[str, ...] = ()
    media: str = ""  # its kind; empty for none
    practice: bool = False


@dataclass(frozen=True)
class Part:
    """So many questions that fit; what is empty doesn't matter."""

    n: int
    subject: str = ""
    level: str = ""
    kind: str = ""
    difficulty: int = 0
    tag: str = ""
    media: str = ""

    def fits(self, one: Candidate) -> bool:
        """Whether the question may be drawn for this part."""
        return (
            self.subject in ("", one.subject)
            and self.level in ("", one.level)
            and self.kind in ("", one.kind)
            and self.difficulty in (0, one.difficulty)
            and self.media in ("", one.media)
            and (not self.tag or self.tag in one.tags)
        )

    def to_json(self) -> dict[str, Any]:
        """As a segment's rule keeps it: without what doesn't matter."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True)
class DrawRule:
    """What a segment is drawn by. `reserves` are on top; `practice` lets known questions in."""

    parts: tuple[Part, ...]
    reserves: int
    practice: bool = False

    @property
    def wanted(self) -> int:
        """Without reserves."""
        return sum(part.n for part in self.parts)


@dataclass(frozen=True)
class Drawn:
    """What came out, in order. `missing` says which part lacks how many (its place, count)."""

    questions: tuple[int, ...]
    reserves: tuple[int, ...]
    missing: tuple[tuple[int, int], ...] = field(default=())
    reserves_missing: int = 0


def rule_of(kind: SegmentKind, rules: SegmentRules, teams: int) -> DrawRule:
    """The rule of a segment that `teams` play."""
    stored = dict(rules.rule)
    each = max(teams, 1) if kind in BY_TEAM else 1
    parts = parts_of(stored, rules.questions)
    many = tuple(Part(**{**_values(part), "n": part.n * each}) for part in parts)
    return DrawRule(many, rules.reserves, bool(stored.get("practice")))


def parts_of(stored: Mapping[str, Any], questions: int) -> tuple[Part, ...]:
    """The parts as they are set, for one team; always at least one."""
    given = stored.get("parts")
    if not given:
        return (_part({**stored, "n": questions}),)
    return tuple(_part(one) for one in given)[:MOST_PARTS]


def draw(rule: DrawRule, candidates: Sequence[Candidate]) -> Drawn:
    """Take from the candidates, which are in the order of the lot, what the rule wants.

    Narrow parts choose first, so that a wide one leaves them what nothing else can replace.
    """
    free = [one for one in candidates if rule.practice or not one.practice]
    taken: dict[int, list[int]] = {}
    for place in sorted(range(len(rule.parts)), key=lambda n: _room(rule.parts[n], free)):
        part = rule.parts[place]
        taken[place] = [one.id for one in free if part.fits(one)][: part.n]
        free = [one for one in free if one.id not in set(taken[place])]
    reserves = _reserves(rule, free)
    short = [(n, part.n - len(taken[n])) for n, part in enumerate(rule.parts)]
    return Drawn(
        tuple(one for n in range(len(rule.parts)) for one in taken[n]),
        reserves,
        tuple((n, lacking) for n, lacking in short if lacking),
        rule.reserves - len(reserves),
    )


def _reserves(rule: DrawRule, free: Iterable[Candidate]) -> tuple[int, ...]:
    """Questions that could stand in for any part, in turn: one for each part, then again."""
    left, found = list(free), list[int]()
    while len(found) < rule.reserves:
        before = len(found)
        for part in rule.parts:
            fitting = next((one for one in left if part.fits(one)), None)
            if fitting is not None and len(found) < rule.reserves:
                left.remove(fitting)
                found.append(fitting.id)
        if len(found) == before:
            break
    return tuple(found)


def _room(part: Part, free: Sequence[Candidate]) -> int:
    """How many more there are than the part takes."""
    return sum(part.fits(one) for one in free) - part.n


def _part(stored: Mapping[str, Any]) -> Part:
    known = {one.name for one in fields(Part)}
    return Part(**{name: value for name, value in stored.items() if name in known and value})


def _values(part: Part) -> dict[str, Any]:
    return {one.name: getattr(part, one.name) for one in fields(part)}
