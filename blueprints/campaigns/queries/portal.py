"""The portal of a campaign: its calendar by tier with figures that are computed, never typed.

What was held outside of this system has reported figures; they stand beside, marked as such.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.campaigns.models import Campaign, Item, OutsideResult, Tier
from blueprints.contests.models import Contest, ContestEvent, Round
from blueprints.contests.queries import outcomes
from blueprints.contests.queries.figures import Figures, figures_of
from blueprints.contests.queries.projects import Benefit
from blueprints.contests.queries.zones import ZoneResult, zone_results
from store import db

DRAFT, FINAL, HELD = "draft", "final", "held"
NO_DAY = "9999"  # comes last
MOST_EVENTS = 3  # of a contest whose winners stand in the calendar


@dataclass(frozen=True)
class Totals:
    """Contests held of those in the calendar, and who took part in what has begun.

    `units` are different ones across all contests; `persons` entrants; `person_times` counts
    members of teams and every round. `reported_…` come from hosts of contests held elsewhere.
    `benefit` is what the units of contests judged here have stated, and what was verified.
    """

    held: int
    listed: int
    units: int
    persons: int
    person_times: int
    reported_units: int
    reported_persons: int
    benefit: Benefit


@dataclass(frozen=True)
class Winners:
    """Who won an event; `event` is empty where the contest has only one."""

    event: str
    lines: tuple[outcomes.Line, ...]


@dataclass(frozen=True)
class ItemLine:
    """A contest in the calendar. `state`: planned, held (elsewhere), draft, open, final.

    A draft tells nothing of who is entered so far. `further` events are decided beside those
    whose winners are told.
    """

    id: int
    title: str
    on_day: str
    venue: str
    host: str
    zone: str
    orientation: str
    state: str
    contest_id: int | None
    units: int | None
    persons: int | None
    is_reported: bool
    winners: tuple["Winners", ...]
    further: int


@dataclass(frozen=True)
class TierLines:
    """A tier with its calendar and its own totals."""

    id: int
    title: str
    kind: str
    planned: int | None
    totals: Totals
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class Found:
    """An entrant that was looked for; `where` is contest, event and round."""

    where: str
    line: outcomes.Line


@dataclass(frozen=True)
class Portal:
    """Everything on the page."""

    totals: Totals
    tiers: tuple[TierLines, ...]
    zones: tuple[ZoneResult, ...]
    outside: tuple[OutsideResult, ...]
    mix: tuple["MixBar", ...]


@dataclass(frozen=True)
class MixBar:
    """Contests of a quarter by orientation, in the campaign's order of tags."""

    quarter: str
    counts: tuple[tuple[str, int], ...]


def portal_of(campaign: Campaign) -> Portal:
    """The campaign as everybody may see it; outcomes of its rounds have to be current."""
    items = items_of(campaign.id)
    figures = _figures(items)
    told = [held.round_id for one in figures.values() for held in one.decided[:MOST_EVENTS]]
    winners = outcomes.winners(told, upto=1)
    return Portal(
        totals=_totals(items, figures),
        tiers=tuple(
            _tier(tier, [one for one in items if one.tier_id == tier.id], figures, winners)
            for tier in campaign.tiers
        ),
        zones=tuple(zone_results(figures)),
        outside=tuple(outside_of(campaign.id)),
        mix=_mix(campaign, items, figures),
    )


def items_of(campaign_id: int) -> list[Item]:
    """The calendar by day; what has no day yet comes last."""
    query = sa.select(Item).where(Item.campaign_id == campaign_id)
    return sorted(db.session.scalars(query), key=lambda one: (one.on_day or NO_DAY, one.id))


def outside_of(campaign_id: int) -> list[OutsideResult]:
    """Results won elsewhere, the newest first."""
    query = sa.select(OutsideResult).where(OutsideResult.campaign_id == campaign_id)
    return list(
        db.session.scalars(query.order_by(OutsideResult.on_day.desc(), OutsideResult.id.desc()))
    )


def found_in(campaign: Campaign, words: str) -> list[Found]:
    """Entrants of the published rounds whose name, unit or code holds the words."""
    lines = outcomes.find(public_contests(campaign), words)
    titles = {
        round_id: " · ".join(names)
        for round_id, *names in db.session.execute(
            sa.select(Round.id, Contest.title, ContestEvent.title, Round.title)
            .join(ContestEvent, ContestEvent.id == Round.event_id)
            .join(Contest, Contest.id == Round.contest_id)
            .where(Round.id.in_({line.round_id for line in lines}))
        )
    }
    return [Found(titles[line.round_id], line) for line in lines]


