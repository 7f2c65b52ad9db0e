"""Appeals as the panel, the entrant who lodged them, and everybody may see them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.access import require_unarchived
from blueprints.contests.life import Step
from blueprints.contests.models import (
    Appeal,
    AppealLink,
    Entry,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.queries.blockers import appeals_until, upheld_without_amendment
from blueprints.contests.queries.facts import members
from blueprints.contests.queries.ledger import full_label
from blueprints.contests.sealing import unseal
from store import NotFound, UserError, db


@dataclass(frozen=True)
class Letter:
    """The words of an appeal and who wrote them; for the panel and for the sender alone."""

    words: str
    name: str
    contact: str


@dataclass(frozen=True)
class AppealView:
    """An appeal. `letter` is None for everybody else; `pending`: an amendment is still to come."""

    number: int
    entry: str
    state: str
    via: str
    received_at: datetime
    words_hash: str
    heard_at: datetime | None
    heard_by: str
    outcome: str | None
    ruling: str
    ruled_at: datetime | None
    ruled_by: str
    pending: bool
    letter: Letter | None = None


@dataclass(frozen=True)
class OwnRound:
    """A round of the entrant behind a link, with its window and the appeals lodged so far."""

    id: int
    title: str
    event: str
    state: str
    until: datetime | None
    is_open: bool
    appeals: tuple[AppealView, ...]


@dataclass(frozen=True)
class OwnPage:
    """What the link leads to."""

    contest: str
    contest_id: int
    entry: str
    rounds: tuple[OwnRound, ...]


@dataclass(frozen=True)
class Slip:
    """An entrant's slip with the secret part of the link."""

    label: str
    unit: str
    token: str


def appeals_of(round_: Round, *, with_letters: bool) -> list[AppealView]:
    """The appeals of a round in order; with their words for the panel only."""
    found = db.session.scalars(
        sa.select(Appeal).where(Appeal.round_id == round_.id).order_by(Appeal.number)
    ).all()
    return _views(round_, list(found), with_letters=with_letters) if found else []


def own_page(token_hash: str, now: datetime) -> OwnPage:
    """The page behind an entrant's link. NotFound for a link that is none."""
    link = db.session.scalar(sa.select(AppealLink).where(AppealLink.token_hash == token_hash))
    entry = db.session.get(Entry, link.entry_id) if link else None
    if entry is None:
        raise NotFound
    rounds = db.session.scalars(
        sa.select(Round)
        .join(RoundEntry, RoundEntry.round_id == Round.id)
        .where(RoundEntry.entry_id == entry.id)
        .order_by(Round.position, Round.id)
    ).all()
    if not rounds:
        raise NotFound
    contest = rounds[0].contest
    return OwnPage(
        contest.title,
        contest.id,
        entry.code if contest.names_hidden else f"{entry.code} {entry.name}".strip(),
        tuple(_own_round(one, entry, now) for one in rounds),
    )


def slips_of(round_: Round) -> list[Slip]:
    """The slips of a round, in running order."""
    rows = db.session.execute(
        sa.select(Entry, AppealLink)
        .join(AppealLink, AppealLink.entry_id == Entry.id)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    hidden = round_.contest.names_hidden
    labels = {e.id: full_label(e, hidden) for e in members(round_.id).entries.values()}
    return [
        Slip(labels[entry.id], "" if hidden else entry.unit, unseal(link.token))
        for entry, link in rows
    ]


def _own_round(round_: Round, entry: Entry, now: datetime) -> OwnRound:
    appeals = db.session.scalars(
        sa.select(Appeal)
        .where(Appeal.round_id == round_.id, Appeal.entry_id == entry.id)
        .order_by(Appeal.number)
    ).all()
    until = appeals_until(round_)
    return OwnRound(
        round_.id,
        round_.title,
        round_.event.title,
        round_.public_state,
        until,
        _is_open(round_, until, now),
        tuple(_views(round_, list(appeals), with_letters=True)) if appeals else (),
    )


def _is_open(round_: Round, until: datetime | None, now: datetime) -> bool:
    try:
        require_unarchived(round_.contest)
    except UserError:
        return False
    return until is not None and round_.state == RoundState.PUBLISHED and now <= until


def _views(round_: Round, found: list[Appeal], *, with_letters: bool) -> list[AppealView]:
    hidden = round_.contest.names_hidden
    labels = {e.id: full_label(e, hidden) for e in members(round_.id).entries.values()}
    pending = set(upheld_without_amendment(round_.id))
    return [
        AppealView(
            number=one.number,
            entry=labels.get(one.entry_id, ""),
            state=one.state,
            via=one.via,
            received_at=one.received_at,
            words_hash=one.words_hash,
            heard_at=one.heard_at,
            heard_by=one.heard_by_name,
            outcome=one.outcome,
            ruling=one.ruling,
            ruled_at=one.ruled_at,
            ruled_by=one.ruled_by_name,
            pending=one.number in pending,
            letter=_letter(one) if with_letters else None,
        )
        for one in found
    ]


def _letter(appeal: Appeal) -> Letter:
    return Letter(unseal(appeal.words), unseal(appeal.name), unseal(appeal.contact))


def takes_appeals(round_: Round) -> bool:
    """Whether this contest has the step at all."""
    return Step.APPEALS in round_.contest.steps
