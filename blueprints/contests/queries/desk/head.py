"""The head of the desk: where the round stands, who is awaited, what waits for a decision."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow, RoundState
from blueprints.contests.queries.desk.care import Care, care_of
from blueprints.contests.queries.desk.lines import RUNNING, Lines, label_of
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts, RoundFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reveal import running_ceremony
from blueprints.contests.queries.standings import LiveRound
from blueprints.contests.queries.wording import actor_label
from store import db

SHOWN_FIRST = 3


@dataclass(frozen=True)
class Step:
    """The newest change of the round's state: who, when, and why."""

    state: str
    actor: str
    actor_name: str
    at: datetime
    reason: str | None


@dataclass(frozen=True)
class Request:
    """A judge asks for a locked sheet back."""

    entry_key: str
    entry_label: str
    judge: JudgeFacts
    reason: str
    at: datetime


@dataclass(frozen=True)
class Tied:
    """Entrants that share a place and could be ordered by a decision."""

    place: int
    total: str
    entries: tuple[tuple[str, str, str], ...]  # key, label, name


@dataclass(frozen=True)
class Placed:
    """One of the first in the standings."""

    place: int
    label: str
    name: str
    total: str


@dataclass(frozen=True)
class Behind:
    """An entrant who left the stage before everything had come."""

    key: str
    label: str
    waiting: tuple[int, ...]
    desk_missing: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """Where the round stands, apart from the matrix. `signature` changes with what may be done.

    `revealing` is the ceremony under way: nothing else may tell the result meanwhile.
    """

    facts: RoundFacts
    step: Step | None
    on_stage: EntryFacts | None
    upcoming: EntryFacts | None
    waiting: tuple[int, ...]
    desk_missing: tuple[str, ...]
    behind: tuple[Behind, ...]
    sheets_locked: int
    sheets_all: int
    settled: int
    entries: int
    requests: tuple[Request, ...]
    ties: tuple[Tied, ...]
    first: tuple[Placed, ...]
    has_prizes: bool
    care: Care
    revealing: int | None

    @property
    def state(self) -> str:
        return self.facts.state

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def signature(self) -> str:
        stage = self.on_stage.key if self.on_stage else ""
        asked = [f"{one.entry_key}.{one.judge.id}" for one in self.requests]
        ties = [".".join(entry[0] for entry in tie.entries) for tie in self.ties]
        prizes = "prizes" if self.facts.prizes_confirmed_at else ""
        frozen = "frozen" if self.facts.freeze else ""
        reveal = f"reveal{self.revealing}" if self.revealing else ""
        parts = (self.state, frozen, reveal, prizes, stage, self.care.signature)
        return "|".join((*parts, *asked, *ties))


def head_of(live: LiveRound, lines: Lines) -> Head:
    """The head of a live round; to be used inside `standings.reading()`."""
    entries = list(live.members.entries.values())
    on_stage = live.members.entries.get(live.facts.on_stage_id or 0)
    locked, every = lines.sheets()
    settled = sum(lines.is_settled(entry) for entry in entries)
    slots = lines.slots
    return Head(
        facts=live.facts,
        step=_step(live.facts.id),
        on_stage=on_stage,
        upcoming=_after(entries, on_stage),
        waiting=tuple(j.number for j in lines.waiting(on_stage)) if on_stage else (),
        desk_missing=slots.desk_missing(live.book, on_stage.id) if on_stage else (),
        behind=tuple(_behind(live, lines, e) for e in entries if lines.is_behind(e)),
        sheets_locked=locked,
        sheets_all=every,
        settled=settled,
        entries=len(entries),
        requests=_requests(live),
        ties=_ties(live) if settled == len(entries) else (),
        first=() if live.facts.state in RUNNING else _first(live),
        has_prizes=bool(live.standings(Audience.DESK).prizes),
        care=care_of(live, lines),
        revealing=_revealing(live),
    )


def _behind(live: LiveRound, lines: Lines, entry: EntryFacts) -> Behind:
    return Behind(
        entry.key,
        label_of(entry),
        tuple(judge.number for judge in lines.waiting(entry)),
        lines.slots.desk_missing(live.book, entry.id),
    )


def _revealing(live: LiveRound) -> int | None:
    """Only a confirmed result is revealed, and it stays confirmed until that has ended."""
    if live.facts.state != RoundState.CONFIRMED:
        return None
    ceremony = running_ceremony(live.facts.id)
    return ceremony.id if ceremony else None


def _after(entries: list[EntryFacts], on_stage: EntryFacts | None) -> EntryFacts | None:
    after = entries.index(on_stage) + 1 if on_stage else 0
    return entries[after] if after < len(entries) else None


def _step(round_id: int) -> Step | None:
    row = db.session.scalar(
        sa.select(LedgerRow)
        .where(LedgerRow.round_id == round_id, LedgerRow.kind == LedgerKind.STATE)
        .order_by(LedgerRow.seq.desc())
        .limit(1)
    )
    if row is None:
        return None
    name = actor_label(row.actor, row.actor_name)
    return Step(row.value or "", row.actor, name, row.at, row.note)


def _requests(live: LiveRound) -> tuple[Request, ...]:
    asked = [
        Request(
            live.members.entries[entry_id].key,
            label_of(live.members.entries[entry_id]),
            live.members.judges[judge_id],
            sheet.reason or "",
            sheet.at,
        )
        for (entry_id, judge_id), sheet in live.book.sheets.items()
        if sheet.state == "asked"
        and entry_id in live.members.entries
        and judge_id in live.members.judges
    ]
    return tuple(sorted(asked, key=lambda request: request.at))


def _ties(live: LiveRound) -> tuple[Tied, ...]:
    by_ref = {entry.ref: entry for entry in live.members.entries.values()}
    groups: dict[int, list[str]] = {}
    totals: dict[int, str] = {}
    for row in live.standings(Audience.DESK).rows:
        if row.tied and row.place is not None:
            groups.setdefault(row.place, []).append(row.entry)
            totals[row.place] = row.total or ""
    hidden = live.facts.names_hidden
    return tuple(
        Tied(
            place,
            totals[place],
            tuple(
                (by_ref[r].key, label_of(by_ref[r]), "" if hidden else by_ref[r].name) for r in refs
            ),
        )
        for place, refs in groups.items()
        if len(refs) > 1
    )


def _first(live: LiveRound) -> tuple[Placed, ...]:
    by_ref = {entry.ref: entry for entry in live.members.entries.values()}
    hidden = live.facts.names_hidden
    return tuple(
        Placed(
            row.place,
            label_of(by_ref[row.entry]),
            "" if hidden else by_ref[row.entry].name,
            row.total or "",
        )
        for row in live.standings(Audience.DESK).rows[:SHOWN_FIRST]
        if row.place is not None
    )
