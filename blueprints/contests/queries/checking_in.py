"""The check-in list of a round: who is there. For the desk, which knows names and codes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import (
    CheckIn,
    Contest,
    Entry,
    LedgerKind,
    LedgerRow,
    Round,
    RoundEntry,
    RoundPlan,
    RoundState,
)
from blueprints.contests.timetable import Plan, Slot, slots
from store import db


@dataclass(frozen=True)
class CheckInLine:
    """An entrant of the list. `label` is the code alone while names are hidden from the desk."""

    entry_id: int
    key: str
    position: int
    code: str
    label: str
    unit: str
    slot: Slot | None
    presence: str
    at: datetime | None
    by: str
    is_out: bool  # the desk said DNS, or another status


@dataclass(frozen=True)
class CheckInList:
    """A round's list. `seq` is the last tap it knows."""

    round_id: int
    contest_id: int
    contest: str
    title: str
    is_running: bool
    is_over: bool
    seq: int
    lines: tuple[CheckInLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(one.presence for one in self.lines)
        return {name: counted[name] for name in ("present", "late", "absent", "")}


def check_in_list(round_: Round) -> CheckInList:
    """Everybody of a round in running order."""
    taps, out, times = _taps(round_.id), _out(round_.id), _times(round_)
    rows = db.session.execute(
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(RoundEntry.position, RoundEntry.id)
    ).scalars()
    contest: Contest = round_.contest
    lines = tuple(
        _line(entry, n, taps.get(entry.id), times[n - 1 : n], entry.id in out, contest)
        for n, entry in enumerate(rows, 1)
    )
    return CheckInList(
        round_.id,
        contest.id,
        contest.title,
        f"{round_.event.title} · {round_.title}",
        round_.state in (RoundState.OPEN, RoundState.PAUSED),
        round_.state in (RoundState.CONFIRMED, RoundState.PUBLISHED),
        last_tap(round_.id),
        lines,
    )


def last_tap(round_id: int) -> int:
    """The number by which a browser notices a gap."""
    return (
        db.session.scalar(sa.select(sa.func.max(CheckIn.id)).where(CheckIn.round_id == round_id))
        or 0
    )


def tapped_since(round_id: int, after: int, upto: int) -> set[int]:
    """Entrants that these taps are about."""
    return set(
        db.session.scalars(
            sa.select(CheckIn.entry_id).where(
                CheckIn.round_id == round_id, CheckIn.id > after, CheckIn.id <= upto
            )
        )
    )


def rounds_of_entry(entry: Entry) -> list[Round]:
    """The rounds in which an entrant can be checked in: those that are not over."""
    return list(
        db.session.scalars(
            sa.select(Round)
            .join(RoundEntry, RoundEntry.round_id == Round.id)
            .where(
                RoundEntry.entry_id == entry.id,
                Round.state.not_in((RoundState.CONFIRMED, RoundState.PUBLISHED)),
            )
            .order_by(Round.position, Round.id)
        )
    )


def _line(
    entry: Entry,
    position: int,
    tap: CheckIn | None,
    slot: list[Slot],
    is_out: bool,
    contest: Contest,
) -> CheckInLine:
    hidden = contest.names_hidden
    return CheckInLine(
        entry.id,
        entry.key,
        position,
        entry.code,
        (entry.code or f"#{position}") if hidden else entry.name,
        "" if hidden else entry.unit,
        slot[0] if slot else None,
        tap.state if tap else "",
        tap.at if tap else None,
        tap.actor_name if tap else "",
        is_out,
    )


def _taps(round_id: int) -> dict[int, CheckIn]:
    rows = db.session.scalars(
        sa.select(CheckIn).where(CheckIn.round_id == round_id).order_by(CheckIn.id)
    )
    return {row.entry_id: row for row in rows}


def _out(round_id: int) -> set[int]:
    rows = db.session.execute(
        sa.select(LedgerRow.entry_id, LedgerRow.value)
        .where(LedgerRow.round_id == round_id, LedgerRow.kind == LedgerKind.STATUS)
        .order_by(LedgerRow.seq)
    )
    return {entry for entry, status in {row[0]: row[1] for row in rows}.items() if status != "ok"}


def _times(round_: Round) -> list[Slot]:
    kept = db.session.get(RoundPlan, round_.id)
    plan = Plan.of(kept.document) if kept else None
    count = sa.select(sa.func.count()).select_from(RoundEntry)
    total = db.session.scalar(count.where(RoundEntry.round_id == round_.id)) or 0
    return slots(plan, total) if plan else []
