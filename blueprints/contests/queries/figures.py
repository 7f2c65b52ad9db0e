"""Figures of many contests at once, computed from their entrants and published results."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import (
    Contest,
    Entry,
    Outcome,
    Round,
    RoundEntry,
    RoundState,
)
from store import db


@dataclass(frozen=True)
class Figures:
    """One contest. `person_times` counts everybody once per round that has begun.

    `units` are names; `state`: draft (nothing has begun), open, final (all is published). Who is
    entered in rounds that are still being set up has taken part in nothing.
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


@dataclass(frozen=True)
class ZoneResult:
    """What the entrants of a zone have won: prizes by title, in the order of their worth."""

    zone: str
    entrants: int
    prizes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ZoneLine:
    """An entrant within its zone: the place among the zone's own, and in the whole round."""

    contest: str
    event: str
    round: str
    round_id: int
    name: str
    unit: str
    place_in_zone: int
    place: str
    total: str | None
    prizes: tuple[str, ...]


def figures_of(contest_ids: Collection[int]) -> dict[int, Figures]:
    """Of these contests those that are public and no rehearsals."""
    contests = db.session.scalars(
        sa.select(Contest).where(
            Contest.id.in_(contest_ids), Contest.public, sa.not_(Contest.rehearsal)
        )
    ).all()
    rounds = _rounds([one.id for one in contests])
    people = _people([one.id for one in contests])
    return {
        one.id: Figures(
            one.id,
            one.title,
            one.starts_on,
            one.venue,
            _state([state for _id, state in rounds.get(one.id, ())]),
            people[one.id].units if one.id in people else frozenset(),
            people[one.id].entrants if one.id in people else 0,
            people[one.id].person_times if one.id in people else 0,
            tuple(i for i, state in rounds.get(one.id, ()) if state == RoundState.PUBLISHED),
        )
        for one in contests
    }


def zone_results(contest_ids: Collection[int]) -> list[ZoneResult]:
    """Zones by what they won, best first: more first prizes, then more second prizes, and so on."""
    rows = db.session.execute(_of_zones(contest_ids).order_by(Outcome.round_id, Outcome.position))
    entrants: dict[str, set[int]] = {}
    prizes: dict[str, dict[str, int]] = {}
    order: list[str] = []
    for outcome, entry, *_rest in rows:
        entrants.setdefault(entry.zone, set()).add(entry.id)
        for title in outcome.prizes:
            if title not in order:
                order.append(title)
            of_zone = prizes.setdefault(entry.zone, {})
            of_zone[title] = of_zone.get(title, 0) + 1
    results = [
        ZoneResult(
            zone,
            len(ids),
            tuple((title, prizes.get(zone, {}).get(title, 0)) for title in order),
        )
        for zone, ids in entrants.items()
    ]
    return sorted(results, key=lambda one: ([-count for _title, count in one.prizes], one.zone))


def zone_lines(contest_ids: Collection[int], zone: str) -> list[ZoneLine]:
    """Everybody of a zone in the published rounds, ranked among the zone's own.

    Who shares a place in the round shares it in the zone.
    """
    query = _of_zones(contest_ids).where(Entry.zone == zone, Outcome.place.is_not(None))
    rows = db.session.execute(query.order_by(Contest.id, Outcome.round_id, Outcome.position))
    lines: list[ZoneLine] = []
    places: dict[int, tuple[int, int, int]] = {}  # of a round: how many, last place, its rank
    for outcome, entry, round_, contest in rows:
        count, last, rank = places.get(round_.id, (0, 0, 0))
        rank = rank if outcome.place == last else count + 1
        places[round_.id] = (count + 1, outcome.place, rank)
        lines.append(
            ZoneLine(
                contest.title,
                round_.event.title,
                round_.title,
                round_.id,
                entry.name,
                entry.unit,
                rank,
                outcome.place_text,
                outcome.total,
                tuple(outcome.prizes),
            )
        )
    return lines


@dataclass(frozen=True)
class _People:
    units: frozenset[str]
    entrants: int
    person_times: int


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
        before = found.get(contest_id, _People(frozenset(), 0, 0))
        persons = max(1, len(document.get("members", ())))
        found[contest_id] = _People(
            before.units | ({unit.strip()} - {""}),
            before.entrants + 1,
            before.person_times + persons * times,
        )
    return found


def _rounds(contest_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    rows = db.session.execute(
        sa.select(Round.contest_id, Round.id, Round.state)
        .where(Round.contest_id.in_(list(contest_ids)))
        .order_by(Round.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for contest_id, round_id, state in rows:
        found.setdefault(contest_id, []).append((round_id, state))
    return found


def _state(states: list[str]) -> str:
    if all(state == RoundState.DRAFT for state in states):
        return "draft"
    return "final" if all(state == RoundState.PUBLISHED for state in states) else "open"


def _of_zones(
    contest_ids: Collection[int],
) -> sa.Select[tuple[Outcome, Entry, Round, Contest]]:
    """Published rows of entrants with a zone; hidden names stay out."""
    hidden = sa.and_(Contest.blind, Contest.decoded_at.is_(None))
    return (
        sa.select(Outcome, Entry, Round, Contest)
        .join(Entry, Entry.id == Outcome.entry_id)
        .join(Round, Round.id == Outcome.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(
            Contest.id.in_(contest_ids),
            Contest.public,
            sa.not_(Contest.rehearsal),
            sa.not_(hidden),
            Entry.zone != "",
        )
    )
