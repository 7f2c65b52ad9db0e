"""How many places each team has gained since the segment on air began."""

from collections import OrderedDict

import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.models.contest import Release
from blueprints.contests.queries.standings import as_of
from blueprints.quizzes.models import Segment
from store import db

KEPT = 64

# The past does not change: places by entry ref, per row of the ledger.
_places: OrderedDict[tuple[object, ...], dict[str, int]] = OrderedDict()


def places_before(round_: Round, segment: Segment | None) -> dict[str, int]:
    """Ref → place when the segment began; empty where it can't be told or must not be.

    The ledger's past is folded for the desk, so this is silent where the public sees less.
    """
    if segment is None or not segment.item or not shows_points(round_):
        return {}
    first = db.session.execute(
        sa.select(LedgerRow.seq, LedgerRow.hash)
        .where(
            LedgerRow.round_id == round_.id,
            LedgerRow.kind == LedgerKind.MARK,
            LedgerRow.item == segment.item,
        )
        .order_by(LedgerRow.seq)
        .limit(1)
    ).first()
    if first is None:
        return {}
    key = (round_.id, round_.contest.version, first.hash)  # which names all the rows before it
    if key not in _places:
        then = as_of(round_.id, first.seq - 1)
        _places[key] = {ref: int(place) for ref, (place, _total) in then.items() if place}
        while len(_places) > KEPT:
            _places.popitem(last=False)
    return _places[key]


def shows_points(round_: Round) -> bool:
    """Whether the public sees every point at once: not while frozen, nor with a later release."""
    if round_.state == "published":
        return True
    return round_.frozen_seq is None and round_.release == Release.EACH
