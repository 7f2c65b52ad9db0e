"""One race: who has the word, or that nobody can say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a press; empty while the race is open."""

    FIRST = "first"
    LATER = "later"
    TOO_CLOSE = "too_close"  # may have been the first, as others may
    EARLY = "early"  # before "go"
    LOCKED = "locked"  # the team is out of this question, or doesn't play it
    LATE = "late"  # after the race was decided
    DOUBLE = "double"  # another press of the same team came before


@dataclass(frozen=True)
class Finger:
    """A press as the race sees it. `id` also orders what is otherwise equal: by arrival."""

    id: int
    team: int
    earliest: int
    latest: int
    surely_by: int


@dataclass(frozen=True)
class Result:
    """Verdicts by press; `first` is the press that has the word, None when it is too close."""

    verdicts: dict[int, Verdict]
    first: int | None


def decide(
    fingers: Iterable[Finger], opened: int, out: Collection[int] = (), *, early_is_out: bool = True
) -> Result:
    """The verdict of every press of a heat whose buzzers opened at `opened`.

    A press is early only when it surely was, or says so itself; teams in `out` are locked, and so
    is, as a rule, who was early. A press wins when no other team's can have been earlier. Otherwise
    all that may have been the first are too close.
    """
    verdicts: dict[int, Verdict] = {}
    racing: dict[int, Finger] = {}
    locked = set(out)
    for one in sorted(fingers, key=lambda one: (one.surely_by >= opened, one.latest, one.id)):
        if one.team in locked:
            verdicts[one.id] = Verdict.LOCKED
        elif one.surely_by < opened:
            verdicts[one.id] = Verdict.EARLY
            locked |= {one.team} if early_is_out else set()
        elif one.team in racing:
            verdicts[one.id] = Verdict.DOUBLE
        else:
            racing[one.team] = one
    return _among(list(racing.values()), verdicts)


def _among(racing: list[Finger], verdicts: dict[int, Verdict]) -> Result:
    if not racing:
        return Result(verdicts, None)
    leader = racing[0]
    close = [one for one in racing[1:] if one.earliest <= leader.latest]
    lead, first = (Verdict.TOO_CLOSE, None) if close else (Verdict.FIRST, leader.id)
    verdicts |= {one.id: Verdict.LATER for one in racing}
    verdicts |= {one.id: Verdict.TOO_CLOSE for one in close}
    verdicts[leader.id] = lead
    return Result(verdicts, first)
