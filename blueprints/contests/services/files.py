"""Bringing a contest file in: all of it or nothing, its marks as rows of sound ledgers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import scoring
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Entry,
    Judge,
    LedgerKind,
    Round,
    RoundEntry,
    RoundJudge,
    RoundState,
    Scheme,
)
from blueprints.contests.models.contest import Release
from blueprints.contests.services.ledger import chain
from blueprints.contests.services.setup import fresh_key, fresh_ref
from blueprints.people.models import Organisation
from store import NotFound, audit, db, write
from store.actors import Actor

Json = Mapping[str, Any]

# What has columns of its own; the rest of a record is kept in its `document`.
_CONTEST = ("format", "title", "events", "schemes", "judges", "entries", "rounds")
_PERSON = ("id", "name", "code", "unit", "zone")
_ROUND = ("id", "title", "event", "scheme", "entries", "judges")
_LEDGER = ("marks", "deductions", "statuses", "recusals", "absences", "decisions")


@dataclass
class _Refs:
    """What the file's ids stand for in the database."""

    units: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    judges: dict[str, Judge] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    events: dict[str, ContestEvent] = field(default_factory=dict)


def import_contest(
    actor: Actor,
    organisation_id: int,
    document: Json,
    now: datetime,
    *,
    with_marks: bool = True,
    rehearsal: bool = False,
) -> int:
    """Bring a contest file in and return the contest's id.

    Raises `scoring.ContestFileError` with every fault, and then nothing is written. Rounds with
    marks are put under review with their sheets locked; the others are drafts.
    """
    contest_data = scoring.load(document)
    with write():
        organisation = db.session.get(Organisation, organisation_id)
        if organisation is None or not actor.may(
            *Right.SET_UP.value, organisation_path=organisation.path
        ):
            raise NotFound
        contest = _contest(document, organisation.id, now, rehearsal=rehearsal)
        refs = _set_up(contest, document, now)
        present = _entries_of_rounds(contest_data)
        for position, one in enumerate(document["rounds"]):
            round_ = _round(contest, refs, one, position, present[one["id"]])
            if with_marks and any(one.get(key) for key in _LEDGER):
                _write_ledger(actor, round_, one, refs, now)
        audit(
            actor,
            "contest.imported",
            f"contest:{contest.id}",
            now,
            organisation_id=organisation.id,
            title=contest.title,
        )
        return contest.id


def _contest(document: Json, organisation_id: int, now: datetime, *, rehearsal: bool) -> Contest:
    contest = Contest(
        organisation_id=organisation_id,
        ref=fresh_ref("c"),
        title=document["title"],
        public=True,
        rehearsal=rehearsal,
        document=_rest(document, _CONTEST),
        created_at=now,
    )
    db.session.add(contest)
    db.session.flush()
    return contest


def _set_up(contest: Contest, document: Json, now: datetime) -> _Refs:
    refs = _Refs(_names(document, "units"), _names(document, "zones"))
    for one in document["schemes"]:
        refs.schemes[one["id"]] = Scheme(
            contest_id=contest.id,
            ref=one["id"],
            title=one.get("title", ""),
            document=_rest(one, ("id",)),
            created_at=now,
        )
    for number, one in enumerate(document.get("judges", ()), 1):
        refs.judges[one["id"]] = _judge(contest, one, number, refs)
    for position, one in enumerate(_events(document)):
        refs.events[one["id"]] = ContestEvent(
            contest_id=contest.id, ref=one["id"], title=one.get("title", ""), position=position
        )
    db.session.add_all(
        [*refs.schemes.values(), *refs.judges.values(), *refs.events.values()]
    )
    db.session.flush()
    event_of = _event_of_entries(document)
    fallback = next(iter(refs.events.values()))
    for one in document.get("entries", ()):
        event = refs.events.get(event_of.get(one["id"], ""), fallback)
        refs.entries[one["id"]] = _entry(contest, event, one, refs)
    db.session.add_all(refs.entries.values())
    db.session.flush()
    return refs


def _events(document: Json) -> list[Json]:
    """The file's events; rounds that name none share one with the contest's title."""
    events = list(document.get("events", ()))
    if not events or any("event" not in one for one in document["rounds"]):
        events.append({"id": _common_event(document), "title": document["title"]})
    return events


def _common_event(document: Json) -> str:
    taken = {one["id"] for one in document.get("events", ())}
    name = "event"
    while name in taken:
        name += "-"
    return name


def _event_of_entries(document: Json) -> dict[str, str]:
    return {
        entry: one["event"]
        for one in document["rounds"]
        if "event" in one
        for entry in one.get("entries", ())
    }


