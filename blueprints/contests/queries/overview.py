"""All rounds of a contest on one page: what runs, and who came out first where it is decided."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from blueprints.contests.access import Right, may
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Gallery,
    Round,
    RoundEntry,
    RoundPlan,
    RoundState,
)
from blueprints.contests.queries import outcomes
from blueprints.contests.queries.works import gallery_state
from blueprints.contests.timetable import Plan
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class RoundLine:
    """A round: how many entrants, and who is on the first places once it is published."""

    id: int
    title: str
    state: str
    entrants: int
    winners: tuple[outcomes.Line, ...]


@dataclass(frozen=True)
class EventLines:
    """An event with the rounds that one may know of."""

    id: int
    title: str
    rounds: tuple[RoundLine, ...]


@dataclass(frozen=True)
class Found:
    """An entrant that was looked for, with where it took part."""

    event: str
    round: str
    line: outcomes.Line


@dataclass(frozen=True)
class OpenGallery:
    """Works of a round that everybody may look at. `state`: open, voting, over."""

    round_id: int
    event: str
    state: str
    votes_until: datetime | None


@dataclass(frozen=True)
class Ways:
    """What there is to see of a contest beside its boards and results."""

    has_programme: bool
    galleries: tuple[OpenGallery, ...]


def contest_of(actor: Actor, contest_id: int) -> Contest:
    """A contest whose overview the actor may see."""
    contest = db.session.get(
        Contest,
        contest_id,
        options=[selectinload(Contest.events).selectinload(ContestEvent.rounds)],
    )
    if contest is None or not (contest.public or may(actor, contest, Right.VIEW)):
        raise NotFound
    return contest


def published_rounds(contest: Contest) -> list[int]:
    """Ids of the rounds whose results stand."""
    every = (one for event in contest.events for one in event.rounds)
    return [one.id for one in every if one.state == RoundState.PUBLISHED]


def ways_of(contest: Contest, now: datetime) -> Ways:
    """The public programme, and galleries that are open: also before a round has begun."""
    rows = db.session.execute(
        sa.select(Round, RoundPlan, Gallery)
        .outerjoin(RoundPlan, RoundPlan.round_id == Round.id)
        .outerjoin(Gallery, Gallery.round_id == Round.id)
        .where(
            Round.contest_id == contest.id,
            sa.or_(RoundPlan.round_id.is_not(None), Gallery.round_id.is_not(None)),
        )
        .order_by(Round.id)
    ).all()
    plans = (Plan.of(kept.document) for _round, kept, _gallery in rows if kept)
    galleries = (
        OpenGallery(one.id, one.event.title, gallery_state(gallery, now), gallery.votes_until)
        for one, _kept, gallery in rows
        if gallery
    )
    return Ways(
        any(plan and plan.shown for plan in plans),
        tuple(one for one in galleries if one.state != "closed"),
    )


def events_of(actor: Actor, contest: Contest) -> list[EventLines]:
    """The events in their order, without those that have nothing to show yet."""
    staff = may(actor, contest, Right.VIEW)
    winners = outcomes.winners(published_rounds(contest))
    counts = _entrants(contest.id)
    lines = [
        EventLines(
            event.id,
            event.title,
            tuple(
                _round_line(one, counts.get(one.id, 0), tuple(winners.get(one.id, ())), staff)
                for one in event.rounds
                if staff or one.state != RoundState.DRAFT
            ),
        )
        for event in contest.events
    ]
    return [one for one in lines if one.rounds]


def found_in(contest: Contest, words: str) -> list[Found]:
    """Entrants of published rounds whose name, unit or code holds the words."""
    titles = {one.id: (e.title, one.title) for e in contest.events for one in e.rounds}
    return [Found(*titles[line.round_id], line) for line in outcomes.find([contest.id], words)]


def _round_line(
    round_: Round, entrants: int, winners: tuple[outcomes.Line, ...], staff: bool
) -> RoundLine:
    state = round_.state if staff else round_.public_state
    return RoundLine(round_.id, round_.title, state, entrants, winners)


def _entrants(contest_id: int) -> dict[int, int]:
    query = (
        sa.select(RoundEntry.round_id, sa.func.count())
        .join(Round, Round.id == RoundEntry.round_id)
        .where(Round.contest_id == contest_id)
        .group_by(RoundEntry.round_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
