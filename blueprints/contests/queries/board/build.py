"""Building a board, once per position, and keeping the last few for comparison.

A position is (epoch, seq): `seq` is the ledger's; `epoch` changes with whatever else the board
depends on (set-up, earlier rounds), so that browsers load the panel anew then.
"""

from collections import OrderedDict
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.contests.queries.board.rows import columns, part_title, rows, who
from blueprints.contests.queries.board.rule import tie_rule
from blueprints.contests.queries.board.stage import next_entry, stage
from blueprints.contests.queries.board.views import BoardView, Foot, Head, Row, Stage
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.heads import built_on
from blueprints.contests.queries.standings import LiveRound, reading
from scoring.schemes.model import Scheme
from store import NotFound, db
from store.actors import Actor

EPOCH_STEP = 2**32  # a round's own epoch outweighs every count of changes
PUBLIC_SEQ = sa.func.coalesce(Round.frozen_seq, Round.seq)  # a freeze hides how much is written
KEPT_VIEWS = 8  # per round
KEPT_ROUNDS = 64

_STATES = {
    RoundState.DRAFT: "draft",
    RoundState.OPEN: "live",
    RoundState.PAUSED: "paused",
    RoundState.REVIEW: "review",
    RoundState.CONFIRMED: "review",
    RoundState.PUBLISHED: "final",
}

Views = OrderedDict[tuple[int, int], BoardView]

# By the standings they were built from: another ledger, other views.
_kept: WeakKeyDictionary[LiveRound, Views] = WeakKeyDictionary()
_bases: OrderedDict[tuple[str, int, int], tuple[int, ...]] = OrderedDict()


def board_round(actor: Actor, round_id: int) -> Round:
    """A round whose board the actor may see: everybody in a public contest, else its staff."""
    found = db.session.get(Round, round_id)
    if found is None:
        raise NotFound
    return found if found.contest.public else round_for(actor, round_id, Right.VIEW)


def position(round_id: int) -> tuple[int, int]:
    """(epoch, seq) at which the board stands now; (0, 0) for an unknown round."""
    row = db.session.execute(
        sa.select(Round.epoch, PUBLIC_SEQ, Contest.version)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Round.id == round_id)
    ).first()
    if row is None:
        return 0, 0
    epoch, seq, version = row
    return epoch * EPOCH_STEP + version + _written_before(round_id, version), seq


def _written_before(round_id: int, version: int) -> int:
    """How many rows the ledgers of the rounds that this one builds on hold together."""
    key = (str(db.engine.url), round_id, version)
    if key not in _bases:
        round_ = db.session.get(Round, round_id)
        assert round_ is not None
        _bases[key] = tuple(one.id for one in built_on(round_))
        while len(_bases) > KEPT_ROUNDS:
            _bases.popitem(last=False)
    if not _bases[key]:
        return 0
    written = sa.select(sa.func.sum(PUBLIC_SEQ)).where(Round.id.in_(_bases[key]))
    return db.session.scalar(written) or 0


def board_view(round_id: int) -> BoardView:
    """The board as it is now. NotFound for an unknown round."""
    return board_since(round_id, None)[1]


def board_since(round_id: int, after: int | None) -> tuple[BoardView | None, BoardView]:
    """The board as this process showed it at ledger position `after`, if that is kept, and now."""
    epoch, _seq = position(round_id)  # read first: what is built then is at least as new
    with reading(round_id, Audience.PUBLIC) as live:
        views = _kept.setdefault(live, OrderedDict())
        here = (epoch, live.book.seq)
        if here not in views:
            views[here] = _build(live, epoch)
            while len(views) > KEPT_VIEWS:
                views.popitem(last=False)
        return (None if after is None else views.get((epoch, after))), views[here]


def _build(live: LiveRound, epoch: int) -> BoardView:
    scheme = live.contest.round(live.facts.ref).scheme
    begun = live.facts.state != RoundState.DRAFT
    shown = rows(live, scheme) if begun else ()
    return BoardView(
        round_id=live.facts.id,
        epoch=epoch,
        seq=live.book.seq,
        head=_head(live),
        stage=stage(live, scheme, shown) if begun else Stage("draft"),
        foot=_foot(live, scheme) if begun else Foot(),
        columns=tuple(part_title(scheme, ref) for ref in columns(scheme)),
        total_title=part_title(scheme, scheme.total),
        best=_best(scheme, shown),
        rows=shown,
    )


def _head(live: LiveRound) -> Head:
    on_stage = live.members.entries.get(live.book.on_stage_id or 0)
    facts = live.facts
    return Head(
        contest=facts.contest_title,
        event=facts.event_title,
        round=facts.title,
        state="frozen" if facts.is_cut else _STATES[RoundState(facts.state)],
        position=on_stage.position if on_stage and _is_running(live) else None,
        entrants=len(live.members.entries),
        prizes_confirmed=facts.prizes_confirmed_at is not None,
        freeze=facts.freeze if facts.is_cut else None,
    )


def _is_running(live: LiveRound) -> bool:
    """Whether the public may know that somebody is on, and who is next."""
    return not live.facts.is_cut and live.facts.state in (RoundState.OPEN, RoundState.PAUSED)


def _foot(live: LiveRound, scheme: Scheme) -> Foot:
    following = next_entry(live) if _is_running(live) else None
    return Foot(who(live, following) if following else None, tie_rule(scheme))


def _best(scheme: Scheme, shown: tuple[Row, ...]) -> str | None:
    """The leader's total where more is better and it is a plain number above nought."""
    leader = shown[0] if shown else None
    if scheme.less_is_better or leader is None or leader.place.number is None:
        return None
    total = leader.total or ""
    plain = total.replace(".", "", 1).isdigit()
    return total if plain and total.strip("0.") else None
