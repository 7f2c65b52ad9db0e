"""Who is revealed together, in which order, and when a prize is announced."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from blueprints.contests.reveal.models import Entrant, Line, Standing, Step, StepKind

PODIUM = 3  # places that are celebrated also where there are no prizes
SHOWN = 8  # lines that a hall can read

Group = tuple[Standing, ...]


def ranked(final: Sequence[Standing]) -> list[Standing]:
    """Those with a place, the best first. Who has none is not part of a ceremony."""
    return [one for one in final if one.place is not None]


def groups_upwards(final: Sequence[Standing]) -> Iterator[Group]:
    """From the lowest place up. Who shares a place comes together, those without a prize first.

    (Below a pass line an entrant may share a place and still get none.)
    """
    places = [tuple(group) for _place, group in groupby(ranked(final), lambda one: one.place)]
    for group in reversed(places):
        for prize in sorted({one.prize for one in group}, key=bool):
            yield tuple(one for one in group if one.prize == prize)


def is_celebrated(group: Group) -> bool:
    """Whether a prize is won, or a place on the podium."""
    first = group[0]
    return bool(first.prize) or (first.place or PODIUM + 1) <= PODIUM


def line_of(one: Standing, *, settled: bool = True) -> Line:
    """A line of the list; the prize only once the place is settled."""
    who = one.entrant
    return Line(
        key=who.key,
        label=who.label,
        unit=who.unit,
        place=one.text or str(one.place or ""),
        total=one.total,
        prize=one.prize if settled else "",
        settled=settled,
    )


def entrants_of(group: Sequence[Standing]) -> tuple[Entrant, ...]:
    return tuple(one.entrant for one in group)


class Tiers:
    """Announces each prize once, before the first entrant who gets it."""

    def __init__(self, final: Sequence[Standing]) -> None:
        self._winners: dict[str, int] = {}
        for one in ranked(final):
            if one.prize:
                self._winners[one.prize] = self._winners.get(one.prize, 0) + 1
        self._announced: set[str] = set()

    def before(self, group: Group) -> Iterator[Step]:
        """The announcement, if this group is the first to get its prize."""
        prize = group[0].prize
        if prize and prize not in self._announced:
            self._announced.add(prize)
            yield Step(StepKind.TIER, prize=prize, count=self._winners[prize])

    def together(self, group: Group) -> Step:
        """All winners of a prize in one step: below the place from which on each is revealed."""
        prize = group[0].prize
        self._announced.add(prize)
        lines, shown = tuple(line_of(one) for one in group[:SHOWN]), group[:SHOWN]
        return Step(
            StepKind.TIER, prize=prize, count=len(group), entrants=entrants_of(shown), lines=lines
        )


def closing(final: Sequence[Standing]) -> Step:
    """The last step: the first of all, and the list from the top."""
    best = ranked(final)
    first = [one for one in best if one.place == best[0].place] if best else []
    return Step(
        StepKind.CLOSING,
        place=first[0].text if first else "",
        prize=first[0].prize if first else "",
        total=first[0].total if first else "",
        entrants=entrants_of(first),
        lines=tuple(line_of(one) for one in best[:SHOWN]),
        whole=True,
    )
