"""What a reveal is made of. Everything is plain text and numbers, and goes through JSON."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Manner(StrEnum):
    """How a result is revealed."""

    SUSPENSE = "suspense"  # from the lowest place up; of a winner the score first, then the name
    RESOLVER = "resolver"  # from the frozen board: pending marks one by one, entrants move


class StepKind(StrEnum):
    """What a tap shows."""

    REST = "rest"  # every place below the first that is revealed singly
    PLACE = "place"  # an entrant, or some who share the place, without a prize
    TIER = "tier"  # a prize is announced, and how many get it
    SCORE = "score"  # a winner's place and score, without the name
    WINNER = "winner"  # the name, the unit, the photograph
    OPENING = "opening"  # the frozen board
    PENDING = "pending"  # who is looked at next, and what is still hidden of them
    RESOLVED = "resolved"  # a hidden mark is shown, and the entrant moves
    CLOSING = "closing"  # all winners


@dataclass(frozen=True)
class Entrant:
    """Who it is, as the hall may know. `key` names the entry; `photo` tells there is one."""

    key: str
    label: str
    unit: str = ""
    line: str = ""
    photo: bool = False


@dataclass(frozen=True)
class Standing:
    """One line of a standing. `place` is None for an entrant without one (DNS, DQ …).

    `prizes` are titles, the highest first.
    """

    entrant: Entrant
    place: int | None
    total: str = ""
    text: str = ""
    prizes: tuple[str, ...] = ()

    @property
    def prize(self) -> str:
        return self.prizes[0] if self.prizes else ""


@dataclass(frozen=True)
class Pending:
    """A mark, or a ruling, that was not public at the freeze. `what` says which, in words."""

    key: str
    name: str
    what: str


@dataclass(frozen=True)
class Options:
    """`from_place`: who stands below is shown at once; None reveals everybody singly."""

    from_place: int | None = None


@dataclass(frozen=True)
class Line:
    """A line on the hall's screen."""

    key: str
    label: str
    unit: str
    place: str
    total: str
    prize: str = ""
    settled: bool = True
    pending: int = 0


@dataclass(frozen=True)
class Step:
    """One tap. Whatever is in it may be shown once it is taken, and nothing before.

    `lines` is what it adds to the list, or with `whole` the list from then on; `listed` counts
    the entrants whose lines came so far, so that a screen needs only the newest steps.
    """

    kind: StepKind
    place: str = ""
    total: str = ""
    prize: str = ""
    count: int = 0
    what: str = ""
    entrants: tuple[Entrant, ...] = ()
    lines: tuple[Line, ...] = field(default=())
    whole: bool = False
    listed: int = 0
    moved: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Step":
        return cls(
            **{
                **told,
                "kind": StepKind(told["kind"]),
                "entrants": tuple(Entrant(**one) for one in told["entrants"]),
                "lines": tuple(Line(**one) for one in told["lines"]),
            }
        )