def public_contests(campaign: Campaign) -> list[int]:
    """Ids of the contests whose results everybody may see here."""
    return sorted(_figures(items_of(campaign.id)))


def published_rounds(campaign: Campaign) -> list[int]:
    """Ids of the rounds whose results the portal tells."""
    figures = _figures(items_of(campaign.id))
    return [round_id for one in figures.values() for round_id in one.published]


def _figures(items: Iterable[Item]) -> dict[int, Figures]:
    return figures_of({one.contest_id for one in items if one.contest_id})


def _tier(
    tier: Tier,
    items: list[Item],
    figures: Mapping[int, Figures],
    winners: Mapping[int, list[outcomes.Line]],
) -> TierLines:
    return TierLines(
        tier.id,
        tier.title,
        tier.kind,
        tier.planned,
        _totals(items, figures),
        tuple(
            sorted(
                (_line(one, figures.get(one.contest_id or 0), winners) for one in items),
                key=lambda line: (line.on_day or NO_DAY, line.id),
            )
        ),
    )


def _line(
    item: Item, figures: Figures | None, winners: Mapping[int, list[outcomes.Line]]
) -> ItemLine:
    units, persons = _people(item, figures)
    decided = figures.decided if figures else ()
    return ItemLine(
        id=item.id,
        title=item.title,
        on_day=_day(item, figures),
        venue=item.venue or (figures.venue if figures else ""),
        host=item.host,
        zone=item.zone,
        orientation=item.orientation,
        state=_state(item, figures),
        contest_id=figures.contest_id if figures else None,
        units=units,
        persons=persons,
        is_reported=figures is None,
        winners=tuple(
            Winners(held.event, tuple(winners.get(held.round_id, ())))
            for held in decided[:MOST_EVENTS]
        ),
        further=len(decided[MOST_EVENTS:]),
    )


def _people(item: Item, figures: Figures | None) -> tuple[int | None, int | None]:
    if figures is None:
        return item.reported_units, item.reported_persons
    if figures.state == DRAFT:
        return None, None
    return len(figures.units), figures.person_times


def _day(item: Item, figures: Figures | None) -> str:
    """The day in the calendar, or the contest's own."""
    return item.on_day or (figures.starts_on if figures else "")


def _state(item: Item, figures: Figures | None) -> str:
    if figures is not None:
        return figures.state
    return HELD if item.held else "planned"


def _totals(items: Iterable[Item], figures: Mapping[int, Figures]) -> Totals:
    items = list(items)
    own = [figures[one.contest_id] for one in items if one.contest_id in figures]
    elsewhere = [one for one in items if one.contest_id not in figures and one.held]
    units = frozenset().union(*(one.units for one in own))
    return Totals(
        held=sum(1 for one in own if one.state == FINAL) + len(elsewhere),
        listed=len(items),
        units=len(units),
        persons=sum(one.entrants for one in own),
        person_times=sum(one.person_times for one in own),
        reported_units=sum(one.reported_units or 0 for one in elsewhere),
        reported_persons=sum(one.reported_persons or 0 for one in elsewhere),
        benefit=sum((one.benefit for one in own), Benefit()),
    )


def _mix(
    campaign: Campaign, items: Iterable[Item], figures: Mapping[int, Figures]
) -> tuple[MixBar, ...]:
    """Per quarter of the year; contests without a day or a tag are left out.

    Tags that the campaign has given up since come last, as long as a contest bears them.
    """
    quarters: dict[str, Counter[str]] = {}
    for one in items:
        day = _day(one, figures.get(one.contest_id or 0))
        if one.orientation and day:
            year, month, _rest = day.split("-")
            quarter = f"{year} Q{(int(month) + 2) // 3}"
            quarters.setdefault(quarter, Counter())[one.orientation] += 1
    borne = sorted(tag for counts in quarters.values() for tag in counts)
    tags = tuple(dict.fromkeys([*campaign.orientations, *borne]))
    return tuple(
        MixBar(quarter, tuple((tag, counts[tag]) for tag in tags))
        for quarter, counts in sorted(quarters.items())
    )