def _judge(contest: Contest, one: Json, number: int, refs: _Refs) -> Judge:
    return Judge(
        contest_id=contest.id,
        ref=one["id"],
        number=number,
        name=one.get("name", "") or one["id"],
        unit=refs.units.get(one.get("unit", ""), ""),
        document=_rest(one, _PERSON),
    )


def _entry(contest: Contest, event: ContestEvent, one: Json, refs: _Refs) -> Entry:
    return Entry(
        contest_id=contest.id,
        event_id=event.id,
        ref=one["id"],
        key=fresh_key(),
        code=one.get("code", "") or one["id"][:32],
        name=one.get("name", "") or one["id"],
        unit=refs.units.get(one.get("unit", ""), ""),
        zone=refs.zones.get(one.get("zone", ""), ""),
        document=_rest(one, _PERSON),
    )


def _entries_of_rounds(contest: scoring.Contest) -> dict[str, list[str]]:
    """Who is in each round; for those that advance, who has advanced by the marks so far."""
    results = {one.id: one for one in scoring.compute(contest).rounds}
    return {
        round_.id: [row.entry for row in results[round_.id].rows]
        if round_.entries is None
        else list(round_.entries)
        for round_ in contest.rounds
    }


def _round(
    contest: Contest, refs: _Refs, one: Json, position: int, present: list[str]
) -> Round:
    event = refs.events[one["event"]] if "event" in one else list(refs.events.values())[-1]
    round_ = Round(
        contest_id=contest.id,
        event_id=event.id,
        scheme_id=refs.schemes[one["scheme"]].id,
        ref=one["id"],
        title=one.get("title", "") or one["id"],
        position=position,
        release=Release.EACH,
        document=_rest(one, (*_ROUND, *_LEDGER)),
    )
    db.session.add(round_)
    db.session.flush()
    for number, name in enumerate(present):
        db.session.add(
            RoundEntry(
                round_id=round_.id, entry_id=refs.entries[name].id, position=number, document={}
            )
        )
    for number, name in enumerate(one.get("judges", ())):
        db.session.add(
            RoundJudge(round_id=round_.id, judge_id=refs.judges[name].id, position=number)
        )
    return round_


def _write_ledger(actor: Actor, round_: Round, one: Json, refs: _Refs, now: datetime) -> None:
    """The rows that the file stands for, in an order in which they could have happened."""

    def row(kind: LedgerKind, given: Json, **columns: Any) -> None:
        chain(
            round_,
            kind,
            actor,
            _stamp(given, now),
            entry=refs.entries[given["entry"]] if "entry" in given else None,
            judge=refs.judges[given["judge"]] if "judge" in given else None,
            **columns,
        )

    for key, why in (("recusals", "recused"), ("absences", "absent")):
        for given in one.get(key, ()):
            row(LedgerKind.RECUSAL, given, value=why, note=given.get("reason"))
    for given in sorted(one.get("marks", ()), key=lambda mark: mark.get("version", 1)):
        row(
            LedgerKind.MARK,
            given,
            item=given["item"],
            attempt=given.get("attempt", 1),
            value=_canonical(round_, given),
            note=given.get("note"),
        )
    for entry, judge in dict.fromkeys(
        (given["entry"], given["judge"]) for given in one.get("marks", ()) if "judge" in given
    ):
        row(LedgerKind.SUBMIT, {"entry": entry, "judge": judge})
    _write_rulings(one, row)
    round_.state = RoundState.REVIEW
    round_.closed_by = actor.ref
    chain(round_, LedgerKind.STATE, actor, now, value=RoundState.REVIEW, note=_("imported"))


def _write_rulings(one: Json, row: Any) -> None:
    for given in one.get("statuses", ()):
        row(LedgerKind.STATUS, given, value=given["status"], note=given.get("reason"))
    for given in one.get("deductions", ()):
        row(
            LedgerKind.DEDUCTION,
            given,
            item=given.get("part"),
            value=str(given["points"]),
            note=given.get("reason"),
        )
    for given in one.get("decisions", ()):
        data = {key: given[key] for key in ("kind", "order", "entries") if key in given}
        row(LedgerKind.DECISION, _rest(given, ("entries",)), data=data, note=given.get("reason"))


def _canonical(round_: Round, given: Json) -> str:
    item = scoring.read_scheme({**round_.scheme.document, "id": round_.scheme.ref}).item(
        given["item"]
    )
    assert item is not None  # `scoring.load` has checked it
    return scoring.canonical_mark(item, str(given["value"]))


def _stamp(given: Json, now: datetime) -> datetime:
    """When it happened by the file, or now where the file says nothing a clock can read."""
    try:
        at = datetime.fromisoformat(given.get("at", ""))
    except ValueError:
        return now
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _names(document: Json, section: str) -> dict[str, str]:
    return {one["id"]: one.get("name") or one["id"] for one in document.get(section, ())}


def _rest(one: Json, known: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in known}
