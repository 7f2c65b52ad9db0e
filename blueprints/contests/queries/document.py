"""A contest's set-up as a contest file (without marks), from which the engine scores."""

from collections import defaultdict
from itertools import count
from typing import Any

import sqlalchemy as sa

from blueprints.contests.keeping import is_sealed
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
    judges = list(_of_contest(Judge, contest, Judge.number, Judge.id))
    entries = list(_of_contest(Entry, contest, *_order_of_entries(contest)))
    units = _named(contest, "units", [who.unit for who in (*entries, *judges)])
    zones = _named(contest, "zones", [entry.zone for entry in entries])
    return {
        **contest.document,
        "format": FORMAT,
        "title": contest.title,
        "events": [{"id": event.ref, "title": event.title} for event in contest.events],
        "units": [{"id": ref, "name": name} for name, ref in units.items()],
        "zones": [{"id": ref, "name": name} for name, ref in zones.items()],
        "schemes": [{**scheme.document, "id": scheme.ref} for scheme in _schemes_in_use(contest)],
        "judges": [
            _filled(judge.document, id=judge.ref, name=judge.name, unit=units.get(judge.unit))
            for judge in judges
        ],
        "entries": [
            _filled(
                entry.document,
                id=entry.ref,
                name=entry.name,
                code=entry.code,
                unit=units.get(entry.unit),
                zone=zones.get(entry.zone),
            )
            for entry in entries
        ],
        "rounds": _rounds(contest),
    }


def _order_of_entries(contest: Contest) -> tuple[Any, ...]:
    """As they were entered; coded ones by their codes, for that order would tell who is who."""
    return (Entry.code, Entry.id) if is_sealed(contest.id) else (Entry.id,)


def _of_contest(model: Any, contest: Contest, *order: Any) -> Any:
    return db.session.scalars(
        sa.select(model).where(model.contest_id == contest.id).order_by(*order)
    )


def _schemes_in_use(contest: Contest) -> list[Scheme]:
    """What the organiser is still writing is nobody else's matter."""
    used = sa.select(Round.scheme_id).where(Round.contest_id == contest.id)
    query = sa.select(Scheme).where(Scheme.contest_id == contest.id, Scheme.id.in_(used))
    return list(db.session.scalars(query.order_by(Scheme.id)))


def _named(contest: Contest, section: str, names: list[str]) -> dict[str, str]:
    """Name → id in the file's section of units or zones.

    Ids that came with a file are kept, for its rules may name them (quotas per zone).
    """
    known = {one.get("name") or one["id"]: one["id"] for one in contest.document.get(section, ())}
    taken = set(known.values())
    free = (f"{section[0]}{n}" for n in count(1) if f"{section[0]}{n}" not in taken)
    return known | {name: next(free) for name in dict.fromkeys(names) if name and name not in known}


def zone_refs(contest: Contest) -> dict[str, str]:
    """Name of a zone → its id in the file."""
    query = sa.select(Entry.zone).where(Entry.contest_id == contest.id).order_by(Entry.id)
    return _named(contest, "zones", list(db.session.scalars(query)))


def _filled(document: dict[str, Any], **known: str | None) -> dict[str, Any]:
    return {**document, **{key: value for key, value in known.items() if value}}


def _rounds(contest: Contest) -> list[dict[str, Any]]:
    entries = _members(contest, RoundEntry, Entry, RoundEntry.entry_id)
    judges = _members(contest, RoundJudge, Judge, RoundJudge.judge_id)
    return [
        {
            **round_.document,
            **_who_takes_part(round_, entries[round_.id]),
            **_panels(round_, judges[round_.id]),
            "id": round_.ref,
            "title": round_.title,
            "event": round_.event.ref,
            "scheme": round_.scheme.ref,
            "judges": [judge.ref for _seat, judge in judges[round_.id]],
        }
        for round_ in _of_contest(Round, contest, Round.id)  # a round may only look back
    ]


def _who_takes_part(round_: Round, entries: list[tuple[Any, Any]]) -> dict[str, Any]:
    """The entries, unless the round's own rule says that they advance from another round."""
    if "advanced_from" in round_.document:
        return {}
    return {"entries": [entry.ref for _seat, entry in entries]}


def _panels(round_: Round, judges: list[tuple[Any, Any]]) -> dict[str, Any]:
    """Who marks what: as the file said, else by the items that seats are limited to."""
    if "panels" in round_.document or all(seat.items is None for seat, _judge in judges):
        return {}
    return {
        "panels": [
            {"judges": [judge.ref], **({} if seat.items is None else {"items": seat.items})}
            for seat, judge in judges
        ]
    }


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
