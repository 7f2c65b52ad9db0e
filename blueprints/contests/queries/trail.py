"""The trail of a result: publication, appeals, rulings, amendments and what each did to places.

For a stranger: every step names its ledger row and hash, so that the history can be compared.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.amendments import Amendment, amendments_of
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.heads import heads_before
from blueprints.contests.queries.ledger import names_of
from blueprints.contests.queries.standings import as_of
from blueprints.contests.queries.wording import (
    Names,
    actor_label,
    sentence,
    verdict_label,
)
from store import db

TOLD = (
    LedgerKind.APPEAL,
    LedgerKind.APPEAL_RULED,
    LedgerKind.AMENDMENT_ASKED,
    LedgerKind.AMENDMENT,
    LedgerKind.AMENDMENT_REFUSED,
    LedgerKind.NOTICE,
    LedgerKind.OBJECTION,
    LedgerKind.OBJECTION_ANSWERED,
    LedgerKind.PRIZES,
    LedgerKind.ARCHIVED,
)
KEPT_PLACES = 64

Places = dict[str, tuple[str, str]]
_places: OrderedDict[tuple[str, int, int, str, str], Places] = OrderedDict()


@dataclass(frozen=True)
class Moved:
    """An entrant whose place or total an amendment changed."""

    entry: str
    place_before: str
    place_after: str
    total_before: str
    total_after: str


@dataclass(frozen=True)
class TrailStep:
    """One step. `refers` are numbers of the appeal and of the proposal that it belongs to."""

    seq: int
    hash: str
    at: datetime
    kind: str
    title: str
    by: str
    entry: str
    text: str
    words_hash: str
    appeal: int | None
    asked: int | None
    moved: tuple[Moved, ...]


def trail(round_: Round) -> list[TrailStep]:
    """Everything after the publication that bears on the result, and the publication itself."""
    rows = db.session.scalars(
        sa.select(LedgerRow)
        .where(
            LedgerRow.round_id == round_.id,
            sa.or_(
                LedgerRow.kind.in_(TOLD),
                sa.and_(
                    LedgerRow.kind == LedgerKind.STATE,
                    LedgerRow.value.in_(("confirmed", "published")),
                ),
            ),
        )
        .order_by(LedgerRow.seq)
    ).all()
    names = names_of(round_)
    proposals = {one.seq: one for one in amendments_of(round_)}
    open_ones = {one.seq for one in proposals.values() if one.state == "open"}
    return [_step(round_, row, names, proposals) for row in rows if row.seq not in open_ones]


def _step(
    round_: Round, row: LedgerRow, names: Names, proposals: dict[int, Amendment]
) -> TrailStep:
    data = row.data or {}
    asked = row.seq if row.kind == LedgerKind.AMENDMENT_ASKED else data.get("asked")
    proposal = proposals.get(asked or 0)
    is_amendment = row.kind == LedgerKind.AMENDMENT
    return TrailStep(
        seq=row.seq,
        hash=row.hash,
        at=row.at,
        kind=row.kind,
        title=_title(row, names),
        by=_by(row),
        entry=names.entry(row),
        text=row.note or "",
        words_hash=str(data.get("words", "")),
        appeal=data.get("appeal") or (proposal.appeal if proposal else None),
        asked=asked,
        moved=_moved(round_, row.seq, names) if is_amendment else (),
    )


def _title(row: LedgerRow, names: Names) -> str:
    if row.kind == LedgerKind.APPEAL_RULED:
        number, verdict = row.data["appeal"], verdict_label(row.value or "")
        return _("Ruling on appeal no. %(number)d: %(verdict)s", number=number, verdict=verdict)
    return sentence(row, names)


def _by(row: LedgerRow) -> str:
    if row.actor == "anonymous":
        return _("the entrant, by the link") if row.kind == LedgerKind.APPEAL else _("the public")
    if row.kind == LedgerKind.OBJECTION:
        return _("the public")
    return actor_label(row.actor, row.actor_name)


def _moved(round_: Round, seq: int, names: Names) -> tuple[Moved, ...]:
    """Whoever stands otherwise after the row than before it, by the places that follow."""
    before, after = places_at(round_, seq - 1), places_at(round_, seq)
    labels = names.refs
    return tuple(
        Moved(labels.get(ref, ref), before[ref][0], place, before[ref][1], total)
        for ref, (place, total) in after.items()
        if ref in before and before[ref] != (place, total)
    )


def places_at(round_: Round, seq: int) -> Places:
    """Ref → (place, total) by the rows up to `seq`, derived from the ledger; kept for a while."""
    row_hash = db.session.scalar(
        sa.select(LedgerRow.hash).where(LedgerRow.round_id == round_.id, LedgerRow.seq == seq)
    )
    before = heads_before(round_, Audience.DESK)  # earlier rounds count as they are now
    key = (str(db.engine.url), round_.id, round_.contest.version, row_hash or "", before)
    if key not in _places:
        _places[key] = as_of(round_.id, seq)
        while len(_places) > KEPT_PLACES:
            _places.popitem(last=False)
    return _places[key]
