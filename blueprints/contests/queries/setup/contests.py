"""The list of contests, and one contest as the hub of its set-up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.access import Right
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Judge,
    LedgerRow,
    Round,
    RoundState,
)
from blueprints.contests.models.ledger import LedgerKind
from blueprints.contests.queries.codes import has_two_hands
from blueprints.contests.queries.setup.checks import Check, round_checks
from blueprints.people.access import within
from blueprints.people.models import Organisation
from store import db
from store.actors import Actor
from web.paging import Page, paged

_RUNNING = (RoundState.OPEN, RoundState.PAUSED)


@dataclass(frozen=True)
class ContestRow:
    """A contest in the list. `state` sums its rounds up: draft, live, review, published."""

    id: int
    title: str
    organisation: str
    venue: str
    starts_on: str
    public: bool
    blind: bool
    rounds: int
    state: str


@dataclass(frozen=True)
class RoundCard:
    """A round on the contest's page, with what is missing before it can be opened."""

    id: int
    title: str
    state: str
    scheme: str
    release: str
    entries: int
    judges: int
    checks: tuple[Check, ...]
    has_marks: bool

    @property
    def is_ready(self) -> bool:
        return all(check.done for check in self.checks)


@dataclass(frozen=True)
class EventCard:
    """A 赛项 with its rounds in order."""

    id: int
    title: str
    rounds: tuple[RoundCard, ...]


@dataclass(frozen=True)
class JudgeRow:
    """A judge's seat on the contest's page."""

    id: int
    number: int
    name: str
    unit: str
    can_join: bool


@dataclass(frozen=True)
class ContestHub:
    """A contest as its page shows it."""

    id: int
    title: str
    organisation: str
    venue: str
    starts_on: str
    public: bool
    blind: bool
    rehearsal: bool
    decoded_at: datetime | None
    names_hidden: bool
    two_hands: bool
    events: tuple[EventCard, ...]
    judges: tuple[JudgeRow, ...]

    @property
    def rounds(self) -> list[RoundCard]:
        return [round_ for event in self.events for round_ in event.rounds]

    @property
    def has_begun(self) -> bool:
        return any(one.state != RoundState.DRAFT for one in self.rounds)

    @property
    def checks(self) -> tuple[Check, ...]:
        """What is to be done for the contest as a whole before its first round is opened."""
        rounds = self.rounds
        return (
            Check("events", bool(self.events)),
            Check("rounds", bool(rounds)),
            Check("entries", bool(rounds) and all(one.entries for one in rounds)),
            Check("judges", bool(self.judges)),
            Check("pins", bool(self.judges) and all(one.can_join for one in self.judges)),
        )


def contests_of(
    actor: Actor, number: int = 1, *, rehearsals: bool, search: str = ""
) -> Page[ContestRow]:
    """Contests that the actor may see, the newest first; rehearsals are a list of their own."""
    query = (
        sa.select(Contest.id)
        .join(Organisation, Organisation.id == Contest.organisation_id)
        .where(_visible(actor), Contest.rehearsal.is_(rehearsals))
        .order_by(Contest.id.desc())
    )
    if search.strip():
        query = query.where(Contest.title.contains(search.strip(), autoescape=True))
    page = paged(query, number)
    return Page(_rows(page.items), page.number, page.per_page, page.total)


def contest_hub(contest: Contest) -> ContestHub:
    """Everything on the contest's page."""
    judges = db.session.scalars(
        sa.select(Judge).where(Judge.contest_id == contest.id).order_by(Judge.number, Judge.id)
    )
    marked = set(
        db.session.scalars(
            sa.select(LedgerRow.round_id)
            .join(Round, Round.id == LedgerRow.round_id)
            .where(Round.contest_id == contest.id, LedgerRow.kind == LedgerKind.MARK)
            .distinct()
        )
    )
    return ContestHub(
        id=contest.id,
        title=contest.title,
        organisation=_organisation(contest.organisation_id),
        venue=contest.venue,
        starts_on=contest.starts_on,
        public=contest.public,
        blind=contest.blind,
        rehearsal=contest.rehearsal,
        decoded_at=contest.decoded_at,
        names_hidden=contest.names_hidden,
        two_hands=has_two_hands(contest),
        events=tuple(_event(event, marked) for event in contest.events),
        judges=tuple(
            JudgeRow(one.id, one.number, one.name, one.unit, bool(one.pin or one.join_hash))
            for one in judges
        ),
    )


def has_contests(actor: Actor) -> bool:
    """Whether there is any contest, rehearsals among them, that the actor may see."""
    return (
        db.session.scalar(
            sa.select(Contest.id)
            .join(Organisation, Organisation.id == Contest.organisation_id)
            .where(_visible(actor))
            .limit(1)
        )
        is not None
    )


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    granted = [
        grant.contest_id
        for grant in actor.grants
        if grant.scope == "contest" and grant.role in Right.VIEW.value
    ]
    return sa.or_(within(actor, *Right.VIEW.value), Contest.id.in_(granted))


def _rows(ids: list[int]) -> list[ContestRow]:
    states: dict[int, list[str]] = defaultdict(list)
    for contest_id, state in db.session.execute(
        sa.select(Round.contest_id, Round.state).where(Round.contest_id.in_(ids))
    ):
        states[contest_id].append(state)
    found = db.session.execute(
        sa.select(Contest, Organisation)
        .join(Organisation, Organisation.id == Contest.organisation_id)
        .where(Contest.id.in_(ids))
        .order_by(Contest.id.desc())
    )
    return [_row(contest, organisation, states[contest.id]) for contest, organisation in found]


def _row(contest: Contest, organisation: Organisation, states: list[str]) -> ContestRow:
    return ContestRow(
        contest.id,
        contest.title,
        organisation.label,
        contest.venue,
        contest.starts_on,
        contest.public,
        contest.blind,
        len(states),
        summed_up(states),
    )


def summed_up(states: Iterable[str]) -> str:
    """One state for several rounds: what goes on now tells more than what is over."""
    known = set(states)
    if known & set(_RUNNING):
        return "live"
    if known & {RoundState.REVIEW, RoundState.CONFIRMED}:
        return "review"
    if RoundState.PUBLISHED in known:
        return "published" if known == {RoundState.PUBLISHED} else "live"
    return "draft"


def _event(event: ContestEvent, marked: set[int]) -> EventCard:
    rounds = tuple(_round(round_, round_.id in marked) for round_ in event.rounds)
    return EventCard(event.id, event.title, rounds)


def _round(round_: Round, has_marks: bool) -> RoundCard:
    checks, counts = round_checks(round_)
    values: dict[str, Any] = {"entries": counts.entries, "judges": counts.judges}
    return RoundCard(
        id=round_.id,
        title=round_.title,
        state=round_.state,
        scheme=round_.scheme.title,
        release=round_.release,
        checks=checks,
        has_marks=has_marks,
        **values,
    )


def _organisation(organisation_id: int) -> str:
    found = db.session.get(Organisation, organisation_id)
    return found.label if found else ""
