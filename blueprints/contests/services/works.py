"""Works handed in by the entrant's own link, shown in a gallery, voted for once per account."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.contests.access import Right, require_unarchived, round_for
from blueprints.contests.models import (
    AppealLink,
    Entry,
    Gallery,
    Round,
    RoundEntry,
    RoundState,
    Work,
    WorkPicture,
    WorkVote,
)
from blueprints.contests.queries.works import is_judged
from blueprints.contests.services.appeals import token_hash
from blueprints.contests.services.desk.common import note_of
from blueprints.contests.services.setup.common import note, round_changed
from store import NotFound, UserError, db, write
from store.actors import Actor
from store.files import files

MOST_PICTURES, MOST_VOTES = 9, 20
TEXT_LENGTH = 20_000
PLAN = ("works_until", "opens_at", "votes_until", "votes")
TAKES_WORKS = (RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)


@dataclass(frozen=True)
class GalleryInput:
    """Moments as the organiser chose them; None leaves one out."""

    works_until: datetime | None
    opens_at: datetime | None
    votes_until: datetime | None
    votes: int


@dataclass(frozen=True)
class WorkInput:
    """A work as typed. `pictures` are ready JPEGs to add; `kept` are files that stay."""

    title: str
    text: str
    pictures: tuple[bytes, ...] = ()
    kept: tuple[str, ...] = ()


def set_gallery(actor: Actor, round_id: int, given: GalleryInput, now: datetime) -> None:
    """Works are handed in for this round; when they are shown, and how many votes there are."""
    if not 0 <= given.votes <= MOST_VOTES:
        raise UserError(_("An account has 0 to %(most)d votes.", most=MOST_VOTES), code="votes")
    if given.votes and not (given.opens_at and given.votes_until):
        raise UserError(_("Say from when and until when is voted."), code="votes_until")
    if given.opens_at and given.votes_until and given.votes_until <= given.opens_at:
        raise UserError(_("Voting ends before it begins."), code="votes_until")
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_unarchived(round_.contest)
        gallery = db.session.get(Gallery, round_.id) or Gallery(round_id=round_.id)
        _require_uncounted(gallery, given, now)
        for name in PLAN:
            setattr(gallery, name, getattr(given, name))
        db.session.add(gallery)
        round_changed(actor, "round.gallery_set", round_, now, votes=given.votes)


def hand_in(token: str, round_id: int, given: WorkInput, now: datetime) -> Work:
    """The entrant hands a work in, or another state of it, until the day or the first mark."""
    if not given.title.strip():
        raise UserError(_("Give the work a title."), code="title")
    with write():
        gallery, entry = _by_link(token, round_id)
        _require_open(gallery, entry, now)
        work = work_of(round_id, entry.id) or Work(
            round_id=round_id, entry_id=entry.id, key=secrets.token_urlsafe(9), withheld=""
        )
        work.title = given.title.strip()[:120]
        work.text, work.handed_in_at = given.text.strip()[:TEXT_LENGTH], now
        kept = [one.file for one in work.pictures if one.file in given.kept]
        names = [*kept, *(files().put(content) for content in given.pictures)]
        if len(names) > MOST_PICTURES:
            raise UserError(_("At most %(most)d pictures.", most=MOST_PICTURES), code="pictures")
        if not names and not work.text:
            raise UserError(_("Add a picture or write a text."), code="pictures")
        work.pictures = [WorkPicture(position=n, file=one) for n, one in enumerate(names)]
        db.session.add(work)
        db.session.flush()
        return work


def withhold(actor: Actor, work_id: int, reason: str, now: datetime) -> None:
    """Take a work off the gallery with the reason, or show it again with none."""
    with write():
        work = db.session.get(Work, work_id)
        round_ = round_for(actor, work.round_id if work else 0, Right.RUN, lock=True)
        assert work is not None
        require_unarchived(round_.contest)
        work.withheld = note_of(reason) or ""
        note(actor, "round.work_withheld", f"work:{work.id}", round_.contest, now, reason=reason)


def vote(actor: Actor, work_key: str, now: datetime) -> None:
    """One vote for a work. The same again changes nothing; a further one than there are is refused.

    The unique slot decides races: two clicks at once take two different slots, or the same work.
    A vote for a work that was withheld since can't be taken back: it makes room for this one.
    """
    with write():
        work, gallery, account_id = _to_vote(actor, work_key, now)
        if _voted(work.id, account_id):
            return
        free = _free_slot(gallery, account_id)
        if free is None:
            raise UserError(
                _("You have given all your votes. Take one back to give it to another work."),
                status=409,
            )
        ballot = WorkVote(
            round_id=work.round_id, work_id=work.id, account_id=account_id, slot=free, at=now
        )
        try:
            with db.session.begin_nested():
                db.session.add(ballot)
        except IntegrityError as error:
            if not _voted(work.id, account_id):
                raise UserError(_("Please try again."), status=409) from error


def take_back(actor: Actor, work_key: str, now: datetime) -> None:
    """The vote for a work is taken back while voting goes on."""
    with write():
        work, _gallery, account_id = _to_vote(actor, work_key, now)
        db.session.execute(
            sa.delete(WorkVote).where(
                WorkVote.work_id == work.id, WorkVote.account_id == account_id
            )
        )


def work_of(round_id: int, entry_id: int) -> Work | None:
    """The entrant's work in a round."""
    query = sa.select(Work).where(Work.round_id == round_id, Work.entry_id == entry_id)
    return db.session.scalar(query)


