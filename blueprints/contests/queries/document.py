"""A contest's set-up as a contest file (without marks), from which the engine scores."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import (
    Contest,
    Entry,
    Judge,
    Round,
    RoundEntry,
    RoundJudge,
    Scheme,
)
from store import db

FORMAT = "guildhall-contest/1"


def setup_document(contest: Contest) -> dict[str, Any]:
    """Everything but the marks: schemes, judges, entries, and rounds with who is in them."""
    return {
        **contest.document,
        "format": FORMAT,
        "title": contest.title,
        "events": [{"id": event.ref, "title": event.title} for event in contest.events],
        "schemes": [
            {**scheme.document, "id": scheme.ref}
            for scheme in _of_contest(Scheme, contest, Scheme.id)
        ],
        "judges": [_judge(judge) for judge in _of_contest(Judge, contest, Judge.number, Judge.id)],
        "entries": [_entry(entry) for entry in _of_contest(Entry, contest, Entry.id)],
        "rounds": _rounds(contest),
    }


def _of_contest(model: Any, contest: Contest, *order: Any) -> Any:
    return db.session.scalars(
        sa.select(model).where(model.contest_id == contest.id).order_by(*order)
    )


def _judge(judge: Judge) -> dict[str, Any]:
    known = {"id": judge.ref, "name": judge.name, "unit": judge.unit}
    return {**judge.document, **{key: value for key, value in known.items() if value}}


def _entry(entry: Entry) -> dict[str, Any]:
    known = {
        "id": entry.ref,
        "name": entry.name,
        "code": entry.code,
        "unit": entry.unit,
        "zone": entry.zone,
    }
    return {**entry.document, **{key: value for key, value in known.items() if value}}


def _rounds(contest: Contest) -> list[dict[str, Any]]:
    entries = _members(contest, RoundEntry, Entry, RoundEntry.entry_id)
    judges = _members(contest, RoundJudge, Judge, RoundJudge.judge_id)
    return [
        {
            **round_.document,
            "id": round_.ref,
            "title": round_.title,
            "event": event.ref,
            "scheme": round_.scheme.ref,
            "entries": [who.ref for _seat, who in entries[round_.id]],
            "judges": [_seat(seat, who) for seat, who in judges[round_.id]],
        }
        for event in contest.events
        for round_ in event.rounds
    ]


def _members(contest: Contest, seat: Any, who: Any, link: Any) -> dict[int, list[tuple[Any, Any]]]:
    found: dict[int, list[tuple[Any, Any]]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(seat, who)
        .join(who, who.id == link)
        .join(Round, Round.id == seat.round_id)
        .where(Round.contest_id == contest.id)
        .order_by(seat.position, seat.id)
    )
    for one, member in rows:
        found[one.round_id].append((one, member))
    return found


def _seat(seat: RoundJudge, judge: Judge) -> Any:
    return judge.ref if seat.items is None else {"judge": judge.ref, "items": seat.items}
