"""Live standings: one cached `LiveRound` per round and process, kept current from the ledger.

Whether a mark may be seen outside the desk is decided here, once, for every outlet: a
`LiveRound` feeds two scorers, one with all marks (`Audience.DESK`) and one with the released
ones (`Audience.PUBLIC`). Pages, boards, exports, sockets and APIs read from it and from
nowhere else.

While a round is frozen, the public is given another `LiveRound`: the fold of the rows up to the
freeze, with the number, hash and state of that moment. Nothing entered later is in it.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

import scoring
from blueprints.contests.book import Book
from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.document import setup_document
from blueprints.contests.queries.facts import (
    Members,
    RoundFacts,
    facts_at_freeze,
    members,
    round_facts,
)
from blueprints.contests.queries.feeding import Audience, ScorerFeed
from scoring.parts.panel import PanelView
from store import NotFound, db
from store.audit import GENESIS

Signature = tuple[int, int, str, bool, tuple["LiveRound", ...]]

KEPT_ROUNDS = 64

_live: dict[tuple[str, int, bool], "LiveRound"] = {}
_locks: dict[int, threading.Lock] = defaultdict(threading.Lock)


class LiveRound:
    """A round with its book, its two scorers, and the places when the entry on stage was called.

    Only to be used inside `reading()`, which keeps others out while a view is built.
    """

    def __init__(
        self,
        facts: RoundFacts,
        who: Members,
        contest: scoring.Contest,
        earlier: list["LiveRound"],
    ) -> None:
        self.facts = facts
        self.members = who
        self.contest = contest
        self.is_apart = _is_apart(facts, earlier)
        self.book = Book()
        self.head_hash = GENESIS
        self.signature: Signature | None = None
        self.places_at_call: dict[int, int | None] = {}
        self._feeds = {
            audience: ScorerFeed(
                audience,
                facts,
                who,
                scoring.RoundScorer(
                    contest, facts.ref, {one.facts.ref: one.scorer(audience) for one in earlier}
                ),
            )
            for audience in Audience
        }

    def catch_up(self, facts: RoundFacts, rows: list[LedgerRow]) -> None:
        """Fold further rows in. Movement is counted from the newest call to the stage."""
        self.facts = facts
        self.head_hash = facts.head_hash
        last_call = max(
            (n for n, row in enumerate(rows) if row.kind == LedgerKind.CALL), default=None
        )
        if last_call is not None:
            self._fold(rows[: last_call + 1])
            self.places_at_call = self.places(Audience.PUBLIC)
            rows = rows[last_call + 1 :]
        self._fold(rows)

    def _fold(self, rows: list[LedgerRow]) -> None:
        self.book.apply(rows)
        for feed in self._feeds.values():
            feed.take(self.book, rows)

    def scorer(self, audience: Audience) -> scoring.RoundScorer:
        """The engine's state for this audience; later rounds look back at it."""
        return self._feeds[audience].scorer

    def trial(self, audience: Audience) -> ScorerFeed:
        """A copy of what feeds this audience, to try things on."""
        return self._feeds[audience].apart()

    def standings(self, audience: Audience) -> scoring.RoundResult:
        """Places, totals, prizes and advancement as this audience may see them."""
        return self._feeds[audience].scorer.standings()

    def tiles(self, entry_id: int, audience: Audience) -> dict[str, list[PanelView]]:
        """Per judged part and judge: subtotal, and whether it counted (None: not settled yet)."""
        return self._feeds[audience].scorer.tiles(self.members.entries[entry_id].ref)

    def is_released(self, entry_id: int) -> bool:
        """Whether this entry's marks may be seen outside the desk."""
        return self._feeds[Audience.PUBLIC].shows(self.book, entry_id)

    @property
    def rulings_are_public(self) -> bool:
        """Whether statuses, deductions and decisions may be seen outside the desk."""
        return self._feeds[Audience.PUBLIC].shows_rulings

    def places(self, audience: Audience) -> dict[int, int | None]:
        """Entry id → place (None: not ranked)."""
        by_ref = {entry.ref: entry.id for entry in self.members.entries.values()}
        return {by_ref[row.entry]: row.place for row in self.standings(audience).rows}


@contextmanager
def reading(round_id: int, audience: Audience) -> Iterator[LiveRound]:
    """The round as it is now for this audience, and nobody else changing it while the caller
    builds a view. One lock for a whole contest: later rounds look back at earlier ones.
    """
    contest_id = db.session.scalar(sa.select(Round.contest_id).where(Round.id == round_id))
    if contest_id is None:
        raise NotFound
    with _locks[contest_id]:
        yield _current(round_id, audience)


