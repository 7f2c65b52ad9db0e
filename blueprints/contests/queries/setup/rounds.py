"""One round as its set-up page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import Entry, Judge, Round, RoundEntry, RoundJudge, RoundState
from blueprints.contests.queries.setup.checks import Check, adds_up_teams, round_checks
from blueprints.contests.queries.setup.schemes import Rule, Sample, rule_of, sample_of
from blueprints.contests.rules import scheme_of
from scoring.numbers import exact
from scoring.quotas import share_of
from store import db
from store.audit import AuditEntry


@dataclass(frozen=True)
class EntryLine:
    """An entrant in running order."""

    key: str
    position: int
    code: str
    name: str
    unit: str
    zone: str
    station: str
    members: tuple[str, ...]
    member_codes: tuple[str, ...]


@dataclass(frozen=True)
class SeatChoice:
    """A judge of the contest, and whether they sit in this round."""

    id: int
    number: int
    name: str
    unit: str
    seated: bool


@dataclass(frozen=True)
class Draw:
    """A draw that was held: anybody can repeat it with the seed."""

    action: str
    seed: str
    by: str
    at: datetime
    reason: str = ""  # why it was drawn again


@dataclass(frozen=True)
class RoundSetup:
    """A round with everything that is set up for it."""

    id: int
    title: str
    state: str
    release: str
    event: str
    event_id: int
    contest_id: int
    contest: str
    names_hidden: bool
    scheme: str
    rule: Rule
    sample: Sample | None
    is_team: bool
    entries: tuple[EntryLine, ...]
    judges: tuple[SeatChoice, ...]
    prizes: tuple[tuple[str, int | str | None], ...]
    prize_policy: Mapping[str, Any]
    prize_counts: tuple[tuple[str, int], ...]  # how many that makes with today's entrants
    checks: tuple[Check, ...]
    draws: tuple[Draw, ...]
    sources: tuple[tuple[int, str], ...]

    @property
    def is_draft(self) -> bool:
        return self.state == RoundState.DRAFT

    @property
    def is_ready(self) -> bool:
        return all(check.done for check in self.checks)


def round_setup(round_: Round) -> RoundSetup:
    """Read the whole page's worth."""
    scheme = scheme_of(round_)
    document = {**round_.scheme.document, "id": round_.scheme.ref}
    looks_back = any("round" in part for part in document["parts"])
    checks, counts = round_checks(round_)
    return RoundSetup(
        id=round_.id,
        title=round_.title,
        state=round_.state,
        release=round_.release,
        event=round_.event.title,
        event_id=round_.event_id,
        contest_id=round_.contest_id,
        contest=round_.contest.title,
        names_hidden=round_.contest.names_hidden,
        scheme=round_.scheme.title,
        rule=rule_of(scheme),
        sample=None if looks_back else sample_of(document),
        is_team=adds_up_teams(scheme),
        entries=entry_lines(round_),
        judges=_seats(round_),
        prizes=_prizes(round_),
        prize_policy=round_.document.get("prizes", {}),
        prize_counts=_prize_counts(round_, counts.entries),
        checks=checks,
        draws=_draws(round_),
        sources=_sources(round_),
    )


def entry_lines(round_: Round) -> tuple[EntryLine, ...]:
    """The entrants of a round in running order."""
    rows = db.session.execute(
        sa.select(Entry, RoundEntry.station)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    codes = _codes(round_.contest_id)
    return tuple(_line(entry, station, n, codes) for n, (entry, station) in enumerate(rows, 1))


def earlier_rounds(contest_id: int) -> list[tuple[int, str]]:
    """Rounds of a contest that another one may build on: (id, event · round)."""
    rounds = db.session.scalars(
        sa.select(Round).where(Round.contest_id == contest_id).order_by(Round.id)
    )
    return [(one.id, f"{one.event.title} · {one.title}") for one in rounds]


def _line(entry: Entry, station: str, position: int, codes: Mapping[str, str]) -> EntryLine:
    members = entry.document.get("members", ())
    return EntryLine(
        key=entry.key,
        position=position,
        code=entry.code,
        name=entry.name,
        unit=entry.unit,
        zone=entry.zone,
        station=station,
        members=tuple(one["name"] for one in members),
        member_codes=tuple(codes[one["entry"]] for one in members if one.get("entry") in codes),
    )


def _codes(contest_id: int) -> dict[str, str]:
    rows = db.session.execute(
        sa.select(Entry.ref, Entry.code).where(Entry.contest_id == contest_id)
    )
    return dict(rows.all())


def _seats(round_: Round) -> tuple[SeatChoice, ...]:
    seated = set(
        db.session.scalars(sa.select(RoundJudge.judge_id).where(RoundJudge.round_id == round_.id))
    )
    judges = db.session.scalars(
        sa.select(Judge)
        .where(Judge.contest_id == round_.contest_id)
        .order_by(Judge.number, Judge.id)
    )
    return tuple(SeatChoice(j.id, j.number, j.name, j.unit, j.id in seated) for j in judges)


def _prizes(round_: Round) -> tuple[tuple[str, int | str | None], ...]:
    tiers = round_.document.get("prizes", {}).get("tiers", ())
    return tuple(
        (
            tier.get("title") or tier["id"],
            f"{tier['percent']}%" if "percent" in tier else tier.get("count"),
        )
        for tier in tiers
    )


def _prize_counts(round_: Round, entries: int) -> tuple[tuple[str, int], ...]:
    rule = round_.document.get("prizes", {})
    return tuple(
        (
            tier.get("title") or tier["id"],
            share_of(entries, exact(tier["percent"]), rule.get("rounding", "floor")),
        )
        for tier in rule.get("tiers", ())
        if "percent" in tier
    )


def _draws(round_: Round) -> tuple[Draw, ...]:
    rows = db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject == f"round:{round_.id}",
            AuditEntry.action.in_(("round.order_drawn", "round.codes_drawn")),
            AuditEntry.at >= round_.scheme.created_at,
        )
        .order_by(AuditEntry.id.desc())
        .limit(6)
    )
    return tuple(
        Draw(row.action, row.detail["seed"], row.actor_name, row.at, row.detail.get("reason", ""))
        for row in rows
    )


def _sources(round_: Round) -> tuple[tuple[int, str], ...]:
    return tuple((one.id, one.title) for one in round_.event.rounds if one.id != round_.id)
