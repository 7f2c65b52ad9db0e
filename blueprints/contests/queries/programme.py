"""The programme: who is on when and where, and who would have to be in two places at once.

Names follow the contest's own rule: while they are hidden, codes stand for them and units are
left out, for everybody but those who set the contest up.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, may
from blueprints.contests.models import (
    Contest,
    Entry,
    Judge,
    Round,
    RoundEntry,
    RoundJudge,
    RoundPlan,
)
from blueprints.contests.timetable import Plan, Slot, overlaps, slots
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class Place:
    """One entry's slot as it is shown. `label` is the name, or the code while names are hidden."""

    key: str
    code: str
    label: str
    unit: str
    slot: Slot


@dataclass(frozen=True)
class PlannedRound:
    """A round on the programme."""

    id: int
    event_id: int
    event: str
    title: str
    plan: Plan
    places: tuple[Place, ...]

    @property
    def span(self) -> Slot | None:
        """From the first to the last slot; None without entries."""
        if not self.places:
            return None
        return Slot(
            min(one.slot.starts for one in self.places), max(one.slot.ends for one in self.places)
        )


@dataclass(frozen=True)
class Conflict:
    """Somebody, or a station, in two rounds at the same time."""

    kind: str  # person, judge, station
    who: str
    first: str
    second: str
    at: Slot


def programme_contest(actor: Actor, contest_id: int) -> Contest:
    """A contest whose programme the actor may see: its staff, or anybody where it is public."""
    contest = db.session.get(Contest, contest_id)
    if contest is None or not (_is_staff(actor, contest) or contest.public):
        raise NotFound
    return contest


def programme_of(actor: Actor, contest: Contest) -> tuple[PlannedRound, ...]:
    """The planned rounds in order of time; the public sees those that are shown."""
    staff = _is_staff(actor, contest)
    hidden = contest.names_hidden and not may(actor, contest, Right.SET_UP)
    planned = _planned(contest)
    if not staff:
        planned = [(round_, plan) for round_, plan in planned if plan.shown]
    places = _places([round_.id for round_, _plan in planned], hidden=hidden)
    found = (
        PlannedRound(
            round_.id,
            round_.event_id,
            round_.event.title,
            round_.title,
            plan,
            tuple(_slotted(plan, places[round_.id])),
        )
        for round_, plan in planned
    )
    return tuple(sorted(found, key=lambda one: (one.plan.starts, one.id)))


def conflicts_of(contest: Contest) -> list[Conflict]:
    """Everybody who would have to be in two places; for those who set the contest up."""
    planned = _planned(contest)
    places = _places([round_.id for round_, _plan in planned], hidden=False)
    rounds = [
        PlannedRound(
            round_.id,
            round_.event_id,
            round_.event.title,
            round_.title,
            plan,
            tuple(_slotted(plan, places[round_.id])),
        )
        for round_, plan in planned
    ]
    return [*_people_twice(rounds), *_judges_twice(rounds), *_stations_twice(rounds)]


def _is_staff(actor: Actor, contest: Contest) -> bool:
    return actor.kind == "account" and may(actor, contest, Right.VIEW)


def _planned(contest: Contest) -> list[tuple[Round, Plan]]:
    rows = db.session.execute(
        sa.select(Round, RoundPlan)
        .join(RoundPlan, RoundPlan.round_id == Round.id)
        .where(Round.contest_id == contest.id)
        .order_by(Round.id)
    )
    read = ((round_, Plan.of(kept.document)) for round_, kept in rows)
    return [(round_, plan) for round_, plan in read if plan is not None]


def _places(round_ids: list[int], *, hidden: bool) -> dict[int, list[tuple[str, str, str, str]]]:
    found: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    for row in db.session.execute(
        sa.select(RoundEntry.round_id, Entry.key, Entry.code, Entry.name, Entry.unit)
        .join(Entry, Entry.id == RoundEntry.entry_id)
        .where(RoundEntry.round_id.in_(round_ids))
        .order_by(RoundEntry.position, RoundEntry.id)
    ):
        label, unit = (row.code or "–", "") if hidden else (row.name, row.unit)
        found[row.round_id].append((row.key, row.code, label, unit))
    return found


def _slotted(plan: Plan, rows: list[tuple[str, str, str, str]]) -> list[Place]:
    pairs = zip(rows, slots(plan, len(rows)), strict=True)
    return [Place(*row, slot) for row, slot in pairs]


def _title(round_: PlannedRound) -> str:
    return f"{round_.event} · {round_.title}"


def _people_twice(rounds: list[PlannedRound]) -> list[Conflict]:
    """By name and unit: one person may be an entry of each of several events."""
    by_person: dict[tuple[str, str], list[tuple[PlannedRound, Slot]]] = defaultdict(list)
    for round_ in rounds:
        for place in round_.places:
            by_person[place.label, place.unit].append((round_, place.slot))
    return [
        Conflict("person", f"{name} {unit}".strip(), _title(a[0]), _title(b[0]), b[1])
        for (name, unit), where in by_person.items()
        for a, b in combinations(where, 2)
        if a[0].id != b[0].id and overlaps(a[1], b[1])
    ]


def _judges_twice(rounds: list[PlannedRound]) -> list[Conflict]:
    """A judge is there for the whole of a round."""
    seats: dict[str, list[PlannedRound]] = defaultdict(list)
    known = {round_.id: round_ for round_ in rounds}
    for row in db.session.execute(
        sa.select(RoundJudge.round_id, Judge.number, Judge.name)
        .join(Judge, Judge.id == RoundJudge.judge_id)
        .where(RoundJudge.round_id.in_(known))
        .order_by(RoundJudge.round_id)
    ):
        label = _("Judge %(number)d", number=row.number)
        seats[f"{label} {row.name}"].append(known[row.round_id])
    return [
        Conflict("judge", who, _title(a), _title(b), b.span)
        for who, where in seats.items()
        for a, b in combinations(where, 2)
        if a.span and b.span and overlaps(a.span, b.span)
    ]


def _stations_twice(rounds: list[PlannedRound]) -> list[Conflict]:
    found = []
    for a, b in combinations(rounds, 2):
        shared = set(a.plan.stations) & set(b.plan.stations)
        if shared and a.span and b.span and overlaps(a.span, b.span):
            found.append(
                Conflict("station", ", ".join(sorted(shared)), _title(a), _title(b), b.span)
            )
    return found
