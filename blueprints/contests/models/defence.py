"""What a result is defended with: appeals, objections, and the links by which teams appeal.

The words of appeals and objections, and who wrote them, are personal: they are sealed here. The
ledger of the round holds that they came, their SHA-256, and what became of them.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.entrants import Entry
from store.base import db


class AppealState(StrEnum):
    """An appeal is lodged, heard, and ruled once."""

    LODGED = "lodged"
    HEARD = "heard"
    RULED = "ruled"


class Verdict(StrEnum):
    """How an appeal or an objection was decided."""

    UPHELD = "upheld"
    REFUSED = "refused"


class AppealLink(db.Model):  # type: ignore[name-defined,misc]
    """The unguessable address by which an entrant appeals without an account."""

    __tablename__ = "appeal_links"

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    token: Mapped[bytes]  # sealed, so that slips can be printed again
    made_at: Mapped[datetime]


class Appeal(db.Model):  # type: ignore[name-defined,misc]
    """An appeal (申诉) of an entrant against the published result of a round.

    `number` counts within the round; `key` is that of the form: sent twice, it is lodged once.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "number"),
        sa.UniqueConstraint("round_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entries.id"), index=True)
    number: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(sa.String(8), default=AppealState.LODGED)
    via: Mapped[str] = mapped_column(sa.String(8))  # link, desk
    words: Mapped[bytes]
    name: Mapped[bytes]
    contact: Mapped[bytes]
    words_hash: Mapped[str] = mapped_column(sa.String(64))
    received_at: Mapped[datetime]
    lodged_by: Mapped[str] = mapped_column(sa.String(40))
    heard_at: Mapped[datetime | None]
    heard_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    outcome: Mapped[str | None] = mapped_column(sa.String(8))
    ruling: Mapped[str] = mapped_column(sa.String(500), default="")
    ruled_at: Mapped[datetime | None]
    ruled_by: Mapped[str | None] = mapped_column(sa.String(40))
    ruled_by_name: Mapped[str] = mapped_column(sa.String(120), default="")

    entry: Mapped[Entry] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state != AppealState.RULED


class Objection(db.Model):  # type: ignore[name-defined,misc]
    """An objection (异议) of anybody during the public notice, with the answer of the desk.

    `key_hash` is that of the form's key, by which the sender finds the answer again.
    """

    __tablename__ = "objections"
    __table_args__ = (sa.UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    number: Mapped[int]
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    words: Mapped[bytes]
    name: Mapped[bytes]
    contact: Mapped[bytes]
    words_hash: Mapped[str] = mapped_column(sa.String(64))
    lodged_at: Mapped[datetime]
    lodged_by: Mapped[str] = mapped_column(sa.String(40))
    outcome: Mapped[str | None] = mapped_column(sa.String(8))
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(sa.String(120), default="")

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
