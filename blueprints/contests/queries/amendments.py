"""Amendments of a round in words: what was asked for, by whom, what another person decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.facts import members
from blueprints.contests.queries.ledger import names_of
from blueprints.contests.queries.wording import Names, actor_label, amended_words
from store import db

_KINDS = (LedgerKind.AMENDMENT_ASKED, LedgerKind.AMENDMENT, LedgerKind.AMENDMENT_REFUSED)


@dataclass(frozen=True)
class Amendment:
    """One proposal and what became of it. `state`: open, approved, refused.

    `old` is empty where something is added (a deduction), `new` where something is taken away.
    """

    seq: int
    entry_key: str
    entry: str
    what: str
    old: str
    new: str
    reason: str
    appeal: int | None
    asked_by: str
    asked_by_ref: str
    asked_at: datetime
    state: str
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_seq: int | None = None
    remark: str = ""


def amendments_of(round_: Round) -> list[Amendment]:
    """Every proposal of the round in order."""
    rows = list(
        db.session.scalars(
            sa.select(LedgerRow)
            .where(LedgerRow.round_id == round_.id, LedgerRow.kind.in_(_KINDS))
            .order_by(LedgerRow.seq)
        )
    )
    if not rows:
        return []
    answers = {r.data["asked"]: r for r in rows if r.kind != LedgerKind.AMENDMENT_ASKED}
    keys = {entry.id: entry.key for entry in members(round_.id).entries.values()}
    names = names_of(round_)
    return [
        _amendment(row, answers.get(row.seq), keys, names)
        for row in rows
        if row.kind == LedgerKind.AMENDMENT_ASKED
    ]


def approved(amendments: Iterable[Amendment]) -> list[Amendment]:
    """Those that count."""
    return [one for one in amendments if one.state == "approved"]


def undecided(round_id: int) -> int:
    """How many proposals wait for another person."""
    counts = dict(
        db.session.execute(
            sa.select(LedgerRow.kind, sa.func.count())
            .where(LedgerRow.round_id == round_id, LedgerRow.kind.in_(_KINDS))
            .group_by(LedgerRow.kind)
        ).all()
    )
    asked = counts.get(LedgerKind.AMENDMENT_ASKED, 0)
    return asked - counts.get(LedgerKind.AMENDMENT, 0) - counts.get(LedgerKind.AMENDMENT_REFUSED, 0)


def amended_appeals(round_id: int) -> set[int]:
    """Numbers of the appeals that an approved amendment carries out."""
    rows = db.session.scalars(
        sa.select(LedgerRow.data).where(
            LedgerRow.round_id == round_id, LedgerRow.kind == LedgerKind.AMENDMENT
        )
    )
    return {data["appeal"] for data in rows if "appeal" in data}


def _amendment(
    asked: LedgerRow, answer: LedgerRow | None, keys: dict[int, str], names: Names
) -> Amendment:
    what, old, new = amended_words(asked, names)
    found = Amendment(
        seq=asked.seq,
        entry_key=keys.get(asked.entry_id or 0, ""),
        entry=names.entry(asked),
        what=what,
        old=old,
        new=new,
        reason=asked.note or "",
        appeal=asked.data.get("appeal"),
        asked_by=actor_label(asked.actor, asked.actor_name),
        asked_by_ref=asked.actor,
        asked_at=asked.at,
        state="open",
    )
    return found if answer is None else _answered(found, answer)


def _answered(found: Amendment, answer: LedgerRow) -> Amendment:
    is_approved = answer.kind == LedgerKind.AMENDMENT
    return Amendment(
        **{
            **found.__dict__,
            "state": "approved" if is_approved else "refused",
            "decided_by": actor_label(answer.actor, answer.actor_name),
            "decided_at": answer.at,
            "decided_seq": answer.seq,
            "remark": "" if is_approved else answer.note or "",
        }
    )
