"""The reveal of a contest frozen midway, in the manner of the ICPC resolver.

The screen begins with the frozen board. The lowest entrant's hidden marks are shown one by one,
and the entrant moves; who has none left and stands lowest is settled, with the prize. Points may
also be lost (a deduction, a lower second run), so it is always the one who comes out lowest in
the end that is settled, never one below whom somebody may still fall.
"""

from collections.abc import Callable, Iterator, Sequence
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
from blueprints.contests.reveal.models import (
    Line,
    Options,
    Pending,
    Standing,
    Step,
    StepKind,
)

Rank = Callable[[Sequence[Pending]], Sequence[Standing]]
"""The standing with these hidden marks shown: the best first, entrants without a place last."""


def resolver_script(
    final: Sequence[Standing], pending: Sequence[Pending], rank: Rank, options: Options
) -> list[Step]:
    """Every step, in order. `pending` holds an entrant's marks in the order of showing them."""
    return list(_Resolver(final, pending, rank, options).steps()) if final else []


class _Resolver:
    """Works the steps out; `_now` is the board as the screen has it."""

    def __init__(
        self,
        final: Sequence[Standing],
        pending: Sequence[Pending],
        rank: Rank,
        options: Options,
    ) -> None:
        self._final = final
        self._by_key = {one.entrant.key: one for one in final}
        self._rank = rank
        self._tiers = Tiers(final)
        self._from = options.from_place
        self._hidden: dict[str, list[Pending]] = {}
        for one in pending:
            self._hidden.setdefault(one.key, []).append(one)
        self._shown: list[Pending] = []
        self._settled: set[str] = set()
        self._now = list(rank(()))

    def steps(self) -> Iterator[Step]:
        yield Step(StepKind.OPENING, lines=self._window(None), whole=True)
        yield from self._rest()
        for group in list(groups_upwards(self._final)):
            if not self._is_below(group[0]):
                yield from self._up_to(group)
                yield from self._settle(group)
        yield closing(self._final)

    def _is_below(self, one: Standing) -> bool:
        """Whether the entrant is not revealed singly. Who has no place in the end isn't, either."""
        if one.place is None:
            return self._from is not None or one.entrant.key in self._hidden
        return self._from is not None and one.place > self._from

    def _rest(self) -> Iterator[Step]:
        """Everything of those who are not revealed singly."""
        below = [one for one in self._final if self._is_below(one)]
        if not below:
            return
        for one in below:
            self._shown += self._hidden.pop(one.entrant.key, [])
        self._now = list(self._rank(self._shown))
        self._settled |= {one.entrant.key for one in below}
        yield Step(
            StepKind.REST, count=len(below), lines=self._window(below[0].entrant.key), whole=True
        )

    def _up_to(self, group: Group) -> Iterator[Step]:
        """Show hidden marks, from the bottom, until this group is what stands lowest."""
        keys, looked_at = [one.entrant.key for one in group], ""
        while True:
            key = self._next(keys)
            if key is None:
                return
            if key != looked_at:
                yield self._looked_at(key)
                looked_at = key
            yield self._resolved(key)

    def _next(self, keys: Sequence[str]) -> str | None:
        """Whose mark is shown next: the lowest one's, else one of the group's."""
        standing = [one.entrant.key for one in self._now if one.entrant.key not in self._settled]
        lowest = standing[-1] if standing else ""
        if lowest not in keys and self._hidden.get(lowest):
            return lowest
        return next((key for key in reversed(keys) if self._hidden.get(key)), None)

    def _looked_at(self, key: str) -> Step:
        one = self._standing(key)
        return Step(
            StepKind.PENDING,
            place=one.text,
            total=one.total,
            count=len(self._hidden[key]),
            entrants=(one.entrant,),
            lines=self._window(key),
            whole=True,
        )

    def _resolved(self, key: str) -> Step:
        mark, before = self._hidden[key].pop(0), self._position(key)
        self._shown.append(mark)
        self._now = list(self._rank(self._shown))
        one, after = self._standing(key), self._position(key)
        return Step(
            StepKind.RESOLVED,
            place=one.text,
            total=one.total,
            what=mark.what,
            count=abs(before - after),
            moved="up" if after < before else "down" if after > before else "",
            entrants=(one.entrant,),
            lines=self._window(key),
            whole=True,
        )

    def _settle(self, group: Group) -> Iterator[Step]:
        first = group[0]
        self._settled |= {one.entrant.key for one in group}
        told = {"place": first.text, "total": first.total, "count": len(group)}
        view = {"entrants": entrants_of(group), "lines": self._window(first.entrant.key)}
        if is_celebrated(group):
            yield from self._tiers.before(group)
            yield Step(StepKind.WINNER, **told, prize=first.prize, **view, whole=True)
        else:
            yield Step(StepKind.PLACE, **told, **view, whole=True)

    def _standing(self, key: str) -> Standing:
        return next(one for one in self._now if one.entrant.key == key)

    def _position(self, key: str) -> int:
        return [one.entrant.key for one in self._now].index(key)

    def _window(self, key: str | None) -> tuple[Line, ...]:
        """As many lines as a hall can read, around the one that is looked at."""
        at = self._position(key) if key is not None else 0
        first = max(0, min(at - SHOWN // 2, len(self._now) - SHOWN))
        return tuple(self._line(one) for one in self._now[first : first + SHOWN])

    def _line(self, one: Standing) -> Line:
        """Settled ones as they come out in the end, the others as they stand."""
        key = one.entrant.key
        if key in self._settled:
            return line_of(self._by_key[key])
        hidden = len(self._hidden.get(key, ()))
        return replace(line_of(one, settled=False), pending=hidden)