def as_of(round_id: int, seq: int) -> dict[str, tuple[str, str]]:
    """Ref → (place, total) by the ledger's rows up to `seq`, folded anew and not kept.

    For explaining a past moment: what an amendment did. Earlier rounds count as they are now.
    """
    with reading(round_id, Audience.DESK) as now:
        earlier = [
            _current(other, Audience.DESK) for other in looked_back_at(current_round(round_id))
        ]
        then = LiveRound(now.facts, now.members, now.contest, earlier)
        then.catch_up(now.facts, _rows_after(round_id, 0, seq))
        return {
            row.entry: (str(row.place or ""), row.total or "")
            for row in then.standings(Audience.DESK).rows
        }


def forget(round_id: int | None = None) -> None:
    """Drop what is cached: of one round, or of all (a restored database, a test)."""
    for key in [k for k in _live if round_id is None or k[1] == round_id]:
        _live.pop(key, None)


def _current(round_id: int, audience: Audience) -> LiveRound:
    round_ = current_round(round_id)
    earlier = [_current(other, audience) for other in looked_back_at(round_)]
    cut = audience is Audience.PUBLIC and round_.frozen_seq is not None
    facts = facts_at_freeze(round_) if cut else round_facts(round_)
    key = (str(db.engine.url), round_id, _is_apart(facts, earlier))
    signature = _signature(round_, earlier)
    live = _live.get(key)
    if live is None or live.signature != signature or not _catch_up(live, facts):
        definition = scoring.load(setup_document(round_.contest))
        live = LiveRound(facts, members(round_.id), definition, earlier)
        live.signature = signature
        _keep(key, live)
        _catch_up(live, facts)
    return live


def current_round(round_id: int) -> Round:
    """The round as it is in the database by now, whatever this session knew of it."""
    found = db.session.get(Round, round_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def _is_apart(facts: RoundFacts, earlier: list[LiveRound]) -> bool:
    """Whether the public sees another state than the desk: of this round, or of one that it
    builds on. Otherwise both read the same `LiveRound`.
    """
    return facts.is_cut or any(one.is_apart for one in earlier)


def _catch_up(live: LiveRound, facts: RoundFacts) -> bool:
    """Fold what the ledger holds beyond the book; False when it is another ledger by now
    (a restored database), so that the book has to be read anew.
    """
    if live.book.seq == facts.seq:
        live.facts = facts
        return live.head_hash == facts.head_hash
    rows = _rows_after(facts.id, live.book.seq, facts.seq)
    if not rows or rows[0].previous_hash != live.head_hash:
        return False
    live.catch_up(facts, rows)
    return True


def _signature(round_: Round, earlier: list[LiveRound]) -> Signature:
    """What a cached round depends on beside its own ledger."""
    return (
        round_.contest_id,  # SQLite gives the id of a removed round to the next one
        round_.contest.version,
        round_.release,
        round_.state == "published",
        tuple(earlier),
    )


def looked_back_at(round_: Round) -> list[int]:
    """Rounds whose totals, members or advancement this one builds on."""
    refs = refs_looked_back_at(round_)
    if not refs:
        return []
    return list(
        db.session.scalars(
            sa.select(Round.id)
            .where(
                Round.contest_id == round_.contest_id, Round.ref.in_(refs), Round.id != round_.id
            )
            .order_by(Round.id)
        )
    )


def refs_looked_back_at(round_: Round) -> set[str]:
    """The same by their ids in the contest file; some may stand for values brought along."""
    parts = round_.scheme.document.get("parts", ())
    refs = {part["round"] for part in parts if "round" in part}
    return refs | ({round_.document.get("advanced_from")} - {None})


def _rows_after(round_id: int, after: int, upto: int) -> list[LedgerRow]:
    return list(
        db.session.scalars(
            sa.select(LedgerRow)
            .where(LedgerRow.round_id == round_id, LedgerRow.seq > after, LedgerRow.seq <= upto)
            .order_by(LedgerRow.seq)
        )
    )


def _keep(key: tuple[str, int, bool], live: LiveRound) -> None:
    _live.pop(key, None)
    _live[key] = live
    while len(_live) > KEPT_ROUNDS:
        _live.pop(next(iter(_live)))
