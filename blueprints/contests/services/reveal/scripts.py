"""Working the steps of a ceremony out: the real ones once, and made-up ones for a rehearsal."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.contests.queries.reveal import Source
from blueprints.contests.queries.reveal.frozen import Midway
from blueprints.contests.reveal import (
    Manner,
    Options,
    Pending,
    Standing,
    Step,
    resolver_script,
    suspense_script,
)
from store import UserError

MOST_HIDDEN = 400  # taps
MOST_ON_BOARD = 200  # entrants whose places are worked out anew for each tap
HIGHEST, APART, HIDDEN = Decimal("96.50"), Decimal("0.85"), Decimal("12.40")


def real_steps(round_: Round, source: Source, manner: Manner, options: Options) -> list[Step]:
    """The steps by which the result itself is revealed."""
    if manner is Manner.SUSPENSE:
        return suspense_script(source.final, options)
    midway = Midway(round_)
    if len(midway.pending) > MOST_HIDDEN or len(source.final) > MOST_ON_BOARD:
        raise UserError(
            _("Too much is hidden to show it mark by mark. Reveal from the lowest place instead."),
            status=409,
        )
    return resolver_script(source.final, midway.pending, midway.rank, options)


def made_up_steps(source: Source, manner: Manner, options: Options) -> list[Step]:
    """The same for a rehearsal: entrants in an order drawn by lot, with scores made up.

    Nothing of the result is in it but how many get which prize, which the rules say anyhow.
    """
    order = list(source.final)
    secrets.SystemRandom().shuffle(order)
    final = _made_up(order, source.tiers)
    if manner is Manner.SUSPENSE:
        return suspense_script(final, options)
    hidden = [
        Pending(one.entrant.key, "", _("Marks of the last part"))
        for one in final[:: 2 if len(final) > 2 else 1]
    ]

    def rank(shown: Sequence[Pending]) -> list[Standing]:
        late = {one.key for one in hidden} - {one.key for one in shown}
        return _ranked([_lowered(one) if one.entrant.key in late else one for one in final])

    return resolver_script(final, hidden, rank, options)


def _made_up(order: Sequence[Standing], tiers: Sequence[tuple[str, int]]) -> list[Standing]:
    prizes = [title for title, count in tiers for _one in range(count)]
    return [
        Standing(
            entrant=one.entrant,
            place=number,
            total=str(max(HIGHEST - APART * number, Decimal(0))),
            text=str(number),
            prizes=tuple(prizes[number - 1 : number]),
        )
        for number, one in enumerate(order, 1)
    ]


def _lowered(one: Standing) -> Standing:
    return replace(one, total=str(max(Decimal(one.total) - HIDDEN, Decimal(0))))


def _ranked(rows: list[Standing]) -> list[Standing]:
    best = sorted(rows, key=lambda one: Decimal(one.total), reverse=True)
    return [
        replace(one, place=number, text=str(number), prizes=())
        for number, one in enumerate(best, 1)
    ]
