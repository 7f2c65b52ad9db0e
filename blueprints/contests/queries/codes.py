"""The codes of a blind contest: for the encryption referee who is who, for others how it stands."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.keeping import KEEPER, holds, is_keeper, is_sealed, is_witness
from blueprints.contests.life import Step
from blueprints.contests.models import (
    CodeDraw,
    Contest,
    ContestEvent,
    DecodingConfirmation,
    Entry,
    Round,
    RoundState,
    SealedEntry,
)
from store import db
from store.actors import Actor
from store.encryption import decrypt


@dataclass(frozen=True)
class Slip:
    """Who is behind a code: one slip to cut out."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True)
class EventCodes:
    """An event's draw. Seed and slips are for the encryption referee, and for all once decoded."""

    id: int
    title: str
    entrants: int
    sealed: int
    may_draw: bool
    drawn_by: str
    drawn_at: datetime | None
    seed: str
    slips: tuple[Slip, ...]
    rounds: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Hand:
    """One of the two who decode: `keeper` or `witness`."""

    part: str
    name: str
    at: datetime


@dataclass(frozen=True)
class CodesView:
    """How decoding stands. `part` is what the asker could confirm as ("" for nothing)."""

    contest_id: int
    title: str
    is_sealed: bool
    decoded_at: datetime | None
    keeps: bool
    part: str
    conflict: bool
    hands: tuple[Hand, ...]
    events: tuple[EventCodes, ...]

    @property
    def has_confirmed(self) -> bool:
        return self.part in {hand.part for hand in self.hands}


def opened(sealed: SealedEntry) -> dict[str, Any]:
    """What an envelope holds."""
    found: dict[str, Any] = json.loads(decrypt(sealed.envelope))
    return found


def has_two_hands(contest: Contest) -> bool:
    """Whether the contest is decoded by two people."""
    return contest.blind and (Step.DECODING in contest.steps or is_sealed(contest.id))


def codes_view(actor: Actor, contest: Contest) -> CodesView:
    """How coding and decoding stand, and for the encryption referee who is who."""
    keeps = is_keeper(actor, contest)
    part = "keeper" if keeps else "witness" if is_witness(actor, contest) else ""
    hands = db.session.scalars(
        sa.select(DecodingConfirmation)
        .where(DecodingConfirmation.contest_id == contest.id)
        .order_by(DecodingConfirmation.id)
    )
    return CodesView(
        contest_id=contest.id,
        title=contest.title,
        is_sealed=is_sealed(contest.id),
        decoded_at=contest.decoded_at,
        keeps=keeps,
        part=part,
        conflict=holds(actor, contest, KEEPER) and not keeps,
        hands=tuple(Hand(one.part, one.actor_name, one.at) for one in hands),
        events=tuple(_event(one, keeps=keeps) for one in contest.events),
    )


def contests_kept_by(actor: Actor) -> list[Contest]:
    """Blind contests in which the actor is the encryption referee, newest first."""
    if not any(grant.role == KEEPER for grant in actor.grants):
        return []
    query = sa.select(Contest).where(Contest.blind).order_by(Contest.id.desc())
    return [one for one in db.session.scalars(query) if holds(actor, one, KEEPER)]


def _event(event: ContestEvent, *, keeps: bool) -> EventCodes:
    draw = db.session.get(CodeDraw, event.id)
    sealed = list(
        db.session.execute(
            sa.select(SealedEntry, Entry.code)
            .join(Entry, Entry.id == SealedEntry.entry_id)
            .where(Entry.event_id == event.id)
            .order_by(Entry.code)
        )
    )
    entrants = db.session.scalar(
        sa.select(sa.func.count()).select_from(Entry).where(Entry.event_id == event.id)
    )
    decoded = event.contest.decoded_at is not None
    return EventCodes(
        id=event.id,
        title=event.title,
        entrants=entrants or 0,
        sealed=len(sealed),
        may_draw=keeps and not decoded and _is_untouched(event.id),
        drawn_by=draw.drawn_by if draw else "",
        drawn_at=draw.drawn_at if draw else None,
        seed=decrypt(draw.seed).decode() if draw and (keeps or decoded) else "",
        slips=tuple(_slip(one, code) for one, code in sealed) if keeps else (),
        rounds=tuple((one.id, one.title) for one in event.rounds),
    )


def _slip(sealed: SealedEntry, code: str) -> Slip:
    found = opened(sealed)
    return Slip(code, found["name"], found["unit"])


def _is_untouched(event_id: int) -> bool:
    begun = sa.select(Round.id).where(
        Round.event_id == event_id, sa.or_(Round.seq > 0, Round.state != RoundState.DRAFT)
    )
    return db.session.scalar(begun.limit(1)) is None