def _require_uncounted(gallery: Gallery, given: GalleryInput, now: datetime) -> None:
    """Counts are told once voting is over: nobody who knows them may open it again.

    Where nobody voted there is nothing to know, and a wrongly typed moment can be mended.
    """
    if not gallery.votes or gallery.votes_until is None or now <= gallery.votes_until:
        return
    voted = sa.select(WorkVote.id).where(WorkVote.round_id == gallery.round_id).limit(1)
    is_changed = any(getattr(gallery, name) != getattr(given, name) for name in PLAN)
    if is_changed and db.session.scalar(voted) is not None:
        raise UserError(
            _("Voting is over and its counts are told. The times and votes stay as they are."),
            status=409,
            code="votes_until",
        )


def _require_open(gallery: Gallery, entry: Entry, now: datetime) -> None:
    require_unarchived(gallery.round.contest)
    is_over = gallery.works_until is not None and now > gallery.works_until
    if is_over or gallery.round.state not in TAKES_WORKS:
        raise UserError(_("The time for handing works in is over."), status=409)
    if is_judged(gallery.round_id, entry.id):
        raise UserError(_("This work is being judged and stays as it is."), status=409)


def _by_link(token: str, round_id: int) -> tuple[Gallery, Entry]:
    entry = db.session.scalar(
        sa.select(Entry)
        .join(AppealLink, AppealLink.entry_id == Entry.id)
        .where(AppealLink.token_hash == token_hash(token))
    )
    gallery = db.session.get(Gallery, round_id)
    if entry is None or gallery is None:
        raise NotFound
    db.session.get(Round, round_id, with_for_update=True, populate_existing=True)
    seated = sa.select(RoundEntry.id).where(
        RoundEntry.round_id == round_id, RoundEntry.entry_id == entry.id
    )
    if db.session.scalar(seated) is None:
        raise NotFound
    return gallery, entry


def _to_vote(actor: Actor, work_key: str, now: datetime) -> tuple[Work, Gallery, int]:
    work = db.session.scalar(sa.select(Work).where(Work.key == work_key))
    gallery = db.session.get(Gallery, work.round_id) if work else None
    if work is None or gallery is None or work.withheld or not work.round.contest.public:
        raise NotFound
    require_unarchived(work.round.contest)
    if actor.kind != "account" or actor.id is None:
        raise UserError(_("Sign in to vote."), status=403)
    begins, ends = gallery.opens_at, gallery.votes_until
    if not gallery.votes or begins is None or ends is None or not begins <= now <= ends:
        raise UserError(_("There is no voting at the moment."), status=409)
    return work, gallery, actor.id


def _free_slot(gallery: Gallery, account_id: int) -> int | None:
    """A slot for a further vote, at worst that of a work which isn't shown any more."""
    mine = db.session.execute(
        sa.select(WorkVote, Work.withheld)
        .join(Work, Work.id == WorkVote.work_id)
        .where(WorkVote.round_id == gallery.round_id, WorkVote.account_id == account_id)
        .order_by(WorkVote.slot)
    ).all()
    taken = {ballot.slot for ballot, _withheld in mine}
    free = [slot for slot in range(gallery.votes) if slot not in taken]
    lost = next((ballot for ballot, withheld in mine if withheld), None)
    if free or lost is None:
        return free[0] if free else None
    slot = lost.slot
    db.session.execute(sa.delete(WorkVote).where(WorkVote.id == lost.id))
    return slot


def _voted(work_id: int, account_id: int) -> bool:
    query = sa.select(WorkVote.id).where(
        WorkVote.work_id == work_id, WorkVote.account_id == account_id
    )
    return db.session.scalar(query) is not None
