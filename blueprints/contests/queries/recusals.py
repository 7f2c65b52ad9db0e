"""Recusals that are proposed: judges related to entrants, and what was decided about each.

The reasons tell where an entrant is from. So while a contest is blind only those see them who
know the names: its organisers, or with codes in envelopes the encryption referee alone.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from blueprints.contests.access import Right, may
from blueprints.contests.alarms import fingerprint
from blueprints.contests.keeping import is_keeper
from blueprints.contests.models import (
    ContestUnit,
    Entry,
    Judge,
    Mentorship,
    Round,
    RoundEntry,
    RoundJudge,
    SealedEntry,
)
from blueprints.contests.queries.codes import has_two_hands, opened
from blueprints.contests.queries.desk.lines import label_of
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound, reading
from blueprints.contests.relations import Person, Relation, relations
from blueprints.people.models import Organisation
from store import db
from store.actors import Actor

_found: WeakKeyDictionary[LiveRound, list[Relation]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Proposal:
    """A judge related to an entrant. `state`: `open`, `recused`, `refused`."""

    entry_key: str
    label: str
    name: str
    unit: str
    judge: JudgeFacts
    judge_unit: str
    reasons: tuple[str, ...]
    fingerprint: str
    state: str
    note: str


def may_see(actor: Actor, round_: Round) -> bool:
    """Whether the actor may know why a recusal is proposed."""
    contest = round_.contest
    if not contest.names_hidden:
        return may(actor, contest, Right.VIEW)
    if has_two_hands(contest):
        return is_keeper(actor, contest)
    return may(actor, contest, Right.SET_UP)


def may_decide(actor: Actor, round_: Round) -> bool:
    """Whether the actor may confirm or refuse what is proposed."""
    if round_.contest.names_hidden:
        return may_see(actor, round_)
    return may(actor, round_.contest, Right.RUN)


def proposals(round_: Round) -> list[Proposal]:
    """Everything that was found for the round, open ones first."""
    with reading(round_.id, Audience.DESK) as live:
        found = found_relations(live, round_)
        people = {one.id: one for one in _entrants(round_)} if found else {}
        units = _judge_units(round_) if found else {}
        made = [_proposal(live, one, people, units) for one in found]
    return sorted(made, key=lambda one: one.state != "open")


def open_proposals(live: LiveRound, round_: Round) -> int:
    """How many wait for a decision; to be used inside `standings.reading()`."""
    return sum(state_of(live, one)[0] == "open" for one in found_relations(live, round_))


def found_relations(live: LiveRound, round_: Round) -> list[Relation]:
    """Kept with the live round, which is made anew when the set-up changes: it is asked for with
    every frame of the desk. To be used inside `standings.reading()`.
    """
    if live not in _found:
        pairs = db.session.execute(
            sa.select(Mentorship.mentor, Mentorship.apprentice).where(
                Mentorship.contest_id == round_.contest_id
            )
        )
        _found[live] = relations(_judges(round_), _entrants(round_), [(a, b) for a, b in pairs])
    return _found[live]


def print_of(live: LiveRound, one: Relation) -> str:
    """What a refusal is recorded for; other reasons propose it again."""
    entry, judge = live.members.entries[one.entry_id], live.members.judges[one.judge_id]
    marks = dict.fromkeys(one.reasons, judge.ref)
    return fingerprint("related", entry.ref, (judge.ref, 1), marks)


def state_of(live: LiveRound, one: Relation) -> tuple[str, str]:
    """(state, note of the refusal)."""
    if one.entry_id not in live.members.entries or one.judge_id not in live.members.judges:
        return "refused", ""
    if live.book.excuse(one.entry_id, one.judge_id):
        return "recused", ""
    settled = live.book.judging.settled.get(print_of(live, one))
    return ("refused", settled.reason) if settled else ("open", "")


def _proposal(
    live: LiveRound, one: Relation, people: dict[int, Person], units: dict[int, str]
) -> Proposal:
    entry: EntryFacts = live.members.entries[one.entry_id]
    state, note = state_of(live, one)
    who = people[one.entry_id]
    return Proposal(
        entry_key=entry.key,
        label=label_of(entry),
        name=who.names[0],
        unit=who.unit,
        judge=live.members.judges[one.judge_id],
        judge_unit=units.get(one.judge_id, ""),
        reasons=one.reasons,
        fingerprint=print_of(live, one),
        state=state,
        note=note,
    )


def _judges(round_: Round) -> list[Person]:
    known = _organisations(round_.contest_id)
    rows = db.session.scalars(
        sa.select(Judge)
        .join(RoundJudge, RoundJudge.judge_id == Judge.id)
        .where(RoundJudge.round_id == round_.id)
        .order_by(RoundJudge.position, RoundJudge.id)
    )
    return [_person(one.id, {"name": one.name, "unit": one.unit}, known) for one in rows]


def _judge_units(round_: Round) -> dict[int, str]:
    return {one.id: one.unit for one in _judges(round_)}


def _entrants(round_: Round) -> list[Person]:
    known = _organisations(round_.contest_id)
    rows = db.session.execute(
        sa.select(Entry, SealedEntry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .outerjoin(SealedEntry, SealedEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    return [_person(entry.id, _identity(entry, sealed), known) for entry, sealed in rows]


def _identity(entry: Entry, sealed: SealedEntry | None) -> dict[str, object]:
    if sealed is not None:
        return opened(sealed)
    return {"name": entry.name, "unit": entry.unit, "document": entry.document}


def _person(
    person_id: int, who: dict[str, object], known: dict[str, tuple[int, int | None]]
) -> Person:
    document = who.get("document")
    about = document if isinstance(document, dict) else {}
    members = [one for one in about.get("members", ()) if isinstance(one, dict)]
    teachers = [about.get("teacher"), *(one.get("teacher") for one in members)]
    organisation, parent = known.get(str(who["unit"]), (None, None))
    return Person(
        id=person_id,
        names=(str(who["name"]), *(str(one.get("name", "")) for one in members)),
        unit=str(who["unit"]),
        teachers=tuple(str(one) for one in teachers if one),
        organisation=organisation,
        parent=parent,
    )


def _organisations(contest_id: int) -> dict[str, tuple[int, int | None]]:
    """Name of a participating unit → its organisation and the one above."""
    rows = db.session.execute(
        sa.select(ContestUnit.name, Organisation.id, Organisation.parent_id)
        .join(Organisation, Organisation.id == ContestUnit.organisation_id)
        .where(ContestUnit.contest_id == contest_id)
    )
    return {name: (own, parent) for name, own, parent in rows}


def mentorship_lines(contest_id: int) -> str:
    """The declared list as text, one pair a line."""
    rows = db.session.execute(
        sa.select(Mentorship.mentor, Mentorship.apprentice)
        .where(Mentorship.contest_id == contest_id)
        .order_by(Mentorship.id)
    )
    return "\n".join(f"{mentor} {apprentice}" for mentor, apprentice in rows)
