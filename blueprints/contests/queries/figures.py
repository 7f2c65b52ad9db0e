"""Figures of many contests at once, computed from their entrants and published results."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Entry,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.queries.projects import Benefit, benefits_of
from store import db

_PUBLISHED = RoundState.PUBLISHED


@dataclass(frozen=True)
class Decided:
    """The published last round of an event; `event` is empty where the contest has only one."""

    round_id: int
    event: str


@dataclass(frozen=True)
class Figures:
    """One contest. `person_times` counts everybody once per round that has begun.

    `units` are names; `state`: draft (nothing has begun), open, final (all is published). Who is
    entered in rounds that are still being set up has taken part in nothing. `decided` are the
    events that have their winners: who leads after a semi-final has won nothing yet. `benefit`
    is that of published rounds.
    """

    contest_id: int
    title: str
    starts_on: str
    venue: str
    state: str
    units: frozenset[str]
    entrants: int
    person_times: int
    published: tuple[int, ...]
    decided: tuple[Decided, ...]
    benefit: Benefit


def figures_of(contest_ids: Collection[int]) -> dict[int, Figures]:
    """Of these contests those that are public and no rehearsals."""
    contests = db.session.scalars(
        sa.select(Contest).where(
            Contest.id.in_(contest_ids), Contest.public, sa.not_(Contest.rehearsal)
        )
    ).all()
    rounds = _rounds([one.id for one in contests])
    people = _people([one.id for one in contests])
    benefits = benefits_of(
        held.id for each in rounds.values() for held in each if held.state == _PUBLISHED
    )
    return {
        one.id: _figures(one, rounds.get(one.id, []), people.get(one.id, _NOBODY), benefits)
        for one in contests
    }


@dataclass(frozen=True)
class _Held:
    id: int
    state: str
    event_id: int
    event: str


@dataclass(frozen=True)
class _People:
    units: frozenset[str]
    entrants: int
    person_times: int


_NOBODY = _People(frozenset(), 0, 0)


def _figures(
    contest: Contest, rounds: list[_Held], people: _People, benefits: Mapping[int, Benefit]
) -> Figures:
    published = sorted(held.id for held in rounds if held.state == _PUBLISHED)
    return Figures(
        contest_id=contest.id,
        title=contest.title,
        starts_on=contest.starts_on,
        venue=contest.venue,
        state=_state([held.state for held in rounds]),
        units=people.units,
        entrants=people.entrants,
        person_times=people.person_times,
        published=tuple(published),
        decided=_decided(rounds),
        benefit=sum((benefits.get(one, Benefit()) for one in published), Benefit()),
    )


def _people(contest_ids: Collection[int]) -> dict[int, _People]:
    rows = db.session.execute(
        sa.select(Entry.contest_id, Entry.id, Entry.unit, Entry.document, sa.func.count())
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .join(Round, Round.id == RoundEntry.round_id)
        .where(Entry.contest_id.in_(contest_ids), Round.state != RoundState.DRAFT)
        .group_by(Entry.contest_id, Entry.id, Entry.unit, Entry.document)
    )
    found: dict[int, _People] = {}
    for contest_id, _entry_id, unit, document, times in rows:
        before = found.get(contest_id, _NOBODY)
        persons = max(1, len(document.get("members", ())))
        found[contest_id] = _People(
            before.units | ({unit.strip()} - {""}),
            before.entrants + 1,
            before.person_times + persons * times,
        )
    return found


def _rounds(contest_ids: Iterable[int]) -> dict[int, list[_Held]]:
    """Of each contest its rounds, in the order in which they are held."""
    rows = db.session.execute(
        sa.select(Round.contest_id, Round.id, Round.state, Round.event_id, ContestEvent.title)
        .join(ContestEvent, ContestEvent.id == Round.event_id)
        .where(Round.contest_id.in_(list(contest_ids)))
        .order_by(ContestEvent.position, ContestEvent.id, Round.position, Round.id)
    )
    found: dict[int, list[_Held]] = {}
    for contest_id, *held in rows:
        found.setdefault(contest_id, []).append(_Held(*held))
    return found


def _decided(rounds: Iterable[_Held]) -> tuple[Decided, ...]:
    last = {held.event_id: held for held in rounds}
    return tuple(
        Decided(held.id, held.event if len(last) > 1 else "")
        for held in last.values()
        if held.state == _PUBLISHED
    )


def _state(states: list[str]) -> str:
    if all(state == RoundState.DRAFT for state in states):
        return "draft"
    return "final" if all(state == _PUBLISHED for state in states) else "open"
