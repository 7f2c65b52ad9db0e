"""Plain facts of a round that views are built from: no ORM objects leave the query."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import (
    Contest,
    Entry,
    Judge,
    LedgerRow,
    Round,
    RoundEntry,
    RoundJudge,
)
from store import db


@dataclass(frozen=True)
class EntryFacts:
    """An entrant of a round, in running order. `name` is for those who may see names."""

    id: int
    ref: str
    key: str
    code: str
    name: str
    unit: str
    station: str
    position: int


@dataclass(frozen=True)
class JudgeFacts:
    """A judge of a round; `items` is None when all judged items are theirs."""

    id: int
    ref: str
    number: int
    name: str
    items: tuple[str, ...] | None


@dataclass(frozen=True)
class Freeze:
    """A freeze: since when, and why, as the board says it."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class RoundFacts:
    """Where a round stands at ledger position `seq`.

    `is_cut` tells that the round is frozen and these are the facts of the frozen moment.
    """

    id: int
    ref: str
    title: str
    contest_id: int
    contest_title: str
    event_title: str
    state: str
    release: str
    names_hidden: bool
    on_stage_id: int | None
    epoch: int
    seq: int
    head_hash: str
    version: int
    prizes_confirmed_at: datetime | None
    on_notice: bool = False
    freeze: Freeze | None = None
    is_cut: bool = False

    @property
    def is_published(self) -> bool:
        return self.state == "published"


@dataclass(frozen=True)
class Members:
    """Who is in a round, by id, both in order."""

    entries: Mapping[int, EntryFacts]
    judges: Mapping[int, JudgeFacts]


def round_facts(round_: Round) -> RoundFacts:
    """The facts of a round as they are now."""
    contest: Contest = round_.contest
    return RoundFacts(
        id=round_.id,
        ref=round_.ref,
        title=round_.title,
        contest_id=contest.id,
        contest_title=contest.title,
        event_title=round_.event.title,
        state=round_.state,
        release=round_.release,
        names_hidden=contest.names_hidden,
        on_stage_id=round_.on_stage_id,
        epoch=round_.epoch,
        seq=round_.seq,
        head_hash=round_.head_hash,
        version=contest.version,
        prizes_confirmed_at=round_.prizes_confirmed_at,
        on_notice=round_.notice_until is not None,
        freeze=_freeze(round_),
    )


def facts_at_freeze(round_: Round) -> RoundFacts:
    """The facts of a frozen round as they were at that moment; nobody is on stage any more."""
    row = db.session.execute(
        sa.select(LedgerRow.hash, LedgerRow.data).where(
            LedgerRow.round_id == round_.id, LedgerRow.seq == round_.frozen_seq
        )
    ).one()
    return replace(
        round_facts(round_),
        state=row.data["state"],
        on_stage_id=None,
        seq=round_.frozen_seq,
        head_hash=row.hash,
        is_cut=True,
    )


def _freeze(round_: Round) -> Freeze | None:
    if round_.frozen_at is None:
        return None
    return Freeze(round_.frozen_at, round_.frozen_reason or "")


def members(round_id: int) -> Members:
    """Entrants in running order and judges in order of their seats."""
    entries = db.session.execute(
        sa.select(Entry, RoundEntry.station)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    judges = db.session.execute(
        sa.select(Judge, RoundJudge.items)
        .join(RoundJudge, RoundJudge.judge_id == Judge.id)
        .where(RoundJudge.round_id == round_id)
        .order_by(RoundJudge.position, RoundJudge.id)
    )
    return Members(
        {e.id: _entry(e, station, n) for n, (e, station) in enumerate(entries, 1)},
        {j.id: _judge(j, items) for j, items in judges},
    )


def _entry(entry: Entry, station: str, position: int) -> EntryFacts:
    return EntryFacts(
        entry.id, entry.ref, entry.key, entry.code, entry.name, entry.unit, station, position
    )


def _judge(judge: Judge, items: list[str] | None) -> JudgeFacts:
    return JudgeFacts(
        judge.id, judge.ref, judge.number, judge.name, None if items is None else tuple(items)
    )
