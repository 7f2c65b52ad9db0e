"""Contests ranked zone by zone: what the entrants of each have won, and who of them is first."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa

from blueprints.contests.models import Contest, Entry, Outcome, Round
from store import db


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


def zone_results(contest_ids: Collection[int]) -> list[ZoneResult]:
    """Zones by what they won, best first: more first prizes, then more second prizes, and so on."""
    rows = db.session.execute(_of_zones(contest_ids).order_by(Outcome.round_id, Outcome.position))
    entrants: dict[str, set[int]] = {}
    won: dict[str, Counter[str]] = {}
    rules: dict[int, list[str]] = {}
    for outcome, entry, round_, _contest in rows:
        entrants.setdefault(entry.zone, set()).add(entry.id)
        won.setdefault(entry.zone, Counter()).update(outcome.prizes)
        rules.setdefault(round_.id, _titles(round_))
    given = {title for of_zone in won.values() for title in of_zone}
    order = [title for title in by_worth(rules.values()) if title in given]
    results = [
        ZoneResult(zone, len(ids), tuple((title, won[zone][title]) for title in order))
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


def by_worth(rules: Iterable[Sequence[str]]) -> list[str]:
    """The prizes of several rules, best first: each after all that stand above it in any rule.

    A contest without a first prize doesn't make its second prizes the best there are. Rules that
    contradict each other come to some order as well.
    """
    rules = list(rules)
    depths = {title: 0 for titles in rules for title in titles}
    for _longest_chain in depths:
        for above, below in (pair for titles in rules for pair in pairwise(titles)):
            depths[below] = max(depths[below], depths[above] + 1)
    return sorted(depths, key=depths.__getitem__)


def _titles(round_: Round) -> list[str]:
    """The round's prizes, best first."""
    tiers = round_.document.get("prizes", {}).get("tiers", ())
    return [tier.get("title") or tier["id"] for tier in tiers]


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
