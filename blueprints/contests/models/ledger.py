"""The ledger of a round: everything that bears on its result, append-only and hash-chained.

Marks, locks, status changes, deductions, calls to the stage and state changes are rows of one
sequence. A round at any moment is the fold of its rows; `seq` is also the number by which
boards notice a gap. Triggers refuse UPDATE and DELETE.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.audit import chain_hash
from store.base import JsonText, db


class LedgerKind(StrEnum):
    """What a row says."""

    MARK = "mark"  # a judge's or the desk's value; an empty value takes the mark back
    SUBMIT = "submit"  # a judge locks the sheet of an entry
    REOPEN_ASKED = "reopen_asked"
    REOPEN = "reopen"  # the desk gives the sheet back to the judge
    REOPEN_REFUSED = "reopen_refused"
    RECUSAL = "recusal"  # recused (回避), absent, or back: how many marks a row has
    STATUS = "status"  # ok, dns, dnf, dq, forfeit
    DEDUCTION = "deduction"
    DEDUCTION_WITHDRAWN = "deduction_withdrawn"
    CALL = "call"  # an entry is called to the stage
    STATE = "state"  # the round's state
    DECISION = "decision"  # a tie-break or an arbitration ruling
    PRIZES = "prizes"  # prizes are confirmed
    FREEZE = "freeze"  # from here on the public sees the standings of this moment
    UNFREEZE = "unfreeze"
    ALARM_SETTLED = "alarm_settled"  # a spread or an outlier was looked at, and stands
    REMARK_ASKED = "remark_asked"  # judges mark again; the first marks stay as versions
    AMENDMENT_ASKED = "amendment_asked"  # a change after the lock is proposed
    AMENDMENT = "amendment"  # it was approved by another person, and counts from here
    AMENDMENT_REFUSED = "amendment_refused"
    SIGNED = "signed"  # a judge signed for the sheets as they stand
    SPOT_CHECK = "spot_check"  # which entries are checked again, drawn by a seed
    SPOT_CHECKED = "spot_checked"  # what the check of one entry found
    DECODED = "decoded"  # codes were resolved, by two people
    APPEAL = "appeal"  # an appeal was lodged; its words are in a table of their own
    APPEAL_RULED = "appeal_ruled"
    NOTICE = "notice"  # the public notice began, or ended
    OBJECTION = "objection"
    OBJECTION_ANSWERED = "objection_answered"
    REVEALED = "revealed"  # the ceremony showed the last place
    ARCHIVED = "archived"


def effect_of(row: Any) -> LedgerKind:
    """What a row does to the result: an approved amendment does what it amends.

    Its `data` names that kind (mark, status, deduction, deduction_withdrawn, decision), its other
    columns are those of such a row.
    """
    kind = LedgerKind(row.kind)
    return LedgerKind(row.data["change"]) if kind is LedgerKind.AMENDMENT else kind


class LedgerRow(db.Model):  # type: ignore[name-defined,misc]
    """One row. `key` is the client's idempotency key: the same key is never entered twice."""

    __tablename__ = "ledger_rows"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "seq"),
        sa.UniqueConstraint("round_id", "key"),
        sa.Index("ix_ledger_rows_sheet", "round_id", "entry_id", "judge_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(24))
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("entries.id"))
    judge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("judges.id"))
    item: Mapped[str | None] = mapped_column(sa.String(64))
    attempt: Mapped[int] = mapped_column(default=1)
    value: Mapped[str | None] = mapped_column(sa.String(64))
    note: Mapped[str | None] = mapped_column(sa.String(500))
    data: Mapped[Any] = mapped_column(JsonText)
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    key: Mapped[str | None] = mapped_column(sa.String(64))
    made_at: Mapped[datetime | None]  # by the judge's clock, for the record only
    at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))

    def digest(self, entry_ref: str | None, judge_ref: str | None) -> str:
        """SHA-256 over the content and the hash of the row before it."""
        return chain_hash(self.previous_hash, self.content(entry_ref, judge_ref))

    def content(self, entry_ref: str | None, judge_ref: str | None) -> dict[str, Any]:
        """What the hash is taken of. Entry and judge are named by their refs in the contest file,
        so that the chain can be checked from a result package without this database.
        """
        return {
            "seq": self.seq,
            "kind": self.kind,
            "entry": entry_ref,
            "judge": judge_ref,
            "item": self.item,
            "attempt": self.attempt,
            "value": self.value,
            "note": self.note,
            "data": self.data,
            "actor": self.actor,
            "key": self.key,
            "made_at": self.made_at.isoformat() if self.made_at else None,
            "at": self.at.isoformat(),
        }
