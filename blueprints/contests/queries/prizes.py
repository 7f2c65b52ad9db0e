"""Confirmed prizes of a round, in ceremony order: what certificates and rolls are made from."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.access import Right, may
from blueprints.contests.models import Contest, Entry, Round
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.people.models import Organisation
from scoring.results import Row as Standing
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class Prize:
    """One prize of one entry. `key` names the entry; a team's `members` are names, maybe none."""

    key: str
    name: str
    unit: str
    code: str
    prize: str
    place: int | None
    total: str | None
    members: tuple[str, ...]


@dataclass(frozen=True)
class ConfirmedPrizes:
    """The prizes of a round, first prizes first. `state` changes whenever the ledger does."""

    round_id: int
    organisation_id: int
    contest: str
    event: str
    round: str
    confirmed_at: datetime
    state: str
    prizes: tuple[Prize, ...]


@dataclass(frozen=True)
class PrizedRound:
    """A round with confirmed prizes, to choose from."""

    id: int
    organisation_id: int
    contest: str
    event: str
    title: str
    confirmed_at: datetime


def confirmed_prizes(actor: Actor, round_id: int) -> ConfirmedPrizes:
    """The confirmed prizes; NotFound for who may not see the contest, or while there are none.

    A blind contest has no names to give before it is decoded, so it has no prizes here either.
    """
    round_ = db.session.get(Round, round_id)
    if round_ is None or not may(actor, round_.contest, Right.VIEW):
        raise NotFound
    if round_.prizes_confirmed_at is None or round_.contest.names_hidden:
        raise NotFound
    with reading(round_id, Audience.PUBLIC) as live:
        result = live.standings(Audience.PUBLIC)
        rows = {row.entry: row for row in result.rows}
        entries = _entries(round_.contest_id)
        prizes = [
            _prize(entries[ref], award.title or award.prize, rows.get(ref))
            for award in result.prizes
            for ref in award.entries
            if ref in entries
        ]
        return ConfirmedPrizes(
            round_id=round_id,
            organisation_id=round_.contest.organisation_id,
            contest=round_.contest.title,
            event=round_.event.title,
            round=round_.title,
            confirmed_at=round_.prizes_confirmed_at,
            state=f"{live.facts.seq} {live.head_hash}",
            prizes=tuple(prizes),
        )


def prized_rounds(actor: Actor, *roles: str) -> list[PrizedRound]:
    """Rounds with confirmed prizes of organisations where the actor holds one of `roles`."""
    query = (
        sa.select(Round, Organisation.path)
        .join(Contest, Contest.id == Round.contest_id)
        .join(Organisation, Organisation.id == Contest.organisation_id)
        .where(Round.prizes_confirmed_at.is_not(None), sa.not_(Contest.rehearsal))
        .options(sa.orm.joinedload(Round.contest), sa.orm.joinedload(Round.event))
        .order_by(Round.prizes_confirmed_at.desc())
    )
    return [
        PrizedRound(
            r.id,
            r.contest.organisation_id,
            r.contest.title,
            r.event.title,
            r.title,
            r.prizes_confirmed_at,
        )
        for r, path in db.session.execute(query)
        if actor.may(*roles, organisation_path=path) and not r.contest.names_hidden
    ]


def _entries(contest_id: int) -> dict[str, Entry]:
    found = db.session.scalars(sa.select(Entry).where(Entry.contest_id == contest_id))
    return {entry.ref: entry for entry in found}


def _prize(entry: Entry, prize: str, row: Standing | None) -> Prize:
    return Prize(
        key=entry.key,
        name=entry.name,
        unit=entry.unit,
        code=entry.code,
        prize=prize,
        place=row.place if row else None,
        total=row.total if row else None,
        members=tuple(_member_names(entry)),
    )


def _member_names(entry: Entry) -> list[str]:
    members = (entry.document or {}).get("members", [])
    return [m["name"] if isinstance(m, dict) else str(m) for m in members]
