"""What a list's source says now, and how that differs from when the names were taken."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.certificates.access import Right, require
from blueprints.certificates.award_rows import AwardRow, content, tidied
from blueprints.certificates.models import (
    AwardList,
    BatchRow,
    Certificate,
    CertificateStatus,
    Recipient,
    Source,
)
from blueprints.contests.models import Round
from blueprints.contests.queries.prizes import (
    ConfirmedPrizes,
    Prize,
    PrizedRound,
    confirmed_prizes,
    prized_rounds,
)
from store import NotFound, db
from store.actors import Actor
from store.base import canonical_json

TITLE_LENGTH = 200
MOST_ROUNDS = 60  # to choose from
_LIVE = (CertificateStatus.RESERVED, CertificateStatus.VALID)
_HONORIFICS = {"zh_Hans_CN": "同志"}  # how a person is addressed; other languages have none
_JOINERS = {"zh_Hans_CN": ""}

Kind = Literal["added", "changed", "gone"]


@dataclass(frozen=True)
class SourceNow:
    """What a list is taken from, as it is today."""

    organisation_id: int
    state: str
    title: str
    occasion: str
    rows: tuple[AwardRow, ...]


@dataclass(frozen=True)
class FieldChange:
    """`here` is what the list says, `there` what the source says now."""

    field: str
    here: Any
    there: Any


@dataclass(frozen=True)
class Difference:
    """A row that the source now has otherwise.

    `stays`: taking over leaves the row alone, because a certificate came of it (`issued`: it is
    valid now), or because it is in a batch.
    """

    kind: Kind
    name: str
    award: str
    recipient_id: int | None = None
    row: AwardRow | None = None
    changes: tuple[FieldChange, ...] = ()
    stays: bool = False
    issued: bool = False


def rounds_to_take(actor: Actor) -> list[PrizedRound]:
    """The newest rounds whose confirmed prizes the actor may make a list of; no rehearsals.

    Older ones are taken from the page of their result.
    """
    return prized_rounds(actor, *Right.PREPARE.value)[:MOST_ROUNDS]


def round_now(actor: Actor, round_id: int) -> SourceNow:
    """The confirmed prizes of a round as rows; NotFound where there are none to take."""
    round_ = db.session.get(Round, round_id)
    if round_ is None or round_.contest.rehearsal:
        raise NotFound
    found = confirmed_prizes(actor, round_id)
    require(actor, found.organisation_id, Right.PREPARE)
    language = current_app.config["BABEL_DEFAULT_LOCALE"]  # of what is printed, not of who clicks
    with force_locale(language):
        rows = tuple(_rows(found.prizes, language))
        return SourceNow(
            organisation_id=found.organisation_id,
            state=f"{found.state} {_digest(rows)}",
            title=_("%(occasion)s: prizes", occasion=_occasion(found, language)[:180]),
            occasion=_occasion(found, language)[:TITLE_LENGTH],
            rows=rows,
        )


def differences(actor: Actor, award_list: AwardList) -> tuple[Difference, ...]:
    """How the source differs now; empty when it doesn't, can't be read, or there is none.

    Only what the source itself changed counts: a correction made in the list is no difference,
    nor is a row taken off it. What a certificate kept from being taken over is told until settled.
    """
    if award_list.source != Source.CONTEST or award_list.source_id is None:
        return ()
    try:
        now = round_now(actor, award_list.source_id)
    except NotFound:
        return ()
    found = differences_of(award_list.id, now.rows)
    unchanged = now.state == award_list.source_state
    return tuple(one for one in found if one.stays or not unchanged)


def differences_of(list_id: int, rows: tuple[AwardRow, ...]) -> tuple[Difference, ...]:
    """How these rows of a source differ from what was taken from it into the list."""
    stored = _taken_rows(list_id)
    bound, issued = bound_recipients(list_id)
    found: list[Difference] = []
    for row in map(tidied, rows):
        here = stored.pop(row.key, None)
        if here is None:
            found.append(Difference("added", row.name, row.award, row=row))
        elif changes := _changes(here, row):
            there = (row.name, row.award, here.id, row, changes)
            found.append(Difference("changed", *there, here.id in bound, here.id in issued))
    for here in stored.values():
        if here.id not in bound or here.id in issued or not _was_issued(here.id):
            gone = Difference("gone", here.name, here.award, here.id)
            found.append(_bound(gone, here.id in bound, here.id in issued))
    return tuple(found)


def bound_recipients(list_id: int) -> tuple[set[int], set[int]]:
    """Ids of the recipients that a batch names, and of those with a valid certificate."""
    mine = sa.select(Recipient.id).where(Recipient.list_id == list_id)
    named = sa.select(BatchRow.recipient_id).where(BatchRow.recipient_id.in_(mine))
    live = sa.select(Certificate.recipient_id).where(
        Certificate.recipient_id.in_(mine), Certificate.status.in_(_LIVE)
    )
    return set(db.session.scalars(named)), set(db.session.scalars(live))


def _bound(one: Difference, stays: bool, issued: bool) -> Difference:
    return Difference(one.kind, one.name, one.award, one.recipient_id, None, (), stays, issued)


def _was_issued(recipient_id: int) -> bool:
    query = sa.select(Certificate.id).where(Certificate.recipient_id == recipient_id).limit(1)
    return db.session.scalar(query) is not None


def _taken_rows(list_id: int) -> dict[str, Recipient]:
    """Rows that came from the source (those added by hand have taken nothing), by key."""
    query = sa.select(Recipient).where(Recipient.list_id == list_id).order_by(Recipient.position)
    return {one.key: one for one in db.session.scalars(query) if one.taken}


def _changes(here: Recipient, row: AwardRow) -> tuple[FieldChange, ...]:
    present, there = content(here), content(row)
    return tuple(
        FieldChange(name, present[name], there[name])
        for name in there
        if there[name] != here.taken.get(name) and there[name] != present[name]
    )


def _rows(prizes: tuple[Prize, ...], language: str) -> list[AwardRow]:
    """One row a prize; the second prize of an entry has a key of its own."""
    seen: dict[str, int] = {}
    rows = []
    for prize in prizes:
        seen[prize.key] = count = seen.get(prize.key, 0) + 1
        rows.append(
            AwardRow(
                key=prize.key if count == 1 else f"{prize.key}#{count}",
                name=prize.name,
                honorific="" if prize.members else _HONORIFICS.get(language, ""),
                unit=prize.unit,
                award=prize.prize,
                reason=_("Outstanding results"),
                values={"members": list(prize.members)} if prize.members else {},
            )
        )
    return rows


def _digest(rows: tuple[AwardRow, ...]) -> str:
    """16 hex digits that change when a row does: a name is corrected without a ledger row."""
    text = canonical_json([[row.key, content(row)] for row in rows])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _occasion(found: ConfirmedPrizes, language: str) -> str:
    names = dict.fromkeys(n for n in (found.contest, found.event, found.round) if n)
    return _JOINERS.get(language, " ").join(names)
