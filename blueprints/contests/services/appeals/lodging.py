"""Lodging an appeal: by the entrant's link, or by the desk for what came on paper."""

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, locked_round, require_unarchived, round_for
from blueprints.contests.models import (
    Appeal,
    AppealLink,
    AppealState,
    Entry,
    LedgerKind,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.queries.blockers import appeals_until
from blueprints.contests.sealing import seal, words_hash
from blueprints.contests.services.appeals.letters import Letter, checked_letter
from blueprints.contests.services.appeals.noting import note
from blueprints.contests.services.codes import require_nothing_to_remember
from blueprints.contests.services.desk.common import entry_of
from blueprints.contests.services.ledger import append
from store import NotFound, UserError, db, write
from store.actors import ANONYMOUS, Actor

MOST_OPEN = 3  # appeals of one entrant that wait for a ruling
TOKEN_BYTES = 18


def make_links(actor: Actor, round_id: int, now: datetime) -> None:
    """A link for every entrant of the round who has none, so that slips can be printed."""
    with write():
        round_ = round_for(actor, round_id, Right.RUN)
        require_nothing_to_remember(round_)
        linked = sa.select(AppealLink.entry_id)
        missing = db.session.scalars(
            sa.select(RoundEntry.entry_id).where(
                RoundEntry.round_id == round_.id, RoundEntry.entry_id.not_in(linked)
            )
        )
        for entry_id in missing.all():
            token = secrets.token_urlsafe(TOKEN_BYTES)
            hashed = token_hash(token)
            db.session.add(
                AppealLink(entry_id=entry_id, token=seal(token), token_hash=hashed, made_at=now)
            )


def token_hash(token: str) -> str:
    """How a link is looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def lodge_by_link(token: str, round_id: int, letter: Letter, now: datetime) -> Appeal:
    """The entrant appeals by the link. The same form again finds the first appeal."""
    with write():
        link = db.session.scalar(
            sa.select(AppealLink).where(AppealLink.token_hash == token_hash(token))
        )
        round_ = locked_round(round_id) if link else None
        if link is None or round_ is None:
            raise NotFound
        entry = _entrant(round_, link.entry_id)
        return _lodge(ANONYMOUS, round_, entry, letter, now, via="link", received_at=now)


def lodge_for(
    actor: Actor,
    round_id: int,
    entry_key: str,
    letter: Letter,
    now: datetime,
    received_at: datetime | None = None,
) -> Appeal:
    """The desk enters an appeal that came on paper at `received_at`, within the window."""
    with write():
        round_ = round_for(actor, round_id, Right.RUN, lock=True)
        received = min(received_at or now, now)
        entry = entry_of(round_, entry_key)
        return _lodge(actor, round_, entry, letter, now, via="desk", received_at=received)


def _lodge(
    actor: Actor,
    round_: Round,
    entry: Entry,
    letter: Letter,
    now: datetime,
    *,
    via: str,
    received_at: datetime,
) -> Appeal:
    given = checked_letter(letter)
    known = db.session.scalar(
        sa.select(Appeal).where(Appeal.round_id == round_.id, Appeal.key == given.key)
    )
    if known is not None:
        if known.entry_id != entry.id:
            raise NotFound
        return known
    _require_window(round_, received_at)
    _require_room(round_, entry)
    appeal = _kept(actor, round_, entry, given, via, received_at)
    append(
        round_,
        LedgerKind.APPEAL,
        actor,
        now,
        entry=entry,
        data={"appeal": appeal.number, "words": appeal.words_hash, "via": via},
    )
    note(actor, "appeal.lodged", round_, appeal, now, via=via)
    return appeal


def _kept(
    actor: Actor, round_: Round, entry: Entry, given: Letter, via: str, received_at: datetime
) -> Appeal:
    count = sa.select(sa.func.count()).select_from(Appeal).where(Appeal.round_id == round_.id)
    appeal = Appeal(
        round_id=round_.id,
        entry_id=entry.id,
        number=(db.session.scalar(count) or 0) + 1,
        key=given.key,
        state=AppealState.LODGED,
        via=via,
        words=seal(given.words),
        name=seal(given.name),
        contact=seal(given.contact),
        words_hash=words_hash(given.words),
        received_at=received_at,
        lodged_by=actor.ref,
    )
    db.session.add(appeal)
    db.session.flush()
    return appeal


def _require_window(round_: Round, received_at: datetime) -> None:
    require_unarchived(round_.contest)
    until = appeals_until(round_)
    if until is None or round_.state != RoundState.PUBLISHED:
        raise UserError(
            _("Appeals are taken once the result is published. Nothing was sent."),
            status=409,
            code="not_open",
        )
    assert round_.published_at is not None
    if received_at < round_.published_at:
        raise UserError(_("An appeal can't come before the result."), code="received_at")
    if received_at > until:
        raise UserError(
            _("The time for appeals against this result is over. Nothing was sent."),
            status=409,
            code="window_over",
        )


def _require_room(round_: Round, entry: Entry) -> None:
    waiting = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Appeal)
        .where(
            Appeal.round_id == round_.id,
            Appeal.entry_id == entry.id,
            Appeal.state != AppealState.RULED,
        )
    )
    if (waiting or 0) >= MOST_OPEN:
        raise UserError(
            _("Three appeals of yours wait for a ruling already. Nothing was sent."),
            status=409,
            code="too_many",
        )


def _entrant(round_: Round, entry_id: int) -> Entry:
    found = db.session.scalar(
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id, Entry.id == entry_id)
    )
    if found is None:
        raise NotFound
    return found
