"""Bringing a contest file in: all of it or nothing, its marks as rows of sound ledgers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

import scoring
from blueprints.contests.access import Right
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Entry,
    Judge,
    Round,
    RoundEntry,
    RoundJudge,
    Scheme,
)
from blueprints.contests.models.contest import Release
from blueprints.contests.services.files.ledger_rows import LEDGER_KEYS, write_ledger
from blueprints.contests.services.files.limits import refuse_what_columns_cannot_hold
from blueprints.contests.services.setup.common import fresh_key, fresh_ref, marked_title, note
from blueprints.people.models import Organisation
from store import NotFound, UserError, db, write
from store.actors import Actor

Json = Mapping[str, Any]

# What has columns of its own; the rest of a record is kept in its `document`.
_CONTEST = ("format", "title", "events", "schemes", "judges", "entries", "rounds")
_PERSON = ("id", "name", "code", "unit", "zone")
_ROUND = ("id", "title", "event", "scheme", "entries", "judges")


@dataclass(frozen=True)
class ImportOptions:
    """How a contest file is brought in. Marks of rounds in `unplayed` are left out."""

    with_marks: bool = True
    rehearsal: bool = False
    public: bool = True
    blind: bool = False
    release: str = Release.EACH
    ref: str = ""
    unplayed: frozenset[str] = frozenset()

    def takes_marks_of(self, ref: str) -> bool:
        """Whether the marks of the round with this id come in."""
        return self.with_marks and ref not in self.unplayed


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
    options: ImportOptions = ImportOptions(),
) -> int:
    """Bring a contest file in and return the contest's id.

    Raises `scoring.ContestFileError` with every fault, and then nothing is written. Rounds with
    marks are put under review with their sheets locked; the others are drafts.
    """
    contest_data = scoring.load(document)
    document = contest_data.document
    refuse_what_columns_cannot_hold(document)
    if options.release not in set(Release):
        raise UserError(_("Choose when marks are released."), code="release")
    with write():
        organisation = db.session.get(Organisation, organisation_id)
        if organisation is None or not actor.may(
            *Right.SET_UP.value, organisation_path=organisation.path
        ):
            raise NotFound
        contest = _contest(document, organisation.id, now, options)
        refs = _set_up(contest, document, now)
        present = _entries_of_rounds(contest_data)
        for position, one in enumerate(document["rounds"]):
            round_ = _round(contest, refs, one, position, present[one["id"]])
            round_.release = options.release
            if options.takes_marks_of(one["id"]) and any(one.get(key) for key in LEDGER_KEYS):
                write_ledger(actor, round_, one, refs.entries, refs.judges, now)
        note(actor, "contest.imported", f"contest:{contest.id}", contest, now, title=contest.title)
        return contest.id


def _contest(
    document: Json, organisation_id: int, now: datetime, options: ImportOptions
) -> Contest:
    contest = Contest(
        organisation_id=organisation_id,
        ref=options.ref or fresh_ref("c"),
        title=marked_title(document["title"], rehearsal=options.rehearsal),
        public=options.public,
        blind=options.blind,
        rehearsal=options.rehearsal,
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
    db.session.add_all([*refs.schemes.values(), *refs.judges.values(), *refs.events.values()])
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


def _round(contest: Contest, refs: _Refs, one: Json, position: int, present: list[str]) -> Round:
    event = refs.events[one["event"]] if "event" in one else list(refs.events.values())[-1]
    round_ = Round(
        contest_id=contest.id,
        event_id=event.id,
        scheme_id=refs.schemes[one["scheme"]].id,
        ref=one["id"],
        title=one.get("title", "") or one["id"],
        position=position,
        document=_rest(one, (*_ROUND, *LEDGER_KEYS)),
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


def _names(document: Json, section: str) -> dict[str, str]:
    return {one["id"]: one.get("name") or one["id"] for one in document.get(section, ())}


def _rest(one: Json, known: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in known}
