"""Works as the gallery, the judges, the desk and the entrant see them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import (
    AppealLink,
    Entry,
    Gallery,
    LedgerKind,
    LedgerRow,
    Round,
    RoundEntry,
    RoundState,
    Work,
    WorkVote,
)
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class WorkCard:
    """A work. `who` and `unit` are empty while names are hidden; `votes` None while none is told.

    Counts are told once voting is over, so that nobody votes with the crowd.
    """

    id: int
    key: str
    title: str
    text: str
    who: str
    unit: str
    code: str
    pictures: tuple[str, ...]
    withheld: str
    votes: int | None
    mine: bool


@dataclass(frozen=True)
class GalleryView:
    """A gallery. `state`: closed, open, voting, over."""

    state: str
    votes: int
    left: int
    works: tuple[WorkCard, ...]


@dataclass(frozen=True)
class OwnWork:
    """A round on the entrant's page, with the work as it stands. `hidden`: judged under a code."""

    round_id: int
    title: str
    event: str
    until: datetime | None
    takes: bool
    judged: bool
    hidden: bool
    work: Work | None


def gallery_of(round_id: int) -> Gallery | None:
    """How works are shown in a round, if they are handed in at all."""
    return db.session.get(Gallery, round_id)


def gallery_state(gallery: Gallery, now: datetime) -> str:
    """Closed, open, voting or over, as everybody meets it."""
    if gallery.opens_at is None or now < gallery.opens_at:
        return "closed"
    if not gallery.votes or gallery.votes_until is None:
        return "open"
    goes_on = now <= gallery.votes_until and gallery.round.contest.archived_at is None
    return "voting" if goes_on else "over"


def gallery_view(actor: Actor, round_: Round, now: datetime, *, staff: bool) -> GalleryView:
    """The works: for everybody once the gallery is open, for the staff at any time."""
    gallery = gallery_of(round_.id)
    if gallery is None:
        raise NotFound
    state = gallery_state(gallery, now)
    mine = _votes_of(actor, round_.id)
    counts = _counts(round_.id) if staff or state == "over" else None
    works = _works(round_.id) if staff or state != "closed" else []
    cards = [_card(one, counts, mine) for one in works if staff or not one.withheld]
    if state == "over" and counts is not None:
        cards.sort(key=lambda card: -(card.votes or 0))
    given = mine - {one.id for one in works if one.withheld}  # those make room for others
    return GalleryView(state, gallery.votes, gallery.votes - len(given), tuple(cards))


def works_for_judges(round_id: int) -> list[tuple[str, WorkCard]]:
    """(key of the entrant, work) as judges see them: under their codes alone."""
    return [(one.entry.key, _card(one, None, set(), named=False)) for one in _works(round_id)]


def picture_of(round_id: int, file: str) -> Work:
    """The work of a round that has this picture."""
    works = [one for one in _works(round_id) if any(p.file == file for p in one.pictures)]
    if not works:
        raise NotFound
    return works[0]


def own_works(token_hash: str, now: datetime) -> tuple[Entry, list[OwnWork]]:
    """The entrant behind a link, with the rounds that take works. NotFound where none does."""
    entry = db.session.scalar(
        sa.select(Entry)
        .join(AppealLink, AppealLink.entry_id == Entry.id)
        .where(AppealLink.token_hash == token_hash)
    )
    galleries = (
        db.session.scalars(
            sa.select(Gallery)
            .join(RoundEntry, RoundEntry.round_id == Gallery.round_id)
            .where(RoundEntry.entry_id == entry.id)
            .order_by(Gallery.round_id)
        ).all()
        if entry
        else []
    )
    if entry is None or not galleries:
        raise NotFound
    return entry, [_own(one, entry, now) for one in galleries]


def is_judged(round_id: int, entry_id: int) -> bool:
    """Whether a mark was entered for it: from then on it stays as it is.

    A judge who is recused or a call to the stage is in the ledger too, and judges nothing.
    """
    query = sa.select(LedgerRow.id).where(
        LedgerRow.round_id == round_id,
        LedgerRow.entry_id == entry_id,
        LedgerRow.kind.in_((LedgerKind.MARK, LedgerKind.SUBMIT)),
    )
    return db.session.scalar(query.limit(1)) is not None


def _own(gallery: Gallery, entry: Entry, now: datetime) -> OwnWork:
    round_ = gallery.round
    work = db.session.scalar(
        sa.select(Work).where(Work.round_id == round_.id, Work.entry_id == entry.id)
    )
    in_time = gallery.works_until is None or now <= gallery.works_until
    return OwnWork(
        round_.id,
        round_.title,
        round_.event.title,
        gallery.works_until,
        in_time and round_.state in (RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED),
        is_judged(round_.id, entry.id),
        round_.contest.names_hidden,
        work,
    )


def _works(round_id: int) -> list[Work]:
    query = (
        sa.select(Work)
        .join(Entry, Entry.id == Work.entry_id)
        .where(Work.round_id == round_id)
        .order_by(Entry.code, Work.id)
    )
    return list(db.session.scalars(query))


def _votes_of(actor: Actor, round_id: int) -> set[int]:
    if actor.kind != "account":
        return set()
    query = sa.select(WorkVote.work_id).where(
        WorkVote.round_id == round_id, WorkVote.account_id == actor.id
    )
    return set(db.session.scalars(query))


def _counts(round_id: int) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(WorkVote.work_id, sa.func.count())
        .where(WorkVote.round_id == round_id)
        .group_by(WorkVote.work_id)
    )
    return {row[0]: row[1] for row in rows}


def _card(
    work: Work, counts: dict[int, int] | None, mine: set[int], *, named: bool = True
) -> WorkCard:
    shown = named and not work.round.contest.names_hidden
    return WorkCard(
        work.id,
        work.key,
        work.title,
        work.text,
        work.entry.name if shown else "",
        work.entry.unit if shown else "",
        work.entry.code,
        tuple(one.file for one in work.pictures),
        work.withheld,
        None if counts is None else counts.get(work.id, 0),
        work.id in mine,
    )
