"""The supervised spot-check (监督抽检): who is checked again, and what the errors mean. Pure.

All of the first ten places are checked, and at least 15 % of the rest, drawn by lot. More than
5 % errors among them: everybody is checked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from store.lots import drawn

TOP_PLACES = 10
SHARE = 15  # percent of the rest
MOST_ERRORS = Fraction(5, 100)


@dataclass(frozen=True)
class Draw:
    """Ids in the contest file: those checked for their place, and those drawn of the rest."""

    top: tuple[str, ...]
    lot: tuple[str, ...]
    rest: int

    @property
    def entries(self) -> tuple[str, ...]:
        return self.top + self.lot


def seed_of(head_hash: str, number: str) -> str:
    """The seed: the ledger's newest hash, which nobody chose, and a number said aloud."""
    return f"{head_hash[:16]}-{number}"


def draw(places: Iterable[tuple[str, int | None]], seed: str) -> Draw:
    """Draw from (id, place) of everybody who has a result; whoever shares place ten is in."""
    ranked = list(places)
    top = tuple(ref for ref, place in ranked if place is not None and place <= TOP_PLACES)
    rest = [ref for ref, _place in ranked if ref not in top]
    wanted = -(-len(rest) * SHARE // 100)
    return Draw(top, tuple(sorted(rest, key=lambda ref: drawn(seed, ref))[:wanted]), len(rest))


def all_are_checked(sample: Collection[str], erroneous: Collection[str]) -> bool:
    """Whether the errors found in the sample mean that everybody is checked."""
    found = sum(ref in erroneous for ref in sample)
    return bool(sample) and Fraction(found, len(sample)) > MOST_ERRORS
