"""The reveal of a contest of points: from the lowest place up, of winners the score first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from blueprints.contests.reveal.grouping import (
    SHOWN,
    Group,
    Tiers,
    closing,
    entrants_of,
    groups_upwards,
    is_celebrated,
    line_of,
)
from blueprints.contests.reveal.models import Options, Standing, Step, StepKind


def suspense_script(final: Sequence[Standing], options: Options) -> list[Step]:
    """Every step, in order. `final` is the whole result, the best first."""
    tiers = Tiers(final)
    groups = list(groups_upwards(final))
    below = [group for group in groups if _is_below(group, options)]
    steps = [*_rest(below, tiers)]
    for group in groups:
        if not _is_below(group, options):
            steps += _single(group, tiers)
    return [*_counted(steps), closing(final)] if groups else []


def _counted(steps: Iterable[Step]) -> Iterator[Step]:
    """With how many entrants are on the list after each."""
    listed = 0
    for step in steps:
        listed += step.count if step.lines else 0
        yield replace(step, listed=listed)


def _is_below(group: Group, options: Options) -> bool:
    place = group[0].place
    return options.from_place is not None and place is not None and place > options.from_place


def _rest(below: Sequence[Group], tiers: Tiers) -> Iterator[Step]:
    """First everybody without a prize, then the prizes, each in one step."""
    plain = [one for group in reversed(below) for one in group if not one.prize]
    if plain:
        lines = tuple(line_of(one) for one in plain[:SHOWN])
        yield Step(StepKind.REST, count=len(plain), lines=lines)
    prizes = dict.fromkeys(group[0].prize for group in below if group[0].prize)
    for prize in prizes:
        yield tiers.together(
            tuple(one for group in reversed(below) for one in group if one.prize == prize)
        )


def _single(group: Group, tiers: Tiers) -> Iterator[Step]:
    first, count = group[0], len(group)
    told = {"place": first.text or str(first.place), "total": first.total, "count": count}
    lines, entrants = tuple(line_of(one) for one in group), entrants_of(group)
    if not is_celebrated(group):
        yield Step(StepKind.PLACE, **told, entrants=entrants, lines=lines)
        return
    yield from tiers.before(group)
    yield Step(StepKind.SCORE, **told, prize=first.prize)
    yield Step(StepKind.WINNER, **told, prize=first.prize, entrants=entrants, lines=lines)
