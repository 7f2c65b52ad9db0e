"""Who is sent on from a round: by the rule as the result stands, and as it was carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.access import Right, may
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Entry,
    Promoted,
    Promotion,
    Round,
    RoundState,
)
from blueprints.contests.queries.document import zone_refs
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.ledger import full_label
from blueprints.contests.queries.standings import reading
from store import db
from store.actors import Actor

MOST_TARGETS = 200


@dataclass(frozen=True)
class SentOn:
    """An entrant who was sent on, or taken back by a correction."""

    code: str
    name: str
    unit: str
    zone: str
    withdrawn: bool
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True)
class Difference:
    """What the rule says now against what was carried out: names of entrants."""

    joins: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class GoesOn:
    """An entrant whom the rule sends on by the marks so far; not `certain`: may still fall out."""

    place: int | None
    label: str
    total: str
    certain: bool


@dataclass(frozen=True)
class PromotionView:
    """The rule with its facts. `quotas` are by name of zone; `difference` only once carried out."""

    method: str
    number: str
    quotas: Mapping[str, int]
    boundary: str
    only_passed: bool
    policy: str
    target: str
    target_id: int | None
    made_at: datetime | None
    sent_on: tuple[SentOn, ...]
    difference: Difference | None


def promotion_of(round_id: int) -> Promotion | None:
    """The rule of a round, if it has one."""
    return db.session.scalar(sa.select(Promotion).where(Promotion.from_round_id == round_id))


def by_rule(round_id: int) -> list[int]:
    """Ids of the entries that the rule sends on, best first, by the result as it stands."""
    with reading(round_id, Audience.DESK) as live:
        ids = {entry.ref: entry.id for entry in live.members.entries.values()}
        scorer = live.scorer(Audience.DESK)
        return [ids[ref] for ref in scorer.would_advance() if ref in ids]


def so_far(round_: Round) -> list[GoesOn]:
    """Who would be sent on if nothing further came, as the desk sees it."""
    with reading(round_.id, Audience.DESK) as live:
        labels = {
            one.ref: full_label(one, live.facts.names_hidden)
            for one in live.members.entries.values()
        }
        standings = live.standings(Audience.DESK)
        rows = {row.entry: row for row in standings.rows}
        return [
            GoesOn(
                rows[one.entry].place, labels[one.entry], rows[one.entry].total or "–", one.certain
            )
            for one in standings.advanced
        ]


def promotion_view(round_: Round) -> PromotionView | None:
    """What the page of a promotion shows."""
    found = promotion_of(round_.id)
    if found is None:
        return None
    names = {ref: name for name, ref in zone_refs(round_.contest).items()}
    rule = found.rule
    return PromotionView(
        method=rule["method"],
        number=str(rule.get("count", rule.get("percent", ""))),
        quotas={names.get(ref, ref): n for ref, n in rule.get("quotas", {}).items()},
        boundary=rule.get("boundary", "extend"),
        only_passed=rule.get("only_passed", False),
        policy=found.policy,
        target=title_of(found.to_round) if found.to_round else "",
        target_id=found.to_round_id,
        made_at=found.made_at,
        sent_on=_sent_on(found, hidden=round_.contest.names_hidden),
        difference=_difference(found) if found.made_at else None,
    )


def zones_of(round_: Round) -> list[str]:
    """Zones of the round's entrants, as they are named."""
    from_entries = (
        sa.select(Entry.zone)
        .where(Entry.contest_id == round_.contest_id, Entry.zone != "")
        .distinct()
        .order_by(Entry.zone)
    )
    return list(db.session.scalars(from_entries))


def targets_for(actor: Actor, round_: Round) -> list[tuple[int, str]]:
    """Rounds not yet begun into which this actor may send entrants: (id, title)."""
    drafts = db.session.scalars(
        sa.select(Round)
        .join(ContestEvent, ContestEvent.id == Round.event_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Round.state == RoundState.DRAFT, Round.id != round_.id)
        .order_by(Round.contest_id != round_.contest_id, Contest.id.desc(), Round.id)
        .limit(MOST_TARGETS)
    )
    mine = [one for one in drafts if may(actor, one.contest, Right.SET_UP)]
    return [(one.id, title_of(one)) for one in mine]


def title_of(round_: Round) -> str:
    """Contest, event and round in one line."""
    return f"{round_.contest.title} · {round_.event.title} · {round_.title}"


def standing_ids(promotion: Promotion) -> set[int]:
    """Entries that are sent on as of now."""
    query = sa.select(Promoted.entry_id).where(
        Promoted.promotion_id == promotion.id, sa.not_(Promoted.withdrawn)
    )
    return set(db.session.scalars(query))


def _difference(promotion: Promotion) -> Difference:
    should, are = by_rule(promotion.from_round_id), standing_ids(promotion)
    names = _labels({*should, *are}, hidden=promotion.from_round.contest.names_hidden)
    return Difference(
        tuple(names[one] for one in should if one not in are),
        tuple(sorted(names[one] for one in are - set(should))),
    )


def _labels(ids: set[int], *, hidden: bool) -> dict[int, str]:
    entries = db.session.scalars(sa.select(Entry).where(Entry.id.in_(ids)))
    return {one.id: one.code if hidden else f"{one.code} {one.name}".strip() for one in entries}


def _sent_on(promotion: Promotion, *, hidden: bool) -> tuple[SentOn, ...]:
    rows = db.session.execute(
        sa.select(Promoted, Entry)
        .join(Entry, Entry.id == Promoted.entry_id)
        .where(Promoted.promotion_id == promotion.id)
        .order_by(Promoted.withdrawn, Promoted.id)
    )
    return tuple(
        SentOn(
            entry.code,
            "" if hidden else entry.name,
            "" if hidden else entry.unit,
            entry.zone,
            one.withdrawn,
            one.reason,
            one.at,
            one.by_name,
        )
        for one, entry in rows
    )
