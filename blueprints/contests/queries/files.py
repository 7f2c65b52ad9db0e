"""A contest as a contest file: for archives, and for the public as much as it may see."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import (
    Contest,
    LedgerKind,
    LedgerRow,
    Round,
    RoundState,
    effect_of,
)
from blueprints.contests.queries.document import setup_document
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound, reading, refs_looked_back_at
from store import db

DECIDED = ("kind", "order", "entries")  # of a decision's data; the rest of it stays in the ledger
_NAMING = ("name", "unit", "zone", "members", "note")


def contest_file(
    contest: Contest, audience: Audience, only: Collection[int] | None = None
) -> dict[str, Any]:
    """The document that `scoring.load` accepts and computes to the same places.

    `Audience.PUBLIC` leaves out rounds that have not begun, marks that are not released, notes,
    who entered what, and the names behind the codes while the contest is blind. `only` are ids of
    rounds beside which there are no others.
    """
    document = setup_document(contest)
    shown = [
        round_
        for event in contest.events
        for round_ in event.rounds
        if (audience is Audience.DESK or round_.state != RoundState.DRAFT)
        and (only is None or round_.id in only)
    ]
    if audience is Audience.PUBLIC:
        _leave_out_the_rest(document, shown)
    rounds = {one["id"]: one for one in document["rounds"]}
    for round_ in shown:
        with reading(round_.id, audience) as live:
            rounds[round_.ref].update(_ledger_of(live, audience))
    if audience is Audience.PUBLIC and contest.names_hidden:
        _hide_names(document)
    return document


def _hide_names(document: dict[str, Any]) -> None:
    """Codes only. Judges' units go too: the list of units would tell where entrants are from."""
    for section, naming in (("entries", _NAMING), ("judges", ("unit",))):
        document[section] = [
            {key: value for key, value in one.items() if key not in naming}
            for one in document[section]
        ]
    document.pop("units", None)


def _leave_out_the_rest(document: dict[str, Any], shown: list[Round]) -> None:
    """Only what the public may know of: the rounds shown, and who takes part in them.

    A round that a shown one looks back at stays, though without marks.
    """
    known = {round_.ref for round_ in shown}
    for round_ in shown:
        known |= refs_looked_back_at(round_)
    document["rounds"] = [one for one in document["rounds"] if one["id"] in known]
    present = {ref for one in document["rounds"] for ref in one.get("entries", ())}
    teams = [one for one in document["entries"] if one["id"] in present]
    present |= {who["entry"] for one in teams for who in one.get("members", ()) if "entry" in who}
    document["entries"] = [one for one in document["entries"] if one["id"] in present]
    used = {one["scheme"] for one in document["rounds"]}
    document["schemes"] = [one for one in document["schemes"] if one["id"] in used]
    people = (*document["entries"], *document["judges"])
    theirs = {one["unit"] for one in people if "unit" in one}
    document["units"] = [one for one in document["units"] if one["id"] in theirs]
    document.pop("unit_rankings", None)


def _ledger_of(live: LiveRound, audience: Audience) -> dict[str, Any]:
    is_desk = audience is Audience.DESK
    rows = list(_rows(live))
    sections: dict[str, list[dict[str, Any]]] = {
        "marks": [_mark(live, row, full=is_desk) for row in _kept_marks(live, rows, audience)]
    }
    if is_desk or live.rulings_are_public:
        sections |= _rulings(live, rows, full=is_desk)
    return {key: value for key, value in sections.items() if value}


def _rows(live: LiveRound) -> Any:
    return db.session.scalars(
        sa.select(LedgerRow)
        .where(LedgerRow.round_id == live.facts.id, LedgerRow.seq <= live.book.seq)
        .order_by(LedgerRow.seq)
    )


def _kept_marks(live: LiveRound, rows: list[LedgerRow], audience: Audience) -> list[LedgerRow]:
    """Rows of marks that stand: every version for the desk, the newest for the public."""
    newest = {mark.seq for marks in live.book.marks.values() for mark in marks.values()}
    standing = {
        (row.entry_id, row.judge_id, row.item, row.attempt) for row in rows if row.seq in newest
    }
    return [
        row
        for row in rows
        if effect_of(row) == LedgerKind.MARK
        and row.value is not None
        and (
            (row.entry_id, row.judge_id, row.item, row.attempt) in standing
            if audience is Audience.DESK
            else row.seq in newest and live.is_released(row.entry_id)
        )
    ]


def _mark(live: LiveRound, row: LedgerRow, *, full: bool) -> dict[str, Any]:
    mark = {**_who(live, row), "item": row.item, "value": row.value}
    if row.attempt > 1:
        mark["attempt"] = row.attempt
    return {**mark, "version": row.seq, **_stamps(row, "note")} if full else mark


def _rulings(
    live: LiveRound, rows: list[LedgerRow], *, full: bool
) -> dict[str, list[dict[str, Any]]]:
    """What stands of recusals, absences, statuses, deductions and decisions."""
    sections: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("recusals", "absences", "statuses", "deductions", "decisions")
    }
    newest = {(effect_of(row), row.entry_id, row.judge_id): row.seq for row in rows}
    for row in rows:
        is_newest = newest[effect_of(row), row.entry_id, row.judge_id] == row.seq
        placed = _ruling(live, row, is_newest=is_newest)
        if placed is not None:
            section, record = placed
            sections[section].append({**record, **(_stamps(row, "reason") if full else {})})
    return sections


def _ruling(
    live: LiveRound, row: LedgerRow, *, is_newest: bool
) -> tuple[str, dict[str, Any]] | None:
    who, kind = _who(live, row), effect_of(row)
    if kind == LedgerKind.RECUSAL and is_newest and row.value != "back":
        return ("absences" if row.value == "absent" else "recusals"), who
    if kind == LedgerKind.STATUS and is_newest and row.value != "ok":
        return "statuses", {**who, "status": row.value}
    if kind == LedgerKind.DEDUCTION and row.seq in live.book.deductions:
        part = {"part": row.item} if row.item else {}
        return "deductions", {"id": str(row.seq), **who, **part, "points": row.value}
    if kind == LedgerKind.DECISION:
        decision = {key: row.data[key] for key in DECIDED if key in row.data}
        return "decisions", {**decision, **({"reason": row.note} if row.note else {})}
    return None


def _who(live: LiveRound, row: LedgerRow) -> dict[str, Any]:
    who: dict[str, Any] = {}
    if row.entry_id is not None:
        who["entry"] = live.members.entries[row.entry_id].ref
    if row.judge_id is not None:
        who["judge"] = live.members.judges[row.judge_id].ref
    return who


def _stamps(row: LedgerRow, note_key: str) -> dict[str, str]:
    by = (row.data or {}).get("by") or row.actor_name
    stamps = {"at": row.at.isoformat(), "by": by}
    return {**stamps, note_key: row.note} if row.note else stamps
