"""The eligibility check of an event: every entry with what was found and what was decided."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.days import age_on, parse_day
from blueprints.contests.eligibility import Conditions, Found, Subject, Verdict, findings
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    ContestUnit,
    EligibilityDecision,
    Entry,
    EntryDetails,
    EventConditions,
    SealedEntry,
)
from blueprints.people.models import Organisation
from store import db
from store.encryption import WrongKey, decrypt


@dataclass(frozen=True)
class Decision:
    """What was decided, by whom, and why."""

    verdict: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CheckedEntry:
    """A line of the check."""

    key: str
    code: str
    name: str
    unit: str
    members: tuple[str, ...]
    age: int | None
    occupation: str
    certificate: str
    has_photo: bool
    findings: tuple[str, ...]
    decisions: tuple[Decision, ...]  # the newest first

    @property
    def verdict(self) -> str:
        return self.decisions[0].verdict if self.decisions else ""


@dataclass(frozen=True)
class EligibilityCheck:
    """An event's check. `counts` by verdict; "" is undecided."""

    event_id: int
    event: str
    conditions: Conditions
    entries: tuple[CheckedEntry, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(one.verdict for one in self.entries)
        return {verdict: counted[verdict] for verdict in (*Verdict, "")}


def conditions_of(event_id: int) -> Conditions:
    """What an event asks of its entrants."""
    found = db.session.get(EventConditions, event_id)
    return Conditions.of(found.document if found else {})


def eligibility_check(event: ContestEvent) -> EligibilityCheck:
    """Every entry of an event in the order of their codes."""
    entries = db.session.scalars(
        sa.select(Entry).where(Entry.event_id == event.id).order_by(Entry.code, Entry.id)
    ).all()
    asked, day = conditions_of(event.id), parse_day(event.contest.starts_on)
    details = details_of(event.id)
    decisions = _decisions(event.id)
    subjects = _subjects(event.contest, list(entries), details)
    return EligibilityCheck(
        event.id,
        event.title,
        asked,
        tuple(
            _line(entry, details.get(entry.id), subjects[entry.id], asked, day, decisions)
            for entry in entries
        ),
    )


def words_of(found: Found, asked: Conditions) -> str:
    """A finding as a sentence."""
    return {
        Found.BIRTH_UNKNOWN: _("The day of birth is not known."),
        Found.TOO_YOUNG: _("Younger than %(n)s.", n=asked.age_from),
        Found.TOO_OLD: _("Older than %(n)s.", n=asked.age_to),
        Found.OCCUPATION_MISSING: _("The occupation is not given."),
        Found.OCCUPATION_OTHER: _("Another occupation than asked."),
        Found.CERTIFICATE_MISSING: _("No skill certificate is noted."),
        Found.UNIT_MISSING: _("The unit is not given."),
        Found.UNIT_OUTSIDE: _("The unit does not belong to the organization."),
        Found.TWICE: _("The same name of the same unit is entered elsewhere too."),
        Found.UNIT_TOO_MANY: _("The unit has more than %(n)s entrants.", n=asked.most_per_unit),
    }[found]


def opened(sealed: bytes | None) -> str:
    """What was sealed, for staff; empty when another key sealed it."""
    try:
        return decrypt(sealed).decode() if sealed else ""
    except WrongKey:
        return ""


def details_of(event_id: int) -> dict[int, EntryDetails]:
    """What is known of an event's entrants, by entry; not of those behind a sealed code."""
    rows = db.session.scalars(
        sa.select(EntryDetails)
        .join(Entry, Entry.id == EntryDetails.entry_id)
        .outerjoin(SealedEntry, SealedEntry.entry_id == Entry.id)
        .where(Entry.event_id == event_id, SealedEntry.entry_id.is_(None))
    )
    return {row.entry_id: row for row in rows}


def _decisions(event_id: int) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {}
    for row in db.session.scalars(
        sa.select(EligibilityDecision)
        .join(Entry, Entry.id == EligibilityDecision.entry_id)
        .where(Entry.event_id == event_id)
        .order_by(EligibilityDecision.id.desc())
    ):
        one = Decision(row.verdict, row.reason, row.actor_name, row.at)
        found.setdefault(row.entry_id, []).append(one)
    return found


def _subjects(
    contest: Contest, entries: list[Entry], details: dict[int, EntryDetails]
) -> dict[int, Subject]:
    units, people, of_unit = _known_units(contest), _people(contest.id), Counter[str]()
    subjects = {}
    for entry in entries:
        of_unit[entry.unit] += 1
        kept = details.get(entry.id)
        subjects[entry.id] = Subject(
            name=entry.name,
            unit=entry.unit,
            born_on=parse_day(opened(kept.born_on)) if kept else None,
            occupation=kept.occupation if kept else "",
            certificate=kept.certificate if kept else "",
            is_team=bool(entry.document.get("members")),
            unit_known=entry.unit in units,
            others=people[entry.name, entry.unit] - 1,
            place_in_unit=of_unit[entry.unit],
        )
    return subjects


def _people(contest_id: int) -> Counter[tuple[str, str]]:
    rows = db.session.execute(
        sa.select(Entry.name, Entry.unit).where(Entry.contest_id == contest_id)
    )
    return Counter((row.name, row.unit) for row in rows)


def _known_units(contest: Contest) -> set[str]:
    """Names of the units on the list, and of every organisation below the holder."""
    listed = sa.select(ContestUnit.name).where(ContestUnit.contest_id == contest.id)
    holder = db.session.get(Organisation, contest.organisation_id)
    below = sa.select(Organisation.name, Organisation.short_name).where(
        Organisation.path.startswith(holder.path if holder else "-")
    )
    names = {name for row in db.session.execute(below) for name in row if name}
    return names | set(db.session.scalars(listed))


def _line(
    entry: Entry,
    kept: EntryDetails | None,
    subject: Subject,
    asked: Conditions,
    day: date | None,
    decisions: dict[int, list[Decision]],
) -> CheckedEntry:
    counted_on = parse_day(asked.age_on) or day
    known = subject.born_on is not None and counted_on is not None
    return CheckedEntry(
        key=entry.key,
        code=entry.code,
        name=entry.name,
        unit=entry.unit,
        members=tuple(one["name"] for one in entry.document.get("members", ())),
        age=age_on(subject.born_on, counted_on) if known else None,  # type: ignore[arg-type]
        occupation=subject.occupation,
        certificate=subject.certificate,
        has_photo=bool(kept and kept.photo),
        findings=tuple(words_of(one, asked) for one in findings(subject, asked, day)),
        decisions=tuple(decisions.get(entry.id, ())),
    )
